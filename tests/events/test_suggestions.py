"""Whom Spona would introduce, and why."""

from __future__ import annotations

import pytest
from tests.events.factories import a_fair, a_party, by_link, the_network

import spona_lang.likeness
from spona.events.actions import compute_suggestions, decline_invitation, write_proposal
from spona.events.models import Fair, Party, Suggestion
from spona.events.queries import suggestions_for
from spona.kernel.models import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embeddings take seconds to load; the words show everything these tests are about."""
    monkeypatch.setattr(spona_lang.likeness, "load_embedder", lambda: None)


def who_writes(fair: Fair, code: str, name: str, text: str) -> Party:
    party = a_party(fair, code, name)
    write_proposal(party=party, title=name, text=text, language="hr", by=by_link(party))
    return party


def a_fair_with_two_subjects() -> tuple[Fair, Party, Party, Party]:
    fair = a_fair()
    cso = who_writes(fair, "cso", "Udruga Voda", "Čistimo rijeke i pitku vodu u školama")
    water = who_writes(fair, "company", "Vodovod", "Pitka voda za škole i čiste rijeke")
    roads = who_writes(fair, "company", "Ceste", "Gradimo autoceste, mostove i tunele")
    compute_suggestions(fair=fair, by=the_network(fair.network))
    return fair, cso, water, roads


def test_who_writes_of_the_same_comes_first_with_the_reason() -> None:
    _fair, cso, water, roads = a_fair_with_two_subjects()

    found = suggestions_for(by_link(cso), cso)

    assert [party for party, _why in found] == [water, roads]
    assert "word" in {reason["kind"] for reason in found[0][1].reasons}


def test_working_it_out_again_replaces_what_was_there() -> None:
    fair, *_parties = a_fair_with_two_subjects()
    before = Suggestion.objects.count()

    compute_suggestions(fair=fair, by=the_network(fair.network))

    assert Suggestion.objects.count() == before == 2


def test_who_does_not_come_is_introduced_to_nobody() -> None:
    fair, _cso, water, _roads = a_fair_with_two_subjects()
    decline_invitation(party=water, by=by_link(water))

    compute_suggestions(fair=fair, by=the_network(fair.network))

    assert Suggestion.objects.filter(a=water).count() + Suggestion.objects.filter(b=water).count() == 0


def test_a_party_does_not_read_anothers_suggestions() -> None:
    _fair, cso, water, _roads = a_fair_with_two_subjects()

    with pytest.raises(Refused):
        suggestions_for(by_link(water), cso)
