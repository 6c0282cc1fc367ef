"""The public door under pressure: the last place, one form many times, somebody else's name, somebody's curiosity."""

from __future__ import annotations

import datetime as dt
import ipaddress
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from tests.events.factories import a_fair, a_party, a_side, an_organisation
from tests.web.events.phones import a_phone, send

from spona.events.actions import SideSpec, places, registration
from spona.events.models import Fair, Party, Side
from spona.kernel.models import OutboxMessage, Translated
from spona.parties.models import Organisation
from spona.parties.models.register_number import mod_11_10

THREADS = 12
_addresses = count(1)
ONE_PLACE = (
    SideSpec(code="cso", name=Translated.of("Udruge", "hr"), places=1),
    SideSpec(code="company", name=Translated.of("Tvrtke", "hr")),
)


def a_public_fair(**details: Any) -> Fair:
    return a_fair(is_open=True, is_public=True, **details)


def an_oib(number: int) -> str:
    digits = f"{number:010d}"
    return digits + mod_11_10(digits)


def form_of(number: int = 1, **changes: str) -> dict[str, str]:
    return {
        "name": f"Udruga Klas {number}",
        "side": "cso",
        "scheme": "HR-OIB",
        "number": an_oib(6943515150 + number),
        "town": "Sisak",
        "contact_name": "Ana Anić",
        "contact_email": f"ana{number}@example.org",
        "language": "hr",
        **changes,
    }


def from_somewhere(address: str = "") -> Client:
    """A phone at a network address: its own, unless one is named."""
    phone = a_phone()
    phone.defaults["REMOTE_ADDR"] = address or str(ipaddress.IPv4Address("10.0.0.0") + next(_addresses))
    return phone


def register(fair: Fair, *, origin: str = "", **fields: str) -> tuple[int, str]:
    """Send the form once from a browser and an address of its own; returns the status and where it leads."""
    answer = send(from_somewhere(origin), f"/fairs/{fair.slug}/register/", **fields)
    return answer.status_code, answer.headers.get("Location", "")


def register_all(fair: Fair, forms: list[dict[str, str]]) -> list[int]:
    """Send all forms at once, each over a connection of its own; returns the statuses."""

    def one(fields: dict[str, str]) -> int:
        close_old_connections()
        try:
            return register(fair, **fields)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, forms))


@pytest.mark.django_db
class TestConfirming:
    def test_a_registration_is_on_the_list_only_when_its_mail_was_answered(self) -> None:
        fair = a_public_fair()
        register(fair, **form_of())
        before = a_phone().get(f"/fairs/{fair.slug}/who-comes/").content.decode()
        path = OutboxMessage.objects.get().text.split("/f/")[1].split("/")[0]

        answer = send(a_phone(), f"/f/{path}/", do="confirm")

        after = a_phone().get(f"/fairs/{fair.slug}/who-comes/").content.decode()
        assert ("Udruga Klas 1" in before, answer.status_code, "Udruga Klas 1" in after) == (False, 302, True)
        assert (a_side(fair, "cso").taken, a_side(fair, "cso").confirmed) == (1, 1)

    def test_the_same_again_sends_the_mail_again_and_makes_no_second_party(self) -> None:
        fair = a_public_fair()

        answers = {register(fair, **form_of()) for _time in range(2)}

        assert answers == {(302, f"/fairs/{fair.slug}/registered/")}
        assert (Party.objects.count(), Organisation.objects.count(), a_side(fair, "cso").taken) == (1, 1, 1)
        assert [(m.to, "/f/" in m.text) for m in OutboxMessage.objects.all()] == [("ana1@example.org", True)] * 2

    def test_a_known_name_in_the_same_country_is_the_same_organisation(self) -> None:
        fair = a_public_fair()
        known = an_organisation(fair.network, "Удруга Клас 1", country="HR")

        register(fair, **form_of())

        known.refresh_from_db()
        assert (Organisation.objects.count(), known.numbers.count()) == (1, 0)
        assert Party.objects.get().organisation_id == known.pk

    @pytest.mark.parametrize(
        "known", [{"country": "RS"}, {"country": "HR", "numbers": {"HR-OIB": "29291823202"}}], ids=["country", "number"]
    )
    def test_a_namesake_elsewhere_or_with_another_number_is_another_organisation(self, known: dict[str, Any]) -> None:
        fair = a_public_fair()
        an_organisation(fair.network, "Udruga Klas 1", **known)

        register(fair, **form_of())

        assert Organisation.objects.count() == 2

    def test_what_is_known_of_an_organisation_reaches_nobody_who_only_knows_its_number(self) -> None:
        fair = a_public_fair()
        known = an_organisation(
            fair.network, "Kanarinac d.o.o.", town="Kanarinci", email="kanarinac@example.org",
            numbers={"HR-OIB": form_of()["number"]},
        )  # fmt: skip

        register(fair, **form_of())

        mail = OutboxMessage.objects.get()
        party = a_phone().get("/f/" + mail.text.split("/f/")[1].split("/")[0] + "/").content.decode()
        told = (mail.subject + mail.text + mail.html + party).lower()
        assert Party.objects.get().organisation_id == known.pk
        assert ("kanarin" in told, "udruga klas 1" in told) == (False, True)

    def test_a_full_side_answers_those_it_knows_and_strangers_alike(self) -> None:
        fair = a_public_fair(sides=ONE_PLACE)
        register(fair, **form_of(1))

        assert [register(fair, **form_of(number))[0] for number in (1, 2)] == [422, 422]
        assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
