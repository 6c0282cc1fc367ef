"""Few rows among many are found by words, and the function that finds them keeps the wall between networks."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from tests.events.factories import a_fair, a_manager, a_network, a_party, a_programme

from spona.events.models import Fair, Party
from spona.events.queries import parties_for
from spona.kernel import queries
from spona.kernel.actions import in_network
from spona.kernel.models import written
from spona.kernel.models.word_search import ids_with_words
from spona.kernel.queries import EXACT, Tally, remembered, tallies, tally

pytestmark = pytest.mark.django_db


def a_fair_of(*names: str) -> Fair:
    fair = a_fair(a_programme(a_network()))
    for name in names:
        a_party(fair, name=name)
    return fair


@written
def parties_in(fair_id: UUID) -> QuerySet[Party]:
    return Party.objects.filter(fair_id=fair_id).order_by().only("pk")


def names_found(fair: Fair, text: str) -> list[str]:
    return [party.name for party in parties_for(a_manager(fair.programme), fair, text=text)]


@pytest.mark.parametrize("few", [500, 1])
def test_words_find_the_same_parties_whether_they_are_few_or_many(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    fair = a_fair_of("Plavi hrast", "Zeleni hrast", "Plavi most")
    monkeypatch.setattr(queries, "FEW", few)

    assert names_found(fair, "ХРАСТ") == ["Plavi hrast", "Zeleni hrast"]
    assert names_found(fair, "hrast plavi") == ["Plavi hrast"]
    assert names_found(fair, "jela") == []


def test_the_function_sees_the_network_of_the_transaction_whatever_it_is_asked_for() -> None:
    fair, other = a_fair_of("Plavi hrast"), a_fair_of("Plavi hrast")

    def found(asked: Fair) -> list[object]:
        return ids_with_words("events_party", asked.network_id, ["hrast"], part=asked.pk, most=10)

    with in_network(fair.network_id):
        inside = (found(fair), found(other))
    with in_network(None):
        nowhere = (found(fair), found(other))

    assert inside == (list(Party.objects.filter(fair=fair).values_list("pk", flat=True)), [])
    assert nowhere == ([], [])


def test_a_count_is_fresh_up_to_a_thousand_and_remembered_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = a_fair_of("Plavi hrast", "Zeleni hrast")
    parties = Party.objects.filter(fair=fair)
    first = tally(parties, "parties")
    a_party(fair, name="Plavi most")
    fresh = tally(parties, "parties")
    monkeypatch.setattr(queries, "EXACT", 1)
    counted = tally(parties, "parties")
    a_party(fair, name="Plavi krug")
    kept = tally(parties, "parties")
    cache.clear()

    assert EXACT == 1000
    assert (first, fresh, counted, kept, tally(parties, "parties")) == (2, 3, 3, 3, 4)


def test_what_is_remembered_may_be_nothing() -> None:
    asked: list[int] = []

    def work() -> None:
        asked.append(1)

    assert (remembered("nothing", work), remembered("nothing", work), len(asked)) == (None, None, 1)


def test_several_counts_take_one_statement_and_say_what_each_would_say_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    fair, empty = a_fair_of("Plavi hrast", "Zeleni hrast"), a_fair_of()
    asked = [Tally(f"parties:{one.pk}", parties_in, (one.pk,)) for one in (fair, empty)]
    with CaptureQueriesContext(connection) as statements:
        first = tallies(*asked)
    monkeypatch.setattr(queries, "EXACT", 1)
    beyond = tallies(*asked)
    a_party(fair, name="Plavi most")
    kept = tallies(*asked)
    cache.clear()

    assert len(statements) == 1
    assert (first, beyond, kept, tallies(*asked)) == ([2, 0], [2, 0], [2, 0], [3, 0])
    assert tallies() == []
