"""What a party does on its phone: link, answer, wishes, requests, proposal, timetable."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.events.factories import CSOS_AND_COMPANIES, a_fair, a_party, by_link, the_network
from tests.events.planning_factories import a_ready_fair, everybody_wishes, worked_out
from tests.web.events.phones import a_link, a_member, a_phone, an_open_fair, send
from tests.web.shell_reading import elements

from spona.events.actions import (
    SideSpec,
    close_wishes,
    plan_fair,
    publish_timetable,
    send_request,
    state_wish,
    write_proposal,
)
from spona.events.models import Party, Request, Suggestion, Wish
from spona.events.rules import PARTY_LINK, TIMETABLE_LINK
from spona.events.states import PartyState, RequestState
from spona.kernel.actions import revoke_links
from spona.kernel.models import AuditEntry, Draft, IdempotencyRecord, Translated

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "sr", "sr-latn", "hr", "bg")
PAGES = ("", "wishes/", "requests/", "proposal/")


def a_published_party() -> Party:
    ready = a_ready_fair(2, 2, 2)
    everybody_wishes(ready)
    publish_timetable(timetable=worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready), by=ready.manager)
    return Party.objects.get(pk=ready.csos[0].pk)


# -- the whole way -----------------------------------------------------------------------------------------------------


def test_a_party_goes_from_its_link_to_a_yes_and_says_whom_it_wants_to_meet() -> None:
    (cso,), (company, other) = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/"
    assert phone.get(path).status_code == 200
    answered = send(phone, path, do="confirm")
    assert (answered.status_code, answered["Location"]) == (302, path)
    cso.refresh_from_db()
    assert cso.state == PartyState.CONFIRMED
    fields = {f"wish-{company.pk}": "must", f"note-{company.pk}": "since 2019", f"wish-{other.pk}": "no"}
    assert send(phone, f"{path}wishes/", **fields).status_code == 302
    said = Wish.objects.filter(chooser=cso).order_by("about__name").values_list("about", "level", "note")
    assert list(said) == [(company.pk, "must", "since 2019"), (other.pk, "no", "")]


def test_who_has_answered_reads_first_what_comes_next() -> None:
    (cso,), _companies = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/"
    asked = elements(phone.get(path).content.decode(), "h2")[0].text
    send(phone, path, do="confirm")
    told = [heading.text for heading in elements(phone.get(path).content.decode(), "h2")[:2]]
    assert (asked, told) == ("Do you come?", ["What comes next", "Do you come?"])


def test_a_timetable_opens_from_the_party_s_link_and_from_the_timetable_s_own() -> None:
    party = a_published_party()
    others = [seat.other.name for seat in party.seats.select_related("other")]
    for path in (f"/f/{a_link(party)}/timetable/", f"/t/{a_link(party, TIMETABLE_LINK)}/"):
        page = a_phone("hr").get(path).content.decode()
        assert [name in page for name in others] == [True] * len(others)


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_forged_link_an_expired_one_and_a_revoked_one_open_nothing(page: str) -> None:
    (cso,), _companies = an_open_fair()
    revoked = a_link(cso)
    revoke_links(purpose=PARTY_LINK, subject=cso, by=the_network(cso.network))
    for token in ("forged", a_link(cso, days=-1), revoked, a_link(cso, TIMETABLE_LINK)):
        answer = a_phone().get(f"/f/{token}/{page}")
        assert (answer.status_code, cso.name in answer.content.decode()) == (410, False)


def test_looking_never_uses_a_link_up_and_changes_nothing() -> None:
    (cso,), _companies = an_open_fair()
    token = a_link(cso)
    before = AuditEntry.objects.count()
    assert [a_phone().get(f"/f/{token}/{page}").status_code for page in PAGES * 2] == [200] * 8
    cso.refresh_from_db()
    assert (cso.state, AuditEntry.objects.count()) == (PartyState.INVITED, before)


def test_the_token_of_a_link_is_kept_nowhere() -> None:
    (cso,), (company, _other) = an_open_fair()
    token = a_link(cso)
    phone = a_phone()
    send(phone, f"/f/{token}/wishes/", **{f"wish-{company.pk}": "yes"})
    phone.post(f"/f/{token}/drafts/?page=wishes&query=", {f"wish-{company.pk}": "no"})
    rows = [*IdempotencyRecord.objects.values_list("path", "location"), *Draft.objects.values_list("owner", "form")]
    assert len(rows) == 2
    assert [token in "".join(row) for row in rows] == [False, False]


# -- canaries ----------------------------------------------------------------------------------------------------------


def test_a_party_sees_nothing_of_another_s_contact_note_wishes_requests_or_unready_proposal() -> None:
    (cso, rival), (company, other) = an_open_fair(csos=2)
    by = the_network(cso.network)
    Party.objects.filter(pk=company.pk).update(
        contact_name="KANARINAC-IME", contact_email="kanarinac@example.org", note="KANARINAC-NAPOMENA"
    )
    Party.objects.filter(pk=rival.pk).update(contact_email="kanarinac2@example.org")
    state_wish(chooser=rival, about=company, level="must", note="KANARINAC-SUPARNIK", by=by)
    state_wish(chooser=company, about=cso, level="no", note="KANARINAC-ODBIJENICA", by=by)
    send_request(sender=rival, receiver=other, message="KANARINAC-ZAHTJEV", by=by)
    write_proposal(party=company, title="KANARINAC-NACRT", text="", language="hr", by=by)
    token, phone = a_link(cso), a_phone()
    for page in (*PAGES, f"requests/?to={company.pk}", "wishes/?text=Tvrtka", "wishes/?only=said"):
        shown = phone.get(f"/f/{token}/{page}").content.decode().lower()
        assert "kanarinac" not in shown


def test_the_timetable_names_partners_and_keeps_their_contacts() -> None:
    party = a_published_party()
    Party.objects.exclude(pk=party.pk).update(contact_email="kanarinac@example.org", contact_name="KANARINAC")
    shown = a_phone().get(f"/t/{a_link(party, TIMETABLE_LINK)}/").content.decode().lower()
    assert "kanarinac" not in shown


def test_a_party_can_wish_ask_and_answer_within_its_own_fair_only() -> None:
    (cso,), _companies = an_open_fair()
    _there, (stranger, _other) = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/"
    answer = send(phone, f"{path}wishes/", **{f"wish-{stranger.pk}": "yes"})
    assert (answer.status_code, Wish.objects.count(), str(stranger.pk) in answer.content.decode()) == (422, 0, False)
    assert send(phone, f"{path}requests/?to={stranger.pk}", do="ask", message="").status_code == 422
    assert Request.objects.count() == 0


def test_a_party_cannot_answer_a_request_between_two_others() -> None:
    (cso, rival), (company, _other) = an_open_fair(csos=2)
    asked = send_request(sender=rival, receiver=company, by=by_link(rival))
    phone = a_phone()
    for do in ("accept", "decline", "withdraw"):
        assert send(phone, f"/f/{a_link(cso)}/requests/", do=do, request=asked.pk).status_code == 422
    asked.refresh_from_db()
    assert asked.state == RequestState.PENDING


# -- the first page ----------------------------------------------------------------------------------------------------


def test_the_same_answer_sent_twice_has_one_result() -> None:
    (cso,), _companies = an_open_fair()
    phone, path, key = a_phone(), f"/f/{a_link(cso)}/", uuid.uuid4().hex
    answers = [send(phone, path, key=key, do="confirm") for _time in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, path)] * 2
    assert AuditEntry.objects.filter(verb="events.party_confirmed").count() == 1


def test_a_party_says_when_it_is_there_how_many_meetings_it_takes_and_how_it_is_reached() -> None:
    (cso,), _companies = an_open_fair()
    slots = list(cso.fair.slots.all())
    phone, path = a_phone(), f"/f/{a_link(cso)}/"
    there = [str(slot.pk) for slot in slots[1:]]
    assert send(phone, path, do="hours", there=there).status_code == 302
    assert send(phone, path, do="meetings", max_meetings="3").status_code == 302
    reach = {"contact_name": "Ana", "contact_email": "ana@example.org", "language": "hr"}
    assert send(phone, path, do="reach", **reach).status_code == 302
    cso.refresh_from_db()
    assert list(cso.absences.values_list("slot", flat=True)) == [slots[0].pk]
    assert (cso.max_meetings, cso.contact_email, cso.language) == (3, "ana@example.org", "hr")


def test_more_meetings_than_hours_is_said_beside_the_field_and_not_saved() -> None:
    (cso,), _companies = an_open_fair(slots=2)
    answer = send(a_phone(), f"/f/{a_link(cso)}/", do="meetings", max_meetings="-1")
    assert (answer.status_code, "id_max_meetings_error" in answer.content.decode()) == (422, True)
    cso.refresh_from_db()
    assert cso.max_meetings is None


def test_an_unknown_answer_changes_nothing() -> None:
    (cso,), _companies = an_open_fair()
    assert send(a_phone(), f"/f/{a_link(cso)}/", do="no_show").status_code == 422
    cso.refresh_from_db()
    assert cso.state == PartyState.INVITED


# -- wishes ------------------------------------------------------------------------------------------------------------


def test_suggested_partners_come_first_with_their_reason() -> None:
    (cso,), (first, second) = an_open_fair()
    low, high = sorted((cso, second), key=lambda party: party.pk)
    reasons = [{"kind": "topic", "left": "Mladi", "right": "Mladi", "weight": 3}]
    Suggestion.objects.create(fair=cso.fair, a=low, b=high, score=700, reasons=reasons)
    page = a_phone().get(f"/f/{a_link(cso)}/wishes/").content.decode()
    assert page.index(second.name) < page.index("Both work on: Mladi.") < page.index(first.name)
    assert page.count(f'name="wish-{second.pk}"') == 4


def test_a_partner_is_found_in_either_script_and_by_side() -> None:
    fair = a_fair(is_open=True, sides=(*CSOS_AND_COMPANIES, SideSpec(code="town", name=Translated.of("Gradovi", "hr"))))
    cso = a_party(fair, "cso", "Udruga")
    found, hidden = a_party(fair, "company", "Živa zemlja"), a_party(fair, "company", "Metalac")
    path = f"/f/{a_link(cso)}/wishes/"
    for text in ("жива", "ziva", "ŽIVA"):
        page = a_phone().get(path, {"text": text}).content.decode()
        assert (found.name in page, hidden.name in page) == (True, False)
    for side, is_shown in (("company", True), ("town", False)):
        assert (found.name in a_phone().get(path, {"side": side}).content.decode()) == is_shown


def test_wishes_a_page_does_not_show_stay_as_they_are() -> None:
    (cso,), (first, second) = an_open_fair()
    state_wish(chooser=cso, about=second, level="must", by=by_link(cso))
    send(a_phone(), f"/f/{a_link(cso)}/wishes/", **{f"wish-{first.pk}": "yes"})
    assert set(Wish.objects.values_list("about", "level")) == {(first.pk, "yes"), (second.pk, "must")}


def test_an_unknown_party_among_the_wishes_is_named_and_nothing_is_saved() -> None:
    (cso,), (company, _other) = an_open_fair()
    for place in (f"wish-{uuid.uuid4()}", "wish-nobody"):
        answer = send(a_phone(), f"/f/{a_link(cso)}/wishes/", **{f"wish-{company.pk}": "yes", place: "must"})
        page = answer.content.decode()
        assert (answer.status_code, "does not take part in the fair" in page) == (422, True)
        assert Wish.objects.count() == 0
        assert f'name="wish-{company.pk}" value="yes" checked' in page


def test_a_note_without_a_wish_and_too_many_musts_are_said_at_their_line() -> None:
    (cso,), (first, second) = an_open_fair(max_musts=1)
    path = f"/f/{a_link(cso)}/wishes/"
    note = send(a_phone(), path, **{f"wish-{first.pk}": "", f"note-{first.pk}": "please"})
    musts = send(a_phone(), path, **{f"wish-{first.pk}": "must", f"wish-{second.pk}": "must"})
    assert [answer.status_code for answer in (note, musts)] == [422, 422]
    assert f'id="wish-{first.pk}-problem"' in note.content.decode()
    assert f'id="wish-{second.pk}-problem"' in musts.content.decode()
    assert Wish.objects.count() == 0


def test_closed_wishes_are_explained_shown_and_not_changed() -> None:
    (cso,), (company, other) = an_open_fair()
    state_wish(chooser=cso, about=company, level="yes", by=by_link(cso))
    close_wishes(fair=cso.fair, by=the_network(cso.network))
    path = f"/f/{a_link(cso)}/wishes/"
    page = a_phone().get(path).content.decode()
    assert ("Wishes are closed" in page, 'type="radio"' in page) == (True, False)
    assert [heading.text for heading in elements(page, "h1")] == ["Whom you wanted to meet"]
    assert (str(company.name) in page, str(other.name) in page, 'name="only"' in page) == (True, False, False)
    answer = send(a_phone(), path, **{f"wish-{other.pk}": "must"})
    assert (answer.status_code, "Wishes are closed" in answer.content.decode()) == (403, True)
    assert list(Wish.objects.values_list("about", "level")) == [(company.pk, "yes")]


def test_who_said_nothing_reads_so_when_wishes_are_closed() -> None:
    (cso,), _companies = an_open_fair()
    close_wishes(fair=cso.fair, by=the_network(cso.network))

    assert "You said nothing about anybody" in a_phone().get(f"/f/{a_link(cso)}/wishes/").content.decode()


def test_a_draft_of_wishes_comes_back_until_it_is_saved_or_dropped() -> None:
    (cso,), (company, _other) = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/"
    kept = phone.post(f"{path}drafts/?page=wishes&query=", {f"wish-{company.pk}": "must"})
    checked = f'name="wish-{company.pk}" value="must" checked'
    assert (kept.status_code, checked in phone.get(f"{path}wishes/").content.decode()) == (200, True)
    dropped = phone.post(f"{path}drafts/?page=wishes&query=", {"_discard": "1"})
    assert (dropped.status_code, dropped["Location"]) == (303, f"{path}wishes/")
    assert checked not in phone.get(f"{path}wishes/").content.decode()
    assert Wish.objects.count() == 0


def test_save_and_show_the_next_goes_on_where_the_page_ended() -> None:
    (cso,), companies = an_open_fair(companies=22)
    phone, path = a_phone(), f"/f/{a_link(cso)}/wishes/"
    onward = phone.get(path).context["next_place"]
    answer = send(phone, path, go=onward, **{f"wish-{companies[0].pk}": "yes"})
    assert (answer.status_code, onward in answer["Location"]) == (302, True)
    assert phone.get(answer["Location"]).content.decode().count('class="wish"') == 2


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_one_partner_and_with_three(page: str) -> None:
    costs = []
    for companies in (1, 3):
        (cso,), partners = an_open_fair(companies=companies)
        for partner in partners:
            send_request(sender=partner, receiver=cso, by=by_link(partner))
            state_wish(chooser=cso, about=partner, level="yes", by=by_link(cso))
        phone, path = a_phone(), f"/f/{a_link(cso)}/{page}"
        phone.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert phone.get(path).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 15


# -- with an account ---------------------------------------------------------------------------------------------------


def test_a_member_does_the_same_with_an_account_and_a_stranger_finds_nothing() -> None:
    (cso, other), _companies = an_open_fair(csos=2)
    member = a_member(cso)
    for page in PAGES:
        assert member.get(f"/my/parties/{cso.pk}/{page}").status_code == 200
        assert member.get(f"/my/parties/{other.pk}/{page}").status_code == 404
        assert a_phone().get(f"/my/parties/{cso.pk}/{page}").status_code == 302
    assert send(member, f"/my/parties/{cso.pk}/", do="confirm")["Location"] == f"/my/parties/{cso.pk}/"


def test_a_timetable_that_is_not_published_is_refused_with_the_reason() -> None:
    (cso,), _companies = an_open_fair()
    answer = a_phone().get(f"/t/{a_link(cso, TIMETABLE_LINK)}/")
    assert (answer.status_code, "not published yet" in answer.content.decode()) == (403, True)


# -- languages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_reads_in_every_language(language: str) -> None:
    (cso,), _companies = an_open_fair()
    published = a_published_party()
    phone = a_phone(language)
    paths = [f"/f/{a_link(cso)}/{page}" for page in PAGES] + [f"/f/{a_link(published)}/timetable/"]
    spoken = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(language, language)
    answers = [phone.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [f'lang="{spoken}"' in answer.content.decode() for answer in answers] == [True] * 5