class TestPace:
    def test_one_address_registers_up_to_its_limit_an_hour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registration, "TO_ONE_ADDRESS", 2)
        fair = a_public_fair()
        forms = [form_of(number, contact_email="Ana@example.org") for number in range(3)]

        answers = [register(fair, **fields)[0] for fields in forms]

        assert (answers, Party.objects.count()) == ([302, 302, 422], 2)

    def test_an_hour_later_it_may_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registration, "TO_ONE_ADDRESS", 1)
        fair = a_public_fair()
        register(fair, **form_of(1, contact_email="ana@example.org"))
        OutboxMessage.objects.update(created_at=timezone.now() - dt.timedelta(hours=1, seconds=1))

        assert register(fair, **form_of(2, contact_email="ana@example.org"))[0] == 302

    def test_nobody_is_flooded_with_mail_by_strangers(self) -> None:
        fair = a_public_fair()
        a_party(fair, "cso", "Udruga Klas 1", contact_email="ana@example.org")
        Organisation.objects.update(country="HR")

        answers = {register(fair, **form_of(1, contact_email=f"stranger{n}@example.org")) for n in range(8)}

        assert answers == {(302, f"/fairs/{fair.slug}/registered/")}
        assert list(OutboxMessage.objects.values_list("to", flat=True)) == ["ana@example.org"] * 5


@pytest.mark.django_db(transaction=True)
class TestCrowd:
    def test_200_equal_forms_at_once_are_one_party_and_one_answer(self) -> None:
        fair = a_public_fair()

        answers = register_all(fair, [form_of()] * 200)

        assert set(answers) == {302}
        assert (Party.objects.count(), Organisation.objects.count(), a_side(fair, "cso").taken) == (1, 1, 1)
        assert OutboxMessage.objects.count() == registration.ABOUT_ONE_PARTY

    def test_the_last_place_goes_to_one_of_many(self) -> None:
        fair = a_public_fair(sides=ONE_PLACE)

        answers = register_all(fair, [form_of(number) for number in range(60)])

        assert (answers.count(302), answers.count(422)) == (1, 59)
        assert (Party.objects.count(), Organisation.objects.count(), a_side(fair, "cso").taken) == (1, 1, 1)

    def test_without_its_guards_the_door_would_oversell(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(places, "free_place", Q)
        monkeypatch.setattr(registration, "free_place", Q)
        fair = a_public_fair(sides=ONE_PLACE)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_side DROP CONSTRAINT side_not_overfull")
        try:
            answers = register_all(fair, [form_of(number) for number in range(24)])

            assert answers.count(302) == 24
        finally:
            Side.objects.update(taken=0)
            with connection.cursor() as cursor:
                cursor.execute(
                    "ALTER TABLE events_side ADD CONSTRAINT side_not_overfull CHECK (places IS NULL OR taken <= places)"
                )

    def test_without_its_locks_equal_forms_would_not_be_answered_alike(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registration, "_one_at_a_time", lambda *_keys: None)
        fair = a_public_fair()

        answers = register_all(fair, [form_of()] * 48)

        assert len(set(answers)) > 1 or OutboxMessage.objects.count() > registration.ABOUT_ONE_PARTY
