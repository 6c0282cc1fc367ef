"""The gate as the volunteer at the door uses it: with its link, on its day, with and without a signal."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.events.day_factories import a_fair_with_a_gate, a_gate
from tests.events.factories import a_fair, a_party, a_side, the_network
from tests.web.browsing import reached, text_of
from tests.web.events.phones import a_phone, send

from spona.events.actions import SideSpec
from spona.events.actions.badges import badge_token, badge_url, short_code
from spona.events.actions.gates import close_gate, issue_gate_link
from spona.events.models import CheckIn, Fair, Gate, Party, Scan
from spona.kernel.models import AuditEntry, Translated

pytestmark = pytest.mark.django_db


def a_gate_today(days: int = 0, **details: Any) -> tuple[Gate, Party, str]:
    """A gate of a fair so many days from now, a party of the fair, and the path of the volunteer's link."""
    fair, gate, party = a_fair_with_a_gate(**details)
    fair.slots.all().delete()
    Fair.objects.filter(pk=fair.pk).update(starts_on=timezone.localdate() + dt.timedelta(days=days))
    fresh = Gate.objects.select_related("fair").get(pk=gate.pk)
    return fresh, party, link_of(fresh)


def link_of(gate: Gate) -> str:
    return "/g/" + issue_gate_link(gate=gate, by=the_network(gate.fair.network)).rpartition("/g/")[2]


def batch(phone: Client, path: str, items: list[dict[str, Any]], sent_at: dt.datetime | None = None) -> Any:
    sent = {"sent_at": (sent_at or timezone.now()).isoformat(), "items": items}
    return phone.post(f"{path}scans/", json.dumps(sent), content_type="application/json")


def an_item(text: str, nonce: str, at: dt.datetime | None = None) -> dict[str, Any]:
    return {"text": text, "nonce": nonce, "written_at": (at or timezone.now()).isoformat(), "do": "scan"}


class TestTheLink:
    def test_on_the_day_it_opens_the_gate_and_shows_no_contact(self) -> None:
        gate, party, path = a_gate_today()
        Party.objects.filter(pk=party.pk).update(contact_email="zrno@example.org", note="zrno note")

        page = a_phone().get(path, {"text": "most"})

        assert (page.status_code, "Udruga Most" in text_of(page), "0 in, 1 expected" in text_of(page)) == (
            200,
            True,
            True,
        )
        assert "zrno" not in page.content.decode()
        assert (page["Permissions-Policy"].startswith("camera=(self)"), gate.name) == (True, "A")

    def test_before_the_day_it_says_when_it_opens(self) -> None:
        _gate, party, path = a_gate_today(days=3)

        page = a_phone().get(path)
        sent = send(a_phone(), path, do="scan", text=badge_url(party))

        assert (page.status_code, "opens on the day of the fair" in text_of(page)) == (403, True)
        assert (sent.status_code, CheckIn.objects.count()) == (403, 0)

    def test_a_closed_gate_s_link_is_gone_and_a_new_one_opens_it_again(self) -> None:
        gate, _party, path = a_gate_today()
        close_gate(gate=gate, by=the_network(gate.fair.network))

        assert a_phone().get(path).status_code == 410
        assert a_phone().get(link_of(gate)).status_code == 200

    def test_it_opens_nothing_but_its_gate(self) -> None:
        gate, party, path = a_gate_today()
        token = path.split("/")[2]

        for other in (f"/f/{token}/", f"/t/{token}/", f"/r/{token}/", f"/fairs/{gate.fair.slug}/day/"):
            assert a_phone().get(other).status_code in {404, 410}
        assert a_phone().get(f"/fairs/{gate.fair.slug}/gates/{gate.pk}/").status_code == 404
        assert party.state == "invited"


