"""What is measured is really there: every list has as many rows as the size says, and every page opens."""

from __future__ import annotations

import pytest
from django.test import Client

from spona.config.bench.pages import PAGES, BenchPage
from spona.config.bench.seeding import invented_name, meeting_places, seed_fair
from spona.events.models import Meeting, Party, Proposal, Request, Seat, Suggestion, UnmetWish, Wish
from spona.kernel.models import AuditEntry, OutboxMessage, SearchDocument
from spona.parties.models import Organisation

LISTED = (Organisation, Party, Proposal, Wish, Request, Suggestion, OutboxMessage, AuditEntry)


@pytest.mark.django_db
def test_every_list_has_as_many_rows_as_the_size_says() -> None:
    seed_fair(20)

    assert {model.__name__: model._default_manager.count() for model in LISTED} == {m.__name__: 20 for m in LISTED}
    assert SearchDocument.objects.count() == 22  # the organisations, the programme and the fair
    # Two timetables; every meeting has two seats.
    assert [model._default_manager.count() for model in (Meeting, UnmetWish, Seat)] == [40, 40, 80]


@pytest.mark.parametrize("size", [20, 60, 4000])
def test_nobody_sits_twice_in_a_slot_and_no_table_is_used_twice(size: int) -> None:
    places = list(meeting_places(size))

    assert len(places) == size
    for taken in (
        {(left, slot) for left, _right, slot, _table in places},
        {(right, slot) for _left, right, slot, _table in places},
        {(table, slot) for _left, _right, slot, table in places},
        {(left, right) for left, right, _slot, _table in places},
    ):
        assert len(taken) == size


def test_an_invented_name_belongs_to_one_number() -> None:
    assert len({invented_name(number) for number in range(40_000)}) == 40_000


@pytest.mark.parametrize("size", [18, 21])
def test_a_size_that_cannot_be_seated_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="an even number of parties, at least 20"):
        seed_fair(size)


@pytest.mark.django_db
def test_every_measured_page_opens_for_whom_it_is_measured() -> None:
    seeded = seed_fair(20)

    def status(page: BenchPage) -> int:
        browser = Client()
        if page.who:
            account = seeded.manager if page.who == "manager" else seeded.member
            browser.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        return browser.get(page.address(seeded)).status_code

    assert {page.name: status(page) for page in PAGES} == {page.name: 200 for page in PAGES}
