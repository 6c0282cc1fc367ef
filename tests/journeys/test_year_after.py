"""The year after a fair: how agreements stand is asked by mail and answered with one click; then the next fair."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Locator, Page, expect
from procrastinate.contrib.django import app
from tests.events.day_factories import a_gate
from tests.events.factories import the_network
from tests.jobs import run_jobs
from tests.journeys.fair_day import CSOS, WISHES, Day, minutes_in
from tests.journeys.site import link_in, newest_mail, sign_in
from tests.journeys.walk import Walk
from tests.partnerships.factories import an_agreement, confirmed
from tests.partnerships.test_keeping import A_PHOTO

from spona.events.actions.checkins import check_in_party
from spona.events.models import Fair, Party
from spona.events.queries.met_before import met_before
from spona.events.states import MetBefore
from spona.kernel.models import Money, OutboxMessage, OutboxState
from spona.partnerships.models import Agreement, ContactCheck
from spona.reports.queries import fair_report
from spona.web.templatetags.spona_values import money

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FORTNIGHT = 14
KEEPS, DROPS = "tvrtka.drzi@example.org", "tvrtka.odustaje@example.org"


def test_the_year_after(walk: Walk, day: Day) -> None:
    manager = walk.device()
    sign_in(manager, day.site)
    minutes_in(day, FORTNIGHT * 24 * 60 + 300)
    agreements_of_the_fair(walk, day)
    the_fair_is_over(walk, manager)
    sides_are_asked_and_a_scanner_answers_nothing(walk)
    one_is_done(walk, manager)
    one_will_not_happen(walk)
    the_figures_follow(walk, manager, day)
    made = next_years_fair(walk, manager)
    a_segment_is_invited(walk, manager, made)


def agreements_of_the_fair(walk: Walk, day: Day) -> None:
    """Two agreements made at the desk a fortnight ago, whose sides read this language; three associations had come."""
    for number, owner in enumerate((KEEPS, DROPS)):
        pair = day.companies[number].organisation, day.csos[number].organisation
        agreement = an_agreement(pair, fair=day.fair, owners=(owner, f"udruga{number}@example.org"))
        agreement.parties.update(language=walk.say.code)
        confirmed(agreement, days_ago=FORTNIGHT)
    gate = a_gate(day.fair)
    for party in (*day.csos[:3], day.companies[0]):
        check_in_party(gate=gate, party=party, by=the_network(day.site.network))
    run_jobs()


def the_fair_is_over(walk: Walk, manager: Page) -> None:
    walk.open(manager, "/fairs/sajam/manage/")
    walk.press(manager.get_by_role("button", name=walk.say("The fair is over")))
    assert Fair.objects.get().state == "over"


def sides_are_asked_and_a_scanner_answers_nothing(walk: Walk) -> None:
    """The morning's job writes to each side in its language; whatever opens all the links of a mail answers nothing."""
    app.tasks["partnerships.send_checks"].func(timestamp=0)
    run_jobs()
    mails = OutboxMessage.objects.filter(template="partnerships.contact_check", state=OutboxState.SENT)
    assert list(mails.values_list("language", flat=True)) == [walk.say.code] * 4
    scanner = walk.device()
    statuses = [scanner.request.get(link).status for link in links_in(mails.order_by("to")[0])]
    assert statuses == [200] * 6
    assert list(ContactCheck.objects.values_list("answer", flat=True)) == [""] * 4


def links_in(mail: OutboxMessage) -> list[str]:
    """Every address in a mail."""
    return sorted(set(re.findall(r"https?://\S+", mail.text)))


def answer_in(walk: Walk, to: str, answer: str) -> Page:
    """Open the link of an answer in the mail on a phone nobody is signed in on."""
    phone = walk.phone()
    mail = newest_mail(to, "partnerships.contact_check")
    walk.open(phone, next(link for link in links_in(mail) if link.endswith(f"?answer={answer}")))
    return phone


