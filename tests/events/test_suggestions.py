"""Whom Spona would introduce, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from django.utils.translation import override
from tests.events.factories import a_fair, a_party, by_link, the_network

import spona_lang.likeness
from spona.events.actions import compute_suggestions, decline_invitation, write_proposal
from spona.events.actions.vectors import VectorFiles
from spona.events.models import Fair, Party, Suggestion
from spona.events.queries import suggestions_for
from spona.kernel.models import Refused, Translated
from spona.parties.actions import add_topic, set_topics
from spona_lang.embedding import Vectors

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
pytestmark = pytest.mark.django_db


load_real_embedder = spona_lang.likeness.load_embedder


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embeddings take seconds to load; the words show everything these tests are about."""
    monkeypatch.setattr(spona_lang.likeness, "load_embedder", lambda: None)


@pytest.fixture
def read_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are given to an embedder which only counts letters, in their order."""
    texts: list[str] = []

    def embedder(batch: Sequence[str]) -> Vectors:
        texts.extend(batch)
        return np.array([[text.lower().count(letter) + 0.1 for letter in ALPHABET] for text in batch], np.float32)

    monkeypatch.setattr(spona_lang.likeness, "load_embedder", lambda: embedder)
    monkeypatch.setattr(spona_lang.likeness, "anchor_mean", lambda _embedder: np.zeros(len(ALPHABET), np.float32))
    return texts


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


def test_a_text_is_read_once_however_often_suggestions_are_worked_out(read_texts: list[str]) -> None:
    fair, cso, *_companies = a_fair_with_two_subjects()
    first, found = list(read_texts), suggestions_for(by_link(cso), cso)

    compute_suggestions(fair=fair, by=the_network(fair.network))

    assert (len(first) > 0, len(set(first)), read_texts) == (True, len(first), first)
    assert [(party, why.score) for party, why in suggestions_for(by_link(cso), cso)] == [
        (party, why.score) for party, why in found
    ]


def test_a_new_text_alone_is_read_when_one_is_written(read_texts: list[str]) -> None:
    fair, *_parties = a_fair_with_two_subjects()
    before = len(read_texts)
    who_writes(fair, "company", "Škole", "Uređujemo školska dvorišta")

    compute_suggestions(fair=fair, by=the_network(fair.network))

    assert set(read_texts[before:]) == {"Škole", "Uređujemo školska dvorišta"}


def test_a_vector_that_was_spoilt_is_read_again(tmp_path: Path) -> None:
    store = VectorFiles(tmp_path / "vectors")
    store["model:1"] = np.array([1.0, 2.0], np.float32)
    [path] = (tmp_path / "vectors").glob("*/*.npy")
    assert (list(VectorFiles(tmp_path / "vectors")), len(store)) == (["model:1"], 1)

    path.write_bytes(path.read_bytes()[:20])

    assert "model:1" not in VectorFiles(tmp_path / "vectors")


def test_a_shared_topic_is_named_in_each_readers_language() -> None:
    fair = a_fair()
    by = the_network(fair.network)
    topic = add_topic(code="water", label=Translated.of("Water", "en", hr="Voda", bg="Вода"), by=by)
    cso, company = a_party(fair, "cso", language="hr"), a_party(fair, "company", language="bg")
    for party in (cso, company):
        set_topics(organisation=party.organisation, topics=[topic], by=by)

    compute_suggestions(fair=fair, by=by)

    said = {
        party.language: [reason["left"] for reason in why.reasons if reason["kind"] == "topic"]
        for party in (cso, company)
        for _partner, why in suggestions_for(by_link(party), party)
    }
    assert said == {"hr": ["Voda"], "bg": ["Вода"]}


def test_what_a_reason_quotes_is_read_in_the_reader_s_letters() -> None:
    fair = a_fair()
    cso = who_writes(fair, "cso", "Udruga Voda", "Čistimo rijeke i pitku vodu u školama")
    company = a_party(fair, "company", "Kompanija")
    write_proposal(party=company, title="Rad", text="Čistimo rijeke", language="sr-latn", by=by_link(company))
    who_writes(fair, "company", "Ceste", "Gradimo autoceste, mostove i tunele")
    compute_suggestions(fair=fair, by=the_network(fair.network))

    (partner, why), *_ = suggestions_for(by_link(cso), cso)
    with override("sr"):
        in_cyrillic = " ".join(why.sentences)
    with override("hr"):
        in_latin = " ".join(why.sentences)
    assert partner == company
    assert ["rijeke" in in_cyrillic, "ријеке" in in_cyrillic] == [True, True]
    assert ["rijeke" in in_latin, "ријеке" in in_latin] == [True, False]


def test_a_text_in_another_language_keeps_its_letters_whoever_wrote_it() -> None:
    fair = a_fair()
    parties = [a_party(fair, code, language="sr") for code in ("cso", "company")]
    for party in parties:
        write_proposal(party=party, title="Water", text="We clean rivers", language="en", by=by_link(party))
    compute_suggestions(fair=fair, by=the_network(fair.network))

    (_partner, why), *_ = suggestions_for(by_link(parties[0]), parties[0])
    with override("sr"):
        assert "rivers" in " ".join(why.sentences)


def test_with_real_embeddings_meaning_counts_across_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spona_lang.likeness, "load_embedder", load_real_embedder)
    if load_real_embedder() is None:
        pytest.skip("the embedding model is not installed")
    fair = a_fair()
    cso = who_writes(fair, "cso", "Udruga Voda", "Čistimo rijeke i pitku vodu u školama")
    water = who_writes(fair, "company", "Чиста вода", "Пречистваме питейната вода на училища и реките")
    who_writes(fair, "company", "Пътища", "Строим магистрали, мостове и тунели")

    compute_suggestions(fair=fair, by=the_network(fair.network))

    found = suggestions_for(by_link(cso), cso)
    assert found[0][0] == water
    assert "sentence" in {reason["kind"] for reason in found[0][1].reasons}
