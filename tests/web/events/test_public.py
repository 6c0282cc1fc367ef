"""What everybody sees of a public fair: quickly, in every script, and nothing that is a party's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from tests.events.factories import a_fair, a_party, a_side, an_organisation, the_network
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out
from tests.factories import a_manager
from tests.web.browsing import a_browser
from tests.web.events.phones import a_phone, send
from tests.web.shell_reading import elements

from spona.events.actions import close_wishes, confirm_party, plan_fair, publish_timetable
from spona.events.models import Fair, Party
from spona.events.states import PartyState
from spona.kernel.models import NetworkDomain, OutboxMessage
from spona.parties.models import Organisation

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "sr", "sr-latn", "hr", "bg")
PAGES = ("", "who-comes/", "register/", "registered/")


def a_public_fair(**details: Any) -> Fair:
    return a_fair(is_open=True, is_public=True, **details)


def a_published_fair(csos: int = 2, companies: int = 2, slots: int = 2) -> ReadyFair:
    ready = a_ready_fair(csos, companies, slots, is_public=True, tables=10)
    everybody_wishes(ready)
    publish_timetable(timetable=worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready), by=ready.manager)
    return ready


def form_of(**changes: str) -> dict[str, str]:
    return {
        "name": "Udruga Klas",
        "side": "cso",
        "scheme": "HR-OIB",
        "number": "69435151530",
        "town": "Sisak",
        "contact_name": "Ana Anić",
        "contact_email": "ana@example.org",
        "language": "hr",
        **changes,
    }


# -- looking -----------------------------------------------------------------------------------------------------------


def test_a_fair_that_is_not_public_is_not_there() -> None:
    fair = a_fair(is_open=True)
    assert [a_phone().get(f"/fairs/{fair.slug}/{page}").status_code for page in PAGES] == [404] * 4


def test_the_list_of_fairs_leads_everybody_where_the_door_is_open() -> None:
    fair = a_public_fair()
    listed = {
        "visitor": a_phone().get("/fairs/").content.decode(),
        "manager": a_browser(a_manager(fair.network)).get("/fairs/").content.decode(),
    }

    assert [f'href="/fairs/{fair.slug}/"' in listed["visitor"], f"/fairs/{fair.slug}/manage/" in listed["visitor"]] == [
        True,
        False,
    ]
    assert f'href="/fairs/{fair.slug}/manage/"' in listed["manager"]


def test_a_public_fair_of_another_network_is_not_there() -> None:
    here, there = a_public_fair(), a_public_fair()
    for number, fair in enumerate((here, there)):
        NetworkDomain.objects.create(network=fair.network, host=f"n{number}.example.org")
    with override_settings(ALLOWED_HOSTS=["*"]):
        phone = a_phone()
        answers = [phone.get(f"/fairs/{fair.slug}/", headers={"host": "n0.example.org"}) for fair in (here, there)]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_who_comes_names_those_who_confirmed_and_nothing_of_their_contacts() -> None:
    fair = a_public_fair()
    coming = a_party(fair, "cso", "Живот", contact_email="kanarinac@example.org", contact_name="Kanarinac")
    a_party(fair, "cso", "Neodlučna udruga")
    confirm_party(party=coming, by=the_network(fair.network))
    Party.objects.filter(pk=coming.pk).update(note="kanarinac")
    for text in ("", "zivot", "живот"):
        shown = a_phone().get(f"/fairs/{fair.slug}/who-comes/", {"text": text}).content.decode()
        assert ("Живот" in shown, "Neodlučna" in shown, "kanarinac" in shown.lower()) == (True, False, False)


def test_the_timetable_is_public_once_published_by_time_table_and_name() -> None:
    ready = a_published_fair()
    names = [party.name for party in (*ready.csos, *ready.companies)]
    for by in ("time", "table", "party", "nonsense"):
        shown = a_phone().get(f"/fairs/{ready.fair.slug}/timetable/", {"by": by}).content.decode()
        assert [name in shown for name in names] == [True] * 4
        assert "example.org" not in shown


def test_the_timetable_of_one_day_says_its_date_once_and_its_times_as_headings() -> None:
    ready = a_published_fair()
    page = a_phone().get(f"/fairs/{ready.fair.slug}/timetable/")
    shown = page.content.decode()
    assert [heading.text for heading in elements(shown, "h2")] == ["10:00–10:20", "10:20–10:40"]
    assert shown.count(date_format(ready.fair.starts_on, "DATE_FORMAT")) == 1


def test_a_timetable_that_is_not_published_is_nobody_s_to_read() -> None:
    assert a_phone().get(f"/fairs/{a_public_fair().slug}/timetable/").status_code == 302


@pytest.mark.parametrize("by", ["time", "table", "party"])
def test_a_page_of_the_timetable_costs_the_same_for_two_and_for_six_a_side(by: str) -> None:
    costs = []
    for size in (2, 6):
        ready = a_published_fair(size, size, size)
        Fair.objects.filter(pk=ready.fair.pk).update(slug=f"sajam-{size}")
        NetworkDomain.objects.update_or_create(host="testserver", defaults={"network": ready.fair.network})
        phone = a_phone()
        phone.get(f"/fairs/sajam-{size}/")
        with CaptureQueriesContext(connection) as queries:
            assert phone.get(f"/fairs/sajam-{size}/timetable/", {"by": by}).status_code == 200
        costs.append(len(of_pages(queries)))
    assert costs[0] == costs[1]
    assert costs[0] <= 8


def of_pages(queries: CaptureQueriesContext) -> list[str]:
    """Return the questions a page asked, without the savepoints and the scope around them."""
    frame = ("SAVEPOINT", "RELEASE", "SELECT set_config", "SELECT current_setting")
    return [query["sql"] for query in queries.captured_queries if not query["sql"].startswith(frame)]


@pytest.mark.parametrize("page", ["", "who-comes/", "timetable/"])
def test_a_reader_who_has_the_page_already_gets_a_304_until_something_changes(page: str) -> None:
    ready = a_published_fair()
    phone, path = a_phone(), f"/fairs/{ready.fair.slug}/{page}"
    first = phone.get(path)
    assert "public" in first["Cache-Control"]
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    again = phone.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert phone.get(path, headers={"if-none-match": first["ETag"], "accept-language": "hr"}).status_code == 200
    fair = Fair.objects.get(pk=ready.fair.pk)
    fair.venue = "Nova dvorana"
    fair.save()
    assert phone.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("page", ["", "who-comes/", "timetable/"])
def test_public_pages_leave_no_cookie_and_no_session(page: str) -> None:
    ready = a_published_fair()
    answer = a_phone().get(f"/fairs/{ready.fair.slug}/{page}")
    assert (answer.status_code, list(answer.cookies)) == (200, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_reads_in_every_language(language: str) -> None:
    fair = a_public_fair()
    answers = [a_phone(language).get(f"/fairs/{fair.slug}/{page}") for page in PAGES]
    assert [answer.status_code for answer in answers] == [200] * 4
    spoken = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(language, language)
    assert [f'<html lang="{spoken}"' in answer.content.decode() for answer in answers] == [True] * 4


# -- registering -------------------------------------------------------------------------------------------------------


def test_an_organisation_registers_itself_takes_a_place_and_gets_its_link_by_mail() -> None:
    fair = a_public_fair()
    answer = send(a_phone(), f"/fairs/{fair.slug}/register/", **form_of())
    assert (answer.status_code, answer["Location"]) == (302, f"/fairs/{fair.slug}/registered/")
    party = Party.objects.get(fair=fair)
    assert (party.name, party.state, party.contact_email) == ("Udruga Klas", PartyState.INVITED, "ana@example.org")
    assert (a_side(fair, "cso").taken, a_side(fair, "cso").confirmed) == (1, 0)
    mail = OutboxMessage.objects.get()
    assert (mail.template, mail.to) == ("events.registration_received", "ana@example.org")
    assert "/f/" in mail.text


def test_the_same_form_sent_twice_registers_once() -> None:
    fair, phone, key = a_public_fair(), a_phone(), "a" * 32
    answers = [send(phone, f"/fairs/{fair.slug}/register/", key=key, **form_of()) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Party.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_a_known_number_finds_its_record_and_neither_changes_nor_shows_it() -> None:
    fair = a_public_fair()
    known = an_organisation(fair.network, "Kanarinac d.o.o.", numbers={"HR-OIB": "69435151530"}, email="k@example.org")
    answer = send(a_phone(), f"/fairs/{fair.slug}/register/", **form_of(name="Drugo ime"))
    shown = a_phone().get(answer["Location"]).content.decode()
    known.refresh_from_db()
    assert (Organisation.objects.count(), str(known.name), known.email) == (1, "Kanarinac d.o.o.", "k@example.org")
    assert Party.objects.get(fair=fair).organisation_id == known.pk
    assert ("Kanarinac" in shown, "k@example.org" in shown) == (False, False)


def test_one_that_takes_part_already_gets_its_link_at_the_address_known_there() -> None:
    fair = a_public_fair()
    path, phone = f"/fairs/{fair.slug}/register/", a_phone()
    first = send(phone, path, **form_of())
    second = send(phone, path, **form_of(contact_email="stranger@example.org", contact_name="Stranger"))
    assert second["Location"] == first["Location"]
    party = Party.objects.get(fair=fair)
    assert (party.contact_name, party.contact_email) == ("Ana Anić", "ana@example.org")
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"ana@example.org"}


def test_a_number_with_a_wrong_check_digit_stands_beside_its_field_and_nothing_is_saved() -> None:
    fair = a_public_fair()
    answer = send(a_phone(), f"/fairs/{fair.slug}/register/", **form_of(number="69435151531"))
    assert (answer.status_code, "id_number_error" in answer.content.decode()) == (422, True)
    assert (Party.objects.count(), Organisation.objects.count()) == (0, 0)


def test_a_full_side_says_so_and_keeps_what_was_typed() -> None:
    fair = a_public_fair()
    side = a_side(fair, "cso")
    type(side).objects.filter(pk=side.pk).update(places=1)
    a_party(fair, "cso")
    page = send(a_phone(), f"/fairs/{fair.slug}/register/", **form_of())
    shown = page.content.decode()
    assert (page.status_code, "All places for" in shown, "Ana Anić" in shown) == (422, True, True)
    assert (Party.objects.filter(fair=fair).count(), OutboxMessage.objects.count()) == (1, 0)


def test_registration_closes_with_the_wishes() -> None:
    fair = a_public_fair()
    close_wishes(fair=fair, by=the_network(fair.network))
    answer = send(a_phone(), f"/fairs/{fair.slug}/register/", **form_of())
    assert (answer.status_code, Party.objects.count()) == (403, 0)
    assert "Registration is closed" in answer.content.decode()


def test_a_form_without_its_key_is_not_taken() -> None:
    fair = a_public_fair()
    assert a_phone().post(f"/fairs/{fair.slug}/register/", form_of()).status_code == 422
    assert Party.objects.count() == 0