def one_is_done(walk: Walk, manager: Page) -> None:
    """One click says so. What was delivered, a photo and the story come by the link of the agreement's own mail."""
    phone = answer_in(walk, KEEPS, "done")
    walk.press(phone.get_by_role("button", name=walk.say("it is done"), exact=True))
    expect(phone.locator(".notice.good")).to_contain_text(walk.say("Answered"))
    walk.open(phone, link_in(newest_mail(KEEPS, "partnerships.agreement_confirmed")))
    delivery = part(phone, "delivery")
    delivery.locator("[name=quantity]").fill("39")
    delivery.locator("[name=value]").fill("780 EUR")
    walk.press(delivery.locator("button[type=submit]"))
    phone.get_by_text(walk.say("Add a photo or a document")).click()
    evidence = part(phone, "evidence")
    photo = {"name": "zid.png", "mimeType": "image/png", "buffer": A_PHOTO}
    evidence.locator("[name=file]").set_input_files([photo])  # type: ignore[list-item]  # a plain dict is a payload
    evidence.locator("[name=caption]").fill("Obojeni zid")
    evidence.locator("[name=consent]").select_option("nobody")
    walk.press(evidence.locator("button[type=submit]"))
    story = part(phone, "story")
    story.locator("[name=story]").fill("Učionice su obojene u dva dana.")
    story.locator("[name=story_language]").select_option("hr")
    story.locator("[name=story_may_be_shown]").check()
    walk.press(story.locator("button[type=submit]"))
    agreement = Agreement.objects.get(parties__owner_email=KEEPS)
    assert (agreement.state, agreement.story_may_be_shown, agreement.evidence.get().caption) == (
        "done",
        True,
        "Obojeni zid",
    )
    walk.open(manager, f"/agreements/{agreement.pk}/")
    expect(manager.locator("main")).to_contain_text("Učionice su obojene u dva dana.")


def part(page: Page, do: str) -> Locator:
    """The form of the page that does this."""
    return page.locator(f"form:has(input[name=do][value={do}])").first


def one_will_not_happen(walk: Walk) -> None:
    """The other says so, and why; without a reason it is asked for one."""
    phone = answer_in(walk, DROPS, "infeasible")
    button = phone.get_by_role("button", name=walk.say("it will not happen"), exact=True)
    walk.press(button)
    assert ContactCheck.objects.exclude(answer="").count() == 1
    phone.locator("[name=reason]").select_option("people_left")
    walk.press(button)
    expect(phone.locator(".notice.good")).to_contain_text(walk.say("Answered"))
    agreement = Agreement.objects.get(parties__owner_email=DROPS)
    assert (agreement.state, agreement.reason) == ("infeasible", "people_left")


def the_figures_follow(walk: Walk, manager: Page, day: Day) -> None:
    """One done and one infeasible; the ledger keeps promised and delivered apart, and the report says the same."""
    walk.open(manager, "/agreements/")
    for state in ("done", "infeasible"):
        expect(manager.locator(f".figure[href$='state={state}'] b")).to_have_text("1")
    walk.open(manager, "/ledger/")
    with translation.override(walk.say.code):
        sums = [money(Money(Decimal(amount), "EUR")) for amount in (1600, 780)]
    for amount in sums:
        expect(manager.locator("table").first).to_contain_text(amount)
    walk.open(manager, "/fairs/sajam/report/")
    expect(manager.locator("main")).to_contain_text(sums[1])
    figures = fair_report(day.site.manager, day.fair).this.agreements
    numbers = [figures.number(made=True), figures.number("done"), figures.number("infeasible")]
    assert [number.value for number in numbers] == [2, 1, 1]


def next_years_fair(walk: Walk, manager: Page) -> Fair:
    """It is made from this one, with its people. In one journey pairs that met avoid each other, in the other not."""
    wish = {"hr": MetBefore.AVOID, "en": MetBefore.PREFER}[walk.say.code]
    starts_on = timezone.localdate() + dt.timedelta(days=350)
    walk.open(manager, "/fairs/sajam/next-year/")
    for name, text in {"name": "Sajam opet", "slug": "sajam-opet", "starts_on": starts_on.isoformat()}.items():
        manager.locator(f"[name={name}]").fill(text)
    manager.locator(f"[name=met_before][value={wish}]").check(force=True)
    walk.press(manager.get_by_role("button", name=walk.say("Set it up")))
    made = Fair.objects.get(slug="sajam-opet")
    assert (made.met_before, made.starts_on, len(met_before(made))) == (wish, starts_on, CSOS * WISHES)
    return made


def a_segment_is_invited(walk: Walk, manager: Page, made: Fair) -> None:
    """The associations that came last time are written to in the organiser's words, once somebody lets the mails go."""
    walk.open(manager, "/fairs/sajam-opet/invitations/?side=cso&last=came")
    manager.locator("[name=message]").fill("Dođite opet.")
    walk.press(manager.get_by_role("button", name=walk.say("Show me one")))
    walk.press(manager.get_by_role("button", name=walk.say("Into the outbox")))
    letters = OutboxMessage.objects.filter(template="events.segment_invitation")
    assert [letter.state for letter in letters] == [OutboxState.HELD] * 3
    walk.press(manager.get_by_role("button", name=walk.say("Let them go out")))
    run_jobs()
    came = Party.objects.filter(fair=made, name__regex=r"^Udruga 0[123] ").order_by("contact_email")
    assert [(letter.to, letter.language, letter.state) for letter in letters.order_by("to")] == [
        (party.contact_email, party.language, OutboxState.SENT) for party in came
    ]
    guest = walk.phone()
    walk.open(guest, link_in(letters.order_by("to")[0 if walk.say.code == "hr" else 1]))
