"""One agreement as its sides and its managers see it, the mail's question, lists and pictures."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.events.factories import a_network, a_programme, an_organisation, the_network
from tests.factories import a_manager, an_actor
from tests.partnerships.factories import a_market, a_pair, an_agreement, confirmed, side
from tests.partnerships.test_keeping import A_PHOTO
from tests.web.browsing import a_browser, field_of, reached, send, text_of

from spona.kernel.models import Link, OutboxMessage, RoleKind
from spona.partnerships.actions import agreement_token, introduce, send_due_checks
from spona.partnerships.actions.past import write_past
from spona.partnerships.models import Agreement, ContactCheck, Contribution

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
MOST_FOR_THE_PICTURE = 20


def a_confirmed(days_ago: int = 0) -> Agreement:
    agreement = confirmed(an_agreement(), days_ago=days_ago)
    reached(agreement.network)
    return agreement


def link_of(agreement: Agreement, position: int = 0) -> str:
    return f"/a/{agreement_token(side(agreement, position))}/"


def question_to(agreement: Agreement) -> str:
    """The path in the mail of the contact check to the first side."""
    send_due_checks(by=the_network(agreement.network))
    mail = OutboxMessage.objects.filter(template="partnerships.contact_check", to="ana@company.example").get()
    return re.search(r"/ask/[^/\s\"]+/", mail.text)[0]  # type: ignore[index]


class TestThePageOfASide:
    def test_it_says_how_it_stands_and_what_was_delivered(self) -> None:
        agreement = a_confirmed()
        path, client = link_of(agreement), a_browser()
        promise = agreement.contributions.order_by("position")[0]
        for fields in (
            {"do": "state", "state": "running", "_version": str(agreement.version)},
            {"do": "delivery", "promise": str(promise.pk), "quantity": "12", "value": "240 EUR"},
            {"do": "milestone", "title": "Buy the paint"},
        ):
            assert send(client, path, **fields).status_code == 302
        shown = text_of(client.get(path))

        assert [word in shown for word in ("running", "€240.00", "Buy the paint")] == [True] * 3
        assert Contribution.objects.filter(stage="delivered").get().quantity == 12

    def test_a_value_of_a_lot_is_said_beside_its_field(self) -> None:
        agreement = a_confirmed()
        promise = agreement.contributions.order_by("position")[0]
        answer = send(a_browser(), link_of(agreement), do="delivery", promise=str(promise.pk), value="a lot")

        assert (answer.status_code, "is not an amount" in text_of(answer)) == (422, True)

    def test_a_photo_is_shown_to_the_sides_and_in_a_sandbox(self) -> None:
        agreement = a_confirmed()
        path = link_of(agreement)
        photo = SimpleUploadedFile("wall.png", A_PHOTO, "image/png")
        send(a_browser(), path, do="evidence", file=photo, consent="nobody", caption="The wall")
        shown = re.search(rf"{path}evidence/[^\"]+", a_browser().get(path).content.decode())
        answer = a_browser().get(shown[0])  # type: ignore[index]

        headers = (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"])
        assert headers == ("image/png", "nosniff", "default-src 'none'; sandbox")
        assert b"".join(answer.streaming_content) == A_PHOTO

    def test_another_agreement_s_photo_is_not_found(self) -> None:
        agreement = a_confirmed()
        other = an_agreement([an_organisation(agreement.network) for _ in range(2)])
        path = link_of(agreement)
        send(a_browser(), path, do="evidence", file=SimpleUploadedFile("w.png", A_PHOTO), consent="nobody", caption="x")
        evidence = agreement.evidence.get()

        assert a_browser().get(f"{link_of(other)}evidence/{evidence.pk}/").status_code == 404

    def test_who_saves_second_is_shown_what_the_first_saved(self) -> None:
        agreement = a_confirmed()
        path, old = link_of(agreement), str(agreement.version)
        send(a_browser(), path, do="state", state="contacted", _version=old)
        answer = send(a_browser(), path, do="state", state="running", _version=old)

        assert (answer.status_code, Agreement.objects.get().state) == (409, "contacted")

    def test_a_member_of_the_organisation_finds_it_in_her_list(self) -> None:
        agreement = a_confirmed()
        actor = an_actor(
            agreement.network, RoleKind.ORGANISATION_MEMBER, organisation_id=side(agreement, 1).organisation_id
        )
        client = a_browser(actor)

        assert agreement.title in text_of(client.get("/my/agreements/"))
        assert client.get(f"/agreements/{agreement.pk}/").status_code == 200
        assert a_browser(an_actor(agreement.network)).get(f"/agreements/{agreement.pk}/").status_code == 404


class TestTheManagersPage:
    def test_it_renews_what_is_over(self) -> None:
        agreement = a_confirmed()
        client, path = a_browser(a_manager(agreement.network)), f"/agreements/{agreement.pk}/"
        send(client, path, do="state", state="done", _version=field_of(client.get(path), "_version"))
        send(client, path, do="renew")

        assert Agreement.objects.get(previous=agreement).state == "proposed"

    def test_a_new_owner_gets_a_link_and_the_old_code_is_worthless(self) -> None:
        agreement = a_confirmed()
        old = link_of(agreement)
        client = a_browser(a_manager(agreement.network))
        party = side(agreement, 0)
        send(
            client,
            f"/agreements/{agreement.pk}/",
            do="owner",
            party=str(party.pk),
            owner_name="Eva Test",
            owner_email="eva@company.example",
        )
        mail = OutboxMessage.objects.filter(to="eva@company.example").get()

        assert (a_browser().get(old).status_code, link_of(agreement) in mail.text) == (410, True)
        assert a_browser().get(link_of(agreement)).status_code == 200


class TestTheMailsQuestion:
    def test_a_scanner_that_opens_every_link_answers_nothing(self) -> None:
        agreement = a_confirmed(days_ago=14)
        path = question_to(agreement)
        for answer in ("contacted", "running", "done", "not_yet", "infeasible", ""):
            for method in (a_browser().get, a_browser().head):
                assert method(f"{path}?answer={answer}").status_code == 200

        assert set(ContactCheck.objects.values_list("answer", flat=True)) == {""}
        assert Agreement.objects.get().state == "confirmed"

    def test_the_page_has_the_chosen_answer_as_its_one_filled_button_and_one_click_answers(self) -> None:
        agreement = a_confirmed(days_ago=14)
        path = question_to(agreement)
        page = a_browser().get(f"{path}?answer=running").content.decode()
        answer = send(a_browser(), path, answer="running")

        assert (page.count("button primary"), "it is running" in page) == (1, True)
        assert (answer.status_code, Agreement.objects.get().state) == (302, "running")
        assert "Answered" in text_of(a_browser().get(path))

    def test_it_comes_to_nothing_only_with_a_reason(self) -> None:
        agreement = a_confirmed(days_ago=14)
        path = question_to(agreement)
        without = send(a_browser(), path, answer="infeasible").status_code
        given = send(a_browser(), path, answer="infeasible", reason="no_time").status_code

        assert (without, given, Agreement.objects.get().state) == (422, 302, "infeasible")

    def test_forwarded_and_answered_again_the_first_answer_stands(self) -> None:
        agreement = a_confirmed(days_ago=14)
        path = question_to(agreement)
        send(a_browser(), path, answer="done")
        again = send(a_browser(), path, answer="running")

        assert (again.status_code, Agreement.objects.get().state) == (422, "done")

    @pytest.mark.parametrize("column", ["expires_at", "not_before", "revoked_at"])
    def test_a_link_that_expired_was_revoked_or_lies_in_the_future_is_gone(self, column: str) -> None:
        agreement = a_confirmed(days_ago=14)
        path = question_to(agreement)
        day = dt.timedelta(days=1 if column == "not_before" else -1)
        Link.objects.filter(purpose="partnerships.check").update(**{column: timezone.now() + day})
        answers = [a_browser().get(path), send(a_browser(), path, answer="done")]

        assert [answer.status_code for answer in answers] == [410, 410]
        assert "This link no longer works" in text_of(answers[0])
        assert set(ContactCheck.objects.values_list("answer", flat=True)) == {""}

    def test_who_has_left_passes_it_on(self) -> None:
        agreement = a_confirmed(days_ago=14)
        a_manager(agreement.network)
        path = question_to(agreement)
        send(a_browser(), path, do="pass_on")

        assert ContactCheck.objects.order_by("party__position")[0].via == "manager"


def statements(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len([query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


class TestLists:
    @pytest.mark.parametrize("path", ["/agreements/", "/ledger/", "/introductions/"])
    def test_three_rows_cost_what_one_costs(self, path: str) -> None:
        fair = a_market()
        reached(fair.network)
        client, by, counts = a_browser(a_manager(fair.network)), the_network(fair.network), []
        for number in (1, 2):
            for _row in range(number):
                pair = a_pair(fair)
                confirmed(an_agreement(pair, fair=fair))
                introduce(organisations=pair, on=timezone.localdate(), purpose="x", by=by)
            counts.append(statements(client, path))

        assert (counts[0], counts[0] <= MOST_STATEMENTS) == (counts[1], True)

    def test_a_seeded_past_is_drawn_with_few_questions(self) -> None:
        network = a_network()
        network.is_demo = True
        network.save()
        reached(network)
        write_past(programme=a_programme(network), by=the_network(network), fairs=5, meetings=600, agreements=100)
        client = a_browser(a_manager(network))
        pages = ("/network/who-met-whom/", "/network/never-met/", "/ledger/", "/agreements/")
        counts = {path: statements(client, path) for path in pages}

        assert {path: count for path, count in counts.items() if count > MOST_FOR_THE_PICTURE} == {}
        shown = client.get("/network/who-met-whom/").content.decode()
        assert (shown.count('class="tie '), ">600<" in shown) == (400, True)

    def test_a_pair_that_never_met_is_one_click_from_an_introduction(self) -> None:
        fair = a_market()
        reached(fair.network)
        a_pair(fair)
        client = a_browser(a_manager(fair.network))
        strangers = "/network/never-met/?left=cso&right=cso"
        page = client.get(strangers).content.decode()
        href = re.search(r'href="(/introductions/new/\?[^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
        form = client.get(href)
        fields = {name: field_of(form, name) for name in ("a", "b", "on")}
        made = send(client, "/introductions/new/", **fields, purpose="books", introducer_name="Ana", outcome="open")

        assert (made.status_code, [row == "" for row in fields.values()]) == (302, [False] * 3)
        assert "No such pair" in text_of(client.get(strangers))
