"""The day of a fair of 105 parties, hour by hour: gates, who does not come, the broker, the hall, phones, the desk."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect
from tests.events.factories import the_network
from tests.jobs import run_jobs
from tests.journeys.fair_day import ZONE, Day, minutes_in
from tests.journeys.site import sign_in
from tests.journeys.walk import Walk, goes_offline
from tests.web.events.phones import a_link

from spona.events.actions import Saying, state_wishes
from spona.events.actions.badges import badge_url, short_code
from spona.events.actions.checkins import SentScan, take_scans
from spona.events.actions.gates import add_gate, issue_gate_link
from spona.events.actions.timetables import places_of
from spona.events.models import AdHocMeeting, CheckIn, Gate, Party, Rating, Seat, Timetable
from spona.events.states import TimetableState
from spona.kernel.models import OutboxMessage
from spona.partnerships.models import Agreement, Confirmation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

UNANNOUNCED = "Pekara Klas (primjer)"


def test_the_day_of_105_parties(walk: Walk, day: Day) -> None:
    manager = walk.device()
    sign_in(manager, day.site)
    minutes_in(day, 1)
    door, garden = (walk.phone() for _door in range(2))
    for volunteer, link in zip((door, garden), open_two_gates(walk, manager, day), strict=True):
        walk.open(volunteer, link)
    a_badge_lets_in_once(walk, door, garden, day.csos[0])
    scans_wait_for_a_signal(walk, garden, door, day.csos)
    newcomer = somebody_unannounced_comes(walk, door)
    absent = day.companies[0]
    everybody_else_comes(day, absent)
    minutes_in(day, 5)
    one_does_not_come(walk, manager, day, absent)
    a_broker_brings_two_together(walk, manager, day, newcomer)
    the_hall_shows_them(walk, newcomer)
    a_party_looks_at_its_phone_and_rates(walk, day)
    three_agreements_at_the_desk(walk, manager, day)


def open_two_gates(walk: Walk, manager: Page, day: Day) -> list[str]:
    """The manager opens a gate and gives its volunteer a link; a second one is made without the browser."""
    walk.open(manager, "/fairs/sajam/day/")
    walk.press(manager.get_by_role("link", name=walk.say("Open a gate"), exact=True))
    manager.locator("[name=name]").fill("A")
    walk.press(manager.get_by_role("button", name=walk.say("Open the gate")))
    walk.press(manager.get_by_role("button", name=walk.say("Link for a volunteer")))
    garden = add_gate(fair=day.fair, name="B", by=day.site.manager)
    return [manager.locator("p.break a").inner_text(), issue_gate_link(gate=garden, by=day.site.manager)]


def scan(gate: Page, text: str) -> None:
    """Read a badge as the phone's camera delivers it: its address in the field, and sent."""
    gate.locator("form[data-desk] [name=text]").fill(text)
    gate.locator("form[data-desk] [name=text]").press("Enter")


def a_badge_lets_in_once(walk: Walk, door: Page, garden: Page, party: Party) -> None:
    scan(door, badge_url(party))
    side = walk.say(
        "%(name)s is in. %(side)s.", name=party.name, side="Udruge" if walk.say.code == "hr" else "Associations"
    )
    expect(door.get_by_text(side)).to_be_visible()
    walk.read(door)
    scan(garden, badge_url(party))
    at = timezone.localtime(CheckIn.objects.get().at, ZONE)
    again = walk.say(
        "%(name)s is in already: in at %(time)s, gate %(gate)s.", name=party.name, time=f"{at:%H:%M}", gate="A"
    )
    expect(garden.get_by_text(again)).to_be_visible()
    walk.read(garden)
    assert CheckIn.objects.count() == 1


def scans_wait_for_a_signal(walk: Walk, garden: Page, door: Page, csos: list[Party]) -> None:
    """The garden gate is reloaded without a signal, scans one badge twice and another that the door has let in."""
    goes_offline(garden)
    scan(door, badge_url(csos[1]))
    expect(door.get_by_text(csos[1].name)).to_be_visible()
    for text in (badge_url(csos[2]), short_code(csos[2].pk, 1), badge_url(csos[1])):
        scan(garden, text)
        expect(garden.locator("[data-refused]")).to_have_text(walk.say("No signal. The scan is kept and sent later."))
    waiting = walk.say("{n} waiting for a signal. They are kept on this phone.").replace("{n}", "3")
    expect(garden.locator("[data-waiting]")).to_have_text(waiting)
    walk.read(garden)
    assert [CheckIn.objects.filter(party=party).count() for party in csos[:3]] == [1, 1, 0]
    garden.context.set_offline(False)
    expect(garden.locator("[data-waiting]")).to_be_hidden()
    entries = CheckIn.objects.filter(party__in=csos[:3]).order_by("party__sort_key", "party__name")
    assert [(entry.party, entry.gate.name) for entry in entries] == [(csos[0], "A"), (csos[1], "A"), (csos[2], "B")]


