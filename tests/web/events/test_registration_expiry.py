"""A registration nobody confirms gives its place back in time, the person is told, and may still come."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from tests.events.factories import a_party, a_side, the_network
from tests.jobs import working
from tests.web.browsing import text_of
from tests.web.events.phones import a_phone, send
from tests.web.events.test_registration import ONE_PLACE, a_public_fair, form_of, register

from spona.events.actions import close_wishes, expire_registrations
from spona.events.models import Fair, Party
from spona.events.tasks import expire_registrations as hourly_job
from spona.kernel.models import Actor, AuditEntry

pytestmark = pytest.mark.django_db
EIGHT_DAYS = dt.timedelta(days=8)


def a_registration(fair: Fair, number: int = 1) -> tuple[Party, str]:
    """Register in public; returns the party and the path of the link in its mail."""
    with working():
        register(fair, **form_of(number))
    return Party.objects.latest("created_at"), path_in(mail.outbox[-1].body)


def path_in(text: str) -> str:
    found = re.search(r"/f/[^/]+/", text)
    assert found is not None
    return found[0]


def days_later(fair: Fair) -> int:
    """Run the hourly job's action eight days from now; returns how many gave their place back."""
    by = Actor.of_system("clock", fair.network_id)
    with working():
        return expire_registrations(by=by, now=timezone.now() + EIGHT_DAYS)


def test_the_place_goes_back_and_the_person_is_told() -> None:
    fair = a_public_fair(sides=ONE_PLACE)
    party, _path = a_registration(fair)

    assert (days_later(fair), days_later(fair)) == (1, 0)

    party.refresh_from_db()
    told = mail.outbox[-1]
    assert (party.state, a_side(fair, "cso").taken) == ("expired", 0)
    assert (told.to, path_in(told.body) != "") == ([party.contact_email], True)
    assert AuditEntry.objects.filter(verb="events.party_expired", subject_id=party.pk).count() == 1


def test_a_week_is_given_and_the_mail_and_the_page_say_so() -> None:
    fair = a_public_fair()
    party, _path = a_registration(fair)

    assert party.confirm_by is not None
    assert round((party.confirm_by - timezone.now()) / dt.timedelta(hours=1)) == 7 * 24
    assert "for 7 days" in text_of(a_phone().get(f"/fairs/{fair.slug}/registered/"))


def test_the_fair_says_how_many_days() -> None:
    fair = a_public_fair(confirm_days=2)
    party, _path = a_registration(fair)

    assert party.confirm_by is not None
    assert round((party.confirm_by - timezone.now()) / dt.timedelta(hours=1)) == 48


def test_who_confirmed_and_who_was_invited_by_the_organiser_keeps_the_place() -> None:
    fair = a_public_fair()
    a_party(fair, "cso", "Pozvana udruga")
    _party, path = a_registration(fair)
    send(a_phone(), path, do="confirm")

    assert days_later(fair) == 0
    assert a_side(fair, "cso").taken == 2


def test_once_wishes_are_closed_the_manager_decides() -> None:
    fair = a_public_fair()
    a_registration(fair)
    close_wishes(fair=fair, by=the_network(fair.network))

    assert days_later(fair) == 0


def test_a_late_yes_is_taken_while_there_is_room() -> None:
    fair = a_public_fair(sides=ONE_PLACE)
    party, path = a_registration(fair)
    days_later(fair)

    page = text_of(a_phone().get(path))
    send(a_phone(), path, do="confirm")

    party.refresh_from_db()
    assert "There is room: you can still come." in page
    assert (party.state, a_side(fair, "cso").taken) == ("confirmed", 1)


def test_a_late_yes_is_told_that_somebody_else_has_the_place() -> None:
    fair = a_public_fair(sides=ONE_PLACE)
    _party, path = a_registration(fair)
    days_later(fair)
    a_registration(fair, number=2)

    page = text_of(a_phone().get(path))
    answer = send(a_phone(), path, do="confirm")

    assert "All places are taken now. Write to the organiser: somebody may still withdraw." in page
    assert "Yes, we come" not in page
    assert (answer.status_code, "Write to the organiser" in text_of(answer)) == (422, True)
    assert a_side(fair, "cso").taken == 1


def test_who_registers_again_holds_a_place_again() -> None:
    fair = a_public_fair(sides=ONE_PLACE)
    party, _path = a_registration(fair)
    Party.objects.update(confirm_by=timezone.now() - EIGHT_DAYS)
    hourly_job(timestamp=0)

    again, _path = a_registration(fair)

    assert (again.pk, again.state, a_side(fair, "cso").taken) == (party.pk, "invited", 1)
    assert again.confirm_by is not None
    assert again.confirm_by > timezone.now()


def test_a_full_side_answers_those_whose_place_was_given_back_like_strangers() -> None:
    fair = a_public_fair(sides=ONE_PLACE)
    a_registration(fair, 1)
    days_later(fair)
    a_registration(fair, 2)

    assert [register(fair, **form_of(number))[0] for number in (1, 3)] == [422, 422]
