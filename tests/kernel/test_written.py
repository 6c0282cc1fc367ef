"""Questions written once answer as the querysets they are made from, and refuse what would be frozen wrongly."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import a_manager, a_network, an_account

from spona.kernel.models import Account, Network, NotWritableError, Role, written

pytestmark = pytest.mark.django_db


@written
def roles_in(network_id: UUID, since: dt.datetime | None, kinds: tuple[str, ...], newest: int) -> QuerySet[Role]:
    roles = Role.objects.filter(network_id=network_id, kind__in=kinds).select_related("account", "network")
    if since is not None:
        roles = roles.filter(created_at__gte=since)
    return roles.annotate(same=Count("account__roles")).order_by("-created_at", "id")[:newest]


@written
def account_called(email: str) -> QuerySet[Account]:
    return Account.objects.filter(Q(email=email) | Q(name=email)).prefetch_related("roles")


def test_rows_are_those_of_the_queryset_whatever_the_values() -> None:
    first, second = a_network(), a_network()
    for network in (first, second, first):
        a_manager(network)
    then = timezone.now()
    late = a_manager(first)

    for network in (first, second):
        for since in (None, then):
            for newest in (1, 5):
                asked = (network.pk, since, ("network_manager", "juror"), newest)
                found = roles_in(*asked)
                assert found == list(roles_in.queryset(*asked))
                assert [(role.account.email, role.network.slug) for role in found] == [
                    (role.account.email, role.network.slug) for role in roles_in.queryset(*asked)
                ]
    assert [role.account_id for role in roles_in(first.pk, then, ("network_manager",), 5)] == [late.account_id]


def test_related_and_prefetched_rows_come_along_in_the_queries_a_queryset_needs() -> None:
    from django.db import connection

    a_manager(a_network())
    one = Account.objects.order_by("email").first()
    assert one is not None
    account_called(one.email)

    with CaptureQueriesContext(connection) as asked:
        [found] = account_called(one.email)
        assert len(found.roles.all()) == 1
        assert not found._state.adding

    assert len(asked) == 2


def test_an_empty_tuple_that_leaves_nothing_to_find_finds_nothing() -> None:
    network = a_network()
    a_manager(network)

    assert (roles_in(network.pk, None, (), 5), roles_in.first(network.pk, None, (), 5)) == ([], None)


def test_a_found_row_is_changed_and_saved_like_any_other() -> None:
    account = an_account()
    found = account_called.first(account.email)
    assert found is not None
    found.name = "Somebody else"
    found.save(update_fields=["name"])

    assert Account.objects.get(pk=account.pk).name == "Somebody else"


def test_a_question_that_asks_the_clock_itself_is_refused() -> None:
    @written
    def fresh(kind: str) -> QuerySet[Role]:
        return Role.objects.filter(kind=kind, created_at__lte=timezone.now())

    with pytest.raises(NotWritableError, match="no argument"):
        fresh("juror")


def test_a_question_that_changes_its_value_on_the_way_is_refused() -> None:
    @written
    def lowered(slug: str) -> QuerySet[Network]:
        return Network.objects.filter(slug__contains=slug)

    with pytest.raises(NotWritableError, match="changes a value"):
        lowered("abc")


def test_a_question_that_is_another_each_time_is_refused() -> None:
    turns = iter((True, False))

    @written
    def fickle(slug: str) -> QuerySet[Network]:
        return Network.objects.filter(slug=slug).order_by("slug" if next(turns) else "-slug")

    with pytest.raises(NotWritableError, match="another SQL"):
        fickle("abc")