def somebody_unannounced_comes(walk: Walk, door: Page) -> Party:
    walk.press(door.get_by_role("link", name=walk.say("Somebody who is not on the list")))
    door.locator("[name=name]").fill(UNANNOUNCED)
    door.locator("[name=side][value=cso]").check(force=True)
    walk.press(door.get_by_role("button", name=walk.say("Register and let in")))
    expect(door.get_by_text(UNANNOUNCED)).to_be_visible()
    entry = CheckIn.objects.get(party__name=UNANNOUNCED)
    assert (entry.way, entry.gate.name) == ("walk_in", "A")
    return entry.party


def everybody_else_comes(day: Day, absent: Party) -> None:
    """All others are let in at the door; one of them never comes."""
    gate = Gate.objects.select_related("fair__network").get(name="A")
    others = [party for party in (*day.csos[3:], *day.companies) if party != absent]
    scans = [SentScan(badge_url(party), f"nonce-{number:03}", None) for number, party in enumerate(others)]
    answers = take_scans(gate=gate, scans=scans, sent_at=None, by=the_network(day.site.network))
    assert {answer.outcome for answer in answers} == {"entered"}


def one_does_not_come(walk: Walk, manager: Page, day: Day, absent: Party) -> None:
    """It is missing, the rest is planned again and published; nobody is moved, and only those it leaves are told."""
    before = places_of(Timetable.objects.get(state=TimetableState.PUBLISHED))
    mails = set(OutboxMessage.objects.values_list("pk", flat=True))
    walk.open(manager, "/fairs/sajam/day/")
    missing = manager.locator("ul.found details.confirm")
    expect(missing).to_have_count(1)
    missing.locator("summary").click()
    walk.press(missing.get_by_role("button", name=walk.say("Plan without it")))
    expect(manager.get_by_text(walk.say("It waits for its turn."))).to_be_visible()
    run_jobs()
    manager.wait_for_url("**/plan/compare/**")
    walk.read(manager)
    walk.press(manager.get_by_role("link", name=walk.say("Publish draft %(number)s", number=2)))
    walk.press(manager.get_by_role("button", name=walk.say("Publish it now")))
    run_jobs()
    after = places_of(Timetable.objects.get(state=TimetableState.PUBLISHED))
    ahead = set(day.fair.slots.filter(starts_at__gt=timezone.now()).values_list("pk", flat=True))
    left = {other for slot, other, _table in before[absent.pk] if slot in ahead}
    assert {party for party, places in before.items() if places != after.get(party, set())} == {absent.pk} | left
    told = OutboxMessage.objects.exclude(pk__in=mails).filter(state="sent").values_list("to", "language")
    whom = Party.objects.filter(pk__in={absent.pk} | left).values_list("contact_email", "language")
    assert sorted(told) == sorted(whom)


def a_broker_brings_two_together(walk: Walk, manager: Page, day: Day, newcomer: Party) -> None:
    """Whoever came unannounced wants to meet a company that is free just now; the broker has a link and no account."""
    busy = Seat.objects.filter(timetable__state=TimetableState.PUBLISHED, slot=day.fair.slots.order_by("starts_at")[0])
    free = next(c for c in day.companies[1:] if not busy.filter(party=c).exists())
    by = the_network(day.site.network)
    state_wishes(chooser=newcomer, sayings=[Saying(free.pk, "yes")], by=by)
    walk.open(manager, "/fairs/sajam/broker/")
    walk.press(manager.get_by_role("button", name=walk.say("Link for a broker")))
    broker = walk.phone()
    walk.open(broker, manager.locator("p.break a").inner_text())
    pair = broker.locator("ol.pairs > li").filter(has_text=newcomer.name)
    reason = walk.say("%(who)s wants to meet %(whom)s.", who=newcomer.name, whom=free.name)
    expect(pair.locator(".reasons")).to_contain_text(reason)
    pair.locator("select").select_option(index=1)
    walk.press(pair.get_by_role("button", name=walk.say("Bring them together")))
    expect(broker.locator(".notice.good")).to_contain_text(newcomer.name)
    meeting = AdHocMeeting.objects.get()
    assert {meeting.a_id, meeting.b_id} == {newcomer.pk, free.pk}


def the_hall_shows_them(walk: Walk, newcomer: Party) -> None:
    screen = walk.device(1920, 1080)
    walk.open(screen, "/fairs/sajam/hall/")
    table = screen.locator(".hall-tables li").filter(has_text=newcomer.name)
    expect(table.locator("b")).to_contain_text(str(AdHocMeeting.objects.get().table_number))
    expect(screen.locator(".clock")).to_have_text(re.compile(r"^1[0-4]:\d\d$"))