class TestLettingIn:
    def test_a_badge_lets_in_once_and_the_second_time_tells_when_and_where(self) -> None:
        gate, party, path = a_gate_today()
        phone = a_phone()

        first = text_of(phone.get(send(phone, path, do="scan", text=badge_url(party))["Location"]))
        again = text_of(phone.get(send(phone, path, do="scan", text=short_code(party.pk, 1))["Location"]))

        time = timezone.localtime(CheckIn.objects.get().at)
        assert "Udruga Most is in." in first
        assert f"in at {time:%H:%M}, gate {gate.name}" in again

    def test_what_is_no_badge_of_this_fair_is_said(self) -> None:
        gate, _party, path = a_gate_today()
        foreign = a_party(a_fair(gate.fair.programme))
        phone = a_phone()

        said = [
            text_of(phone.get(send(phone, path, do="scan", text=text)["Location"]))
            for text in (badge_url(foreign), "x")
        ]

        assert ["badge of another fair" in said[0], "not a badge of ours" in said[1]] == [True, True]

    def test_by_name_and_taken_back(self) -> None:
        _gate, party, path = a_gate_today()
        phone = a_phone()

        send(phone, path, do="name", party=party.pk)
        assert CheckIn.objects.get().way == "name"
        send(phone, path, do="back", party=party.pk)
        assert (CheckIn.objects.count(), AuditEntry.objects.filter(verb="events.entry_taken_back").count()) == (0, 1)

    def test_a_party_of_another_fair_is_not_found(self) -> None:
        gate, _party, path = a_gate_today()
        foreign = a_party(a_fair(gate.fair.programme))

        answers = {send(a_phone(), path, do="name", party=who).status_code for who in (foreign.pk, "nobody")}

        assert (answers, CheckIn.objects.count()) == ({404}, 0)

    def test_somebody_unannounced_fills_in_a_form_and_is_in(self) -> None:
        gate, _party, path = a_gate_today()

        sent = send(a_phone(), f"{path}walk-in/", name="Pekara Klas", side="company")

        assert (sent.status_code, sent["Location"]) == (302, path)
        assert (CheckIn.objects.get().way, a_side(gate.fair, "company").taken) == ("walk_in", 1)

    def test_a_full_side_is_said_beside_the_field(self) -> None:
        _gate, _party, path = a_gate_today(
            sides=(SideSpec("cso", Translated.of("U", "en"), places=1, meets_own_side=True),)
        )

        sent = send(a_phone(), f"{path}walk-in/", name="Nova udruga", side="cso")

        assert (sent.status_code, "All places" in text_of(sent), CheckIn.objects.count()) == (422, True, 0)


class TestBatches:
    def test_a_batch_sent_twice_is_taken_once_and_answered_alike(self) -> None:
        gate, party, path = a_gate_today()
        items = [an_item(badge_url(party), "nonce-01"), an_item(badge_url(a_party(gate.fair)), "nonce-02")]

        answers = [batch(a_phone(), path, items).json()["items"] for _time in range(2)]

        assert [[each["outcome"] for each in answer] for answer in answers] == [["entered", "entered"]] * 2
        assert {each["url"] for each in answers[0]} == {path}
        assert (CheckIn.objects.count(), Scan.objects.count()) == (2, 2)

    def test_a_phone_two_days_wrong_that_was_without_signal_for_an_hour(self) -> None:
        _gate, party, path = a_gate_today()
        its_now = timezone.now() + dt.timedelta(days=2)

        batch(a_phone(), path, [an_item(badge_url(party), "nonce-01", its_now - dt.timedelta(hours=1))], its_now)

        entry = CheckIn.objects.get()
        assert abs(entry.at - (timezone.now() - dt.timedelta(hours=1))) < dt.timedelta(minutes=1)
        assert entry.device_at == its_now - dt.timedelta(hours=1)

    @pytest.mark.parametrize(
        "sent",
        [
            "",
            "[]",
            '{"items": 3}',
            '{"sent_at": "2031-01-01T10:00:00Z", "items": [{}]}',
            '{"sent_at": "2031-01-01T10:00:00", "items": [{"nonce": "nonce-01", "text": "x", "written_at": "x"}]}',
            '{"sent_at": "soon", "items": [{"nonce": "n", "text": "x", "written_at": "2031-01-01T10:00:00Z"}]}',
        ],
    )
    def test_what_is_no_batch_is_refused_whole(self, sent: str) -> None:
        _gate, _party, path = a_gate_today()

        answer = a_phone().post(f"{path}scans/", sent, content_type="application/json")

        assert (answer.status_code, Scan.objects.count()) == (400, 0)


