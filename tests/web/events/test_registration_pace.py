"""One network address fills no fair: up to its limit an hour, whoever sends, also at once, and told so clearly."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone
from tests.web.browsing import text_of
from tests.web.events.phones import send
from tests.web.events.test_registration import a_public_fair, form_of, from_somewhere, register

from spona.events.actions import registration
from spona.events.models import Party
from spona.kernel.actions import pace
from spona.kernel.models import PaceCount
from spona.kernel.tasks import forget_old

HOUSE, NEXT_DOOR = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def two_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "FROM_ONE_ORIGIN", 2)


@pytest.mark.django_db
class TestOneAddress:
    def test_is_told_clearly_when_it_sent_too_many_and_keeps_what_it_typed(self) -> None:
        fair = a_public_fair()
        for number in (1, 2):
            register(fair, origin=HOUSE, **form_of(number))

        answer = send(from_somewhere(HOUSE), f"/fairs/{fair.slug}/register/", **form_of(3))

        assert (answer.status_code, 0 < int(answer.headers["Retry-After"]) <= 3600) == (429, True)
        assert "Too many of these forms came from your network address within an hour." in text_of(answer)
        assert "Udruga Klas 3" in answer.content.decode()
        assert Party.objects.count() == 2

    def test_does_not_close_the_door_to_the_next_house(self) -> None:
        fair = a_public_fair()

        answers = [
            register(fair, origin=origin, **form_of(number))[0]
            for number, origin in enumerate([HOUSE, HOUSE, HOUSE, NEXT_DOOR])
        ]

        assert answers == [302, 302, 429, 302]

    def test_may_again_in_the_next_hour(self) -> None:
        fair = a_public_fair()
        for number in (1, 2):
            register(fair, origin=HOUSE, **form_of(number))
        PaceCount.objects.update(hour=F("hour") - dt.timedelta(hours=1))

        assert register(fair, origin=HOUSE, **form_of(3))[0] == 302

    def test_learns_nothing_from_its_limit_about_who_is_known(self) -> None:
        fair = a_public_fair()
        register(fair, origin=NEXT_DOOR, **form_of(1))

        answers = [register(fair, origin=HOUSE, **form_of(1))[0] for _time in range(3)]

        assert answers == [302, 302, 429]

    def test_of_a_household_s_new_addresses_is_still_one(self) -> None:
        fair = a_public_fair()

        answers = [register(fair, origin=f"2001:db8:1:2::{number}", **form_of(number))[0] for number in (1, 2, 3)] + [
            register(fair, origin="2001:db8:1:3::1", **form_of(4))[0]
        ]

        assert answers == [302, 302, 429, 302]

    def test_is_stored_as_a_hash_and_forgotten_after_a_day(self) -> None:
        register(a_public_fair(), origin=HOUSE, **form_of(1))
        stored = PaceCount.objects.get()
        PaceCount.objects.update(hour=timezone.now() - dt.timedelta(hours=25))

        forget_old(timestamp=0)

        assert (HOUSE in stored.origin, len(stored.origin), PaceCount.objects.count()) == (False, 64, 0)


@pytest.mark.django_db
class TestBehindProxies:
    @pytest.fixture(autouse=True)
    def one_proxy(self, settings: object) -> None:
        settings.SPONA_PROXIES = 1  # type: ignore[attr-defined]

    def test_the_visitor_counts_and_not_the_proxy(self) -> None:
        fair = a_public_fair()

        assert [self.sent(fair, number, f"198.51.100.{number}") for number in range(4)] == [302] * 4

    def test_what_the_visitor_claims_to_be_is_not_believed(self) -> None:
        fair = a_public_fair()

        answers = [self.sent(fair, number, f"198.51.100.{number}, {HOUSE}") for number in range(3)]

        assert answers == [302, 302, 429]

    def sent(self, fair: object, number: int, passed_on: str) -> int:
        phone = from_somewhere("127.0.0.1")
        phone.defaults["HTTP_X_FORWARDED_FOR"] = passed_on
        status: int = send(phone, f"/fairs/{fair.slug}/register/", **form_of(number)).status_code  # type: ignore[attr-defined]
        return status


def sent_at_once(forms: int) -> list[int]:
    fair = a_public_fair()

    def one(number: int) -> int:
        close_old_connections()
        try:
            return register(fair, origin=HOUSE, **form_of(number))[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sorted(pool.map(one, range(forms)))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_address_gets_its_two_and_no_more(self) -> None:
        assert sent_at_once(16) == [302] * 2 + [429] * 14

    def test_without_the_condition_it_would_get_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Negative control: the counter raised without its condition, and without the check behind it."""
        monkeypatch.setattr(pace, "not_used_up", Q)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kernel_pacecount DROP CONSTRAINT pace_kept")
        try:
            assert sent_at_once(6) == [302] * 6
        finally:
            PaceCount.objects.update(times=0)
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE kernel_pacecount ADD CONSTRAINT pace_kept CHECK (times <= most)")