def a_party_looks_at_its_phone_and_rates(walk: Walk, day: Day) -> None:
    """An association reached in this language sees whom it meets where, and says with one tap what became of it."""
    first = day.fair.slots.order_by("starts_at")[0]
    seats = Seat.objects.filter(timetable__state=TimetableState.PUBLISHED, slot=first, party__side__code="cso")
    seat = (
        seats.filter(party__language=walk.say.code).select_related("party", "other", "meeting").earliest("party__name")
    )
    phone = walk.phone()
    walk.open(phone, f"/f/{a_link(seat.party)}/day/")
    now = phone.locator(".now-next section").first
    expect(now.locator("strong")).to_have_text(seat.other.name)
    expect(now.locator(".table-number")).to_have_text(walk.say("table %(number)s", number=seat.meeting.table_number))
    walk.press(phone.get_by_role("button", name=walk.say("useful"), exact=True).first)
    expect(phone.locator(f"[id='m-{seat.other_id}'] button.primary")).to_have_text(walk.say("useful"))
    rating = Rating.objects.get()
    assert (rating.rater_id, rating.about_id, rating.answer) == (seat.party_id, seat.other_id, "useful")


def three_agreements_at_the_desk(walk: Walk, manager: Page, day: Day) -> None:
    """One signed on the glass, one without a signal, one confirmed on a phone of one's own."""
    walk.open(manager, "/fairs/sajam/desk/settings/")
    walk.press(manager.get_by_role("button", name=walk.say("Show a tablet code")))
    tablet = walk.device(820, 1180, has_touch=True)
    desk = manager.locator("p.break a").inner_text()
    walk.open(tablet, desk)
    walk.press(written(walk, tablet, day.csos[0], day.companies[1], signatures=2))
    expect(tablet.locator("main .chip.good")).to_have_count(3)
    one_without_a_signal(walk, tablet, desk, day)
    one_confirmed_on_a_phone(walk, tablet, desk, day)
    assert list(Agreement.objects.values_list("state", flat=True)) == ["confirmed"] * 3
    assert sorted(Confirmation.objects.values_list("how", flat=True)) == ["link"] + ["signature"] * 5


def written(walk: Walk, tablet: Page, cso: Party, company: Party, *, signatures: int) -> Locator:
    """Fill in what each gives the other, so many of the two sign on the glass; returns the button that saves it."""
    fields = {
        "a": company.name, "a1_what": "bojenje učionica", "a1_quantity": "40", "a1_value": "800 EUR",
        "a_owner": "Osoba Primjer", "a_email": "osoba@example.org",
        "b": cso.name, "b1_what": "dvorana na jednu večer", "b_owner": "Proba Uzorak", "b_email": "proba@example.org",
    }  # fmt: skip
    for name, text in fields.items():
        tablet.locator(f"[name={name}]").fill(text)
    for name, value in {"a1_kind": "time", "a1_unit": "hours", "a1_estimate": "hourly", "b1_kind": "space"}.items():
        tablet.locator(f"[name={name}]").select_option(value)
    for number in range(signatures):
        sign(tablet, tablet.locator("svg[data-sign]").nth(number))
    return tablet.get_by_role("button", name=walk.say("Write it down"))


def sign(tablet: Page, pad: Locator) -> None:
    """Draw a line across the pad."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    tablet.mouse.move(box["x"] + 20, middle)
    tablet.mouse.down()
    tablet.mouse.move(box["x"] + 120, middle - 10, steps=4)
    tablet.mouse.up()


def one_without_a_signal(walk: Walk, tablet: Page, desk: str, day: Day) -> None:
    """The tablet is opened and written on without a signal. The answer to its batch is lost, so it sends twice."""
    tablet.goto(desk)
    goes_offline(tablet)
    written(walk, tablet, day.csos[1], day.companies[2], signatures=2).click()
    expect(tablet.locator("[data-refused]")).to_be_visible()
    expect(tablet.locator("[data-waiting]")).to_contain_text("1")
    walk.read(tablet)
    assert Agreement.objects.count() == 1
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    tablet.route("**/batch/", lose, times=1)
    with tablet.expect_event("requestfailed", lambda request: request.url.endswith("/batch/")):
        tablet.context.set_offline(False)
    assert (lost, Agreement.objects.count()) == ([200], 2)
    expect(tablet.locator("[data-waiting]")).to_be_visible()
    tablet.reload()
    expect(tablet.locator("[data-waiting]")).to_be_hidden()
    assert Agreement.objects.count() == 2


def one_confirmed_on_a_phone(walk: Walk, tablet: Page, desk: str, day: Day) -> None:
    """One side signs; the other types the code the desk shows and confirms where it stands."""
    walk.open(tablet, desk)
    walk.press(written(walk, tablet, day.csos[2], day.companies[3], signatures=1))
    code = tablet.locator(".desk-code").inner_text()
    phone = walk.phone()
    walk.open(phone, "/a/")
    phone.locator("main [name=code]").fill(code)
    walk.press(phone.get_by_role("button", name=walk.say("Open it")))
    walk.press(phone.get_by_role("button", name=walk.say("Yes, we agree")))