class TestThePhoneS_OwnCamera:  # noqa: N801
    def test_without_a_gate_a_badge_leads_to_its_organisation(self) -> None:
        _gate, party, _path = a_gate_today()
        opened = a_phone().get(f"/b/{badge_token(party)}/")

        assert opened["Location"].endswith(f"/{party.organisation_id}/")
        assert a_phone().get("/b/forged/").status_code == 404

    def test_on_a_phone_that_keeps_a_gate_one_button_lets_in_and_opening_does_not(self) -> None:
        _gate, party, path = a_gate_today()
        phone = a_phone()
        phone.get(path)

        opened = phone.get(f"/b/{badge_token(party)}/")
        assert (opened.status_code, f'action="{path}"' in opened.content.decode()) == (200, True)
        assert CheckIn.objects.count() == 0

        send(phone, path, do="scan", text=badge_token(party))
        assert CheckIn.objects.count() == 1

    def test_a_cookie_that_names_another_page_keeps_no_gate(self) -> None:
        _gate, party, _path = a_gate_today()
        for elsewhere in ("/desk/", "https://example.org/g/x/", "nonsense"):
            phone = a_phone()
            phone.cookies["spona_gate"] = elsewhere
            assert phone.get(f"/b/{badge_token(party)}/").status_code == 302


def test_the_gate_costs_the_same_for_one_found_and_for_three(django_assert_max_num_queries: Any) -> None:
    counts = []
    for number in (1, 3):
        gate, _party, path = a_gate_today()
        for n in range(number - 1):
            a_party(gate.fair, "cso", f"Udruga Most {n}")
        phone = a_phone()
        phone.get(path)
        with django_assert_max_num_queries(30) as queries:
            assert text_of(phone.get(path, {"text": "most"})).count("Udruga Most") >= number
        counts.append(sum(q["sql"].startswith("SELECT") and "FROM" in q["sql"] for q in queries.captured_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


EYE = """window.BarcodeDetector = class { async detect() { return window.badge ? [{ rawValue: window.badge }] : []; } };
const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
setInterval(() => pen.fillRect(0, 0, Math.random() * 9, 9), 50);
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();"""


@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    def test_scans_without_signal_wait_on_the_phone_and_arrive_once(self, narrow_page: Page, axe: Any) -> None:
        gate, party, path = a_gate_today()
        reached(gate.fair.network)
        page = narrow_page
        page.goto(path)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

        page.context.set_offline(True)
        for text in (badge_url(party), short_code(party.pk, 1)):
            page.get_by_label("Badge").fill(text)
            page.get_by_role("button", name="Check in").click()
            expect(page.locator("[data-refused]")).to_contain_text("No signal")
        expect(page.locator("[data-waiting]")).to_contain_text("2 waiting")
        assert CheckIn.objects.count() == 0

        page.context.set_offline(False)
        page.reload()
        expect(page.locator("[data-waiting]")).to_be_hidden()
        assert (CheckIn.objects.count(), Scan.objects.count()) == (1, 2)

    def test_the_camera_reads_a_badge_where_the_browser_can(self, phone_page: Page) -> None:
        gate, party, path = a_gate_today()
        reached(gate.fair.network)
        phone_page.add_init_script(EYE)
        phone_page.goto(path)

        phone_page.get_by_role("button", name="Scan with the camera").click()
        phone_page.evaluate("badge => { window.badge = badge }", badge_url(party))

        expect(phone_page.get_by_text("Udruga Most is in.")).to_be_visible()
        assert CheckIn.objects.get().way == "badge"


def test_another_gate_of_the_fair_has_a_link_of_its_own() -> None:
    gate, _party, path = a_gate_today()

    assert link_of(a_gate(gate.fair, "B")) != path
