"""The agreement desk as pages: a form, a batch, a tablet without an account, and the short code."""

from __future__ import annotations

import io
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.events.factories import a_party, the_network
from tests.factories import a_manager
from tests.partnerships.factories import a_market, an_agreement, confirmed, side
from tests.web.browsing import a_browser, reached, send, text_of

from spona.events.models import Fair
from spona.kernel.models import PaceCount
from spona.partnerships.actions import agreement_token, open_desk, typed_code
from spona.partnerships.models import Agreement, Confirmation
from spona.web.partnerships import codes

pytestmark = pytest.mark.django_db
DRAWN = "M10 20L30 40"


def a_desk() -> tuple[Fair, str]:
    """A market with two parties, and the path of its desk on a tablet."""
    fair = a_market()
    reached(fair.network)
    a_party(fair, "company", "Tvrtka Uzorak")
    a_party(fair, "cso", "Udruga Primjer")
    return fair, re.sub(r"^https?://[^/]+", "", open_desk(fair=fair, by=the_network(fair.network)))


def an_item(**fields: str) -> dict[str, str]:
    item = {"nonce": str(uuid.uuid4()), "a": "Tvrtka Uzorak", "b": "Udruga Primjer", "a1_kind": "time"}
    return item | fields


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


class TestForm:
    def test_without_a_script_it_is_a_form(self) -> None:
        _fair, path = a_desk()
        answer = send(a_browser(), path, **an_item())
        agreement = Agreement.objects.get()

        assert (answer.status_code, answer["Location"]) == (302, f"{path}{agreement.nonce}/")
        assert "Tvrtka Uzorak – Udruga Primjer" in text_of(a_browser().get(answer["Location"]))

    def test_a_value_of_a_lot_is_said_beside_its_field_and_nothing_typed_is_lost(self) -> None:
        _fair, path = a_desk()
        answer = send(a_browser(), path, **an_item(a1_value="a lot", a1_what="paint"))
        content = answer.content.decode()

        assert (answer.status_code, Agreement.objects.count()) == (422, 0)
        assert "“a lot” is not an amount." in content
        assert 'aria-describedby="id_a1_value_error"' in content
        assert 'value="paint"' in content

    def test_money_is_not_offered_where_it_stays_outside(self) -> None:
        fair, path = a_desk()
        shown = [b'value="money"' in a_browser().get(path).content]
        answer = send(a_browser(), path, **an_item(a1_kind="money", a1_value="100 EUR"))
        client = a_browser(a_manager(fair.network))
        send(client, f"/fairs/{fair.slug}/desk/settings/", do="terms", money_allowed="on", check_days="10")
        shown.append(b'value="money"' in a_browser().get(path).content)

        assert (shown, answer.status_code) == ([False, True], 422)

    def test_the_tablet_s_code_is_shown_once(self) -> None:
        fair, _path = a_desk()
        client, path = a_browser(a_manager(fair.network)), f"/fairs/{fair.slug}/desk/settings/"
        send(client, path, do="open")

        assert ["/at/" in client.get(path).content.decode() for _look in range(2)] == [True, False]


class TestBatch:
    def test_each_item_is_answered_for_itself_and_sent_again_is_known(self) -> None:
        _fair, path = a_desk()
        items = [an_item(a_signature=DRAWN, b_signature=DRAWN), an_item(a1_value="a lot")]
        answers = [post(a_browser(), f"{path}batch/", {"items": items}).json()["items"] for _again in range(2)]

        assert [[one["status"] for one in answer] for answer in answers] == [["saved", "refused"], ["known", "refused"]]
        assert [one["problems"][0]["place"] for one in answers[0] if one["problems"]] == ["a1_value"]
        assert (Agreement.objects.get().state, Confirmation.objects.count()) == ("confirmed", 2)

    @pytest.mark.parametrize("body", ["", "[]", '{"items": 3}', '{"items": [3]}', "{"])
    def test_what_is_no_batch_is_refused(self, body: str) -> None:
        _fair, path = a_desk()

        assert a_browser().post(f"{path}batch/", body, content_type="application/json").status_code == 400

    def test_who_is_not_at_the_desk_sends_nothing(self) -> None:
        fair, _path = a_desk()
        answer = post(a_browser(), f"/fairs/{fair.slug}/desk/batch/", {"items": [an_item()]})

        assert (answer.status_code, Agreement.objects.count()) == (401, 0)


class TestConfirming:
    def test_a_side_signs_on_the_tablet(self) -> None:
        fair, path = a_desk()
        agreement = an_agreement([side_.organisation for side_ in fair.parties.order_by("created_at")], fair=fair)
        at = f"{path}{agreement.nonce}/"
        empty = send(a_browser(), at, party="0", signature="")
        send(a_browser(), at, party="0", signature=DRAWN)

        assert (empty.status_code, Confirmation.objects.get().signature) == (422, DRAWN)

    def test_the_tablet_looks_again_only_when_somebody_confirmed_elsewhere(self) -> None:
        fair, path = a_desk()
        agreement = an_agreement([row.organisation for row in fair.parties.order_by("created_at")], fair=fair)
        at = f"{path}{agreement.nonce}/?seen=0"
        before = a_browser().get(at).headers.get("HX-Refresh")
        confirmed(agreement)

        assert (before, a_browser().get(at).headers.get("HX-Refresh")) == (None, "true")

    def test_a_party_confirms_with_the_code_it_took(self) -> None:
        fair, _path = a_desk()
        agreement = an_agreement([row.organisation for row in fair.parties.order_by("created_at")], fair=fair)
        for position in range(2):
            path = f"/a/{agreement_token(side(agreement, position))}/"
            assert "Do you confirm" in text_of(a_browser().get(path))
            assert send(a_browser(), path, do="confirm").status_code == 302
        agreement.refresh_from_db()

        assert agreement.state == "confirmed"

    def test_the_short_code_opens_the_same_page(self) -> None:
        fair, _path = a_desk()
        agreement = an_agreement([row.organisation for row in fair.parties.order_by("created_at")], fair=fair)
        code = typed_code(side(agreement, 1))
        typed = send(a_browser(), "/a/", code=f" {code[:4].lower()}-{code[4:]} ")
        wrong = send(a_browser(), "/a/", code="AAAAAAAA")

        assert (typed.status_code, typed["Location"], wrong.status_code) == (302, f"/a/{code}/", 422)

    def test_guessing_codes_is_slowed_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        a_desk()
        monkeypatch.setattr(codes, "TRIES_AN_HOUR", 3)
        statuses = [send(a_browser(), "/a/", code="AAAAAAAA").status_code for _try in range(4)]

        assert (statuses, PaceCount.objects.get().times) == ([422, 422, 422, 429], 3)


class TestPaper:
    def test_it_speaks_the_languages_of_both_sides(self) -> None:
        fair, path = a_desk()
        agreement = an_agreement([row.organisation for row in fair.parties.order_by("created_at")], fair=fair)
        agreement.parties.filter(position=1).update(language="hr")
        answer = a_browser().get(f"{path}{agreement.nonce}/agreement.pdf")

        pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]

        assert (answer["Content-Type"], len(pages)) == ("application/pdf", 2)
        assert ["paint the classrooms" in text and "40" in text for text in pages] == [True, True]
