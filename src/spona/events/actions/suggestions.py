"""Whom Spona would introduce: pairs of a fair whose texts, topics and places belong together, with the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import F

from spona.events.actions.vectors import VectorFiles, vector_files
from spona.events.models import Fair, Party, ProposalEdition, Side, Suggestion
from spona.events.queries.wishes import turned
from spona.events.states import COMING, ProposalState
from spona.kernel.actions import action, enqueue, in_network, lock, record
from spona.kernel.models import Actor, Translated
from spona.kernel.rules import require
from spona.parties.models import OrganisationTopic
from spona_lang import AffinityModel, Reason

PER_PARTY = 10
REASONS = 5
AFFINITY_SHARE, SAME_PLACE, SAME_LANGUAGE = 900, 60, 40
"""A score of 1000 is made of likeness, being neighbours, and speaking one language. Being near never outweighs having a
subject in common: the two together are worth what 0.11 of likeness is."""


@dataclass(frozen=True)
class Profile:
    """What is known about one party for introducing it; ``topics`` in all the languages they are named in.

    ``written_in``: the language of each of its ``texts``; ``language``: the one to write to it in.
    """

    party_id: UUID
    side_id: UUID
    texts: tuple[str, ...]
    written_in: tuple[str, ...]
    topics: tuple[Translated, ...]
    place: str
    language: str


@action
def suggest_partners(*, fair: Fair, by: Actor) -> None:
    """Have the suggestions of a fair worked out in the background."""
    require("events.manage_parties", by, fair)
    enqueue(
        "events.suggest_partners",
        lock=f"suggestions-{fair.pk}",
        fair_id=str(fair.pk),
        network_id=str(fair.network_id),
    )


def compute_suggestions(*, fair: Fair, by: Actor, per_party: int = PER_PARTY) -> int:
    """Work out and store every party's best partners; returns the number of pairs. Called by the job.

    The work (seconds for 100 parties) happens outside the transaction that stores its outcome. What a text means is
    read once and kept in files (``vectors``). Where no embeddings can be loaded, words and topics alone decide.
    """
    require("events.manage_parties", by, fair)
    with in_network(by.network_id):
        sides = list(fair.sides.order_by("position", "pk"))
        profiles = read_profiles(fair)
    found = [
        Suggestion(fair=fair, a_id=a, b_id=b, score=score, reasons=reasons)
        for (a, b), score, reasons in _pairs(sides, profiles, per_party)
    ]
    with in_network(by.network_id):
        return _store(fair=fair, suggestions=found, by=by)


@action
def _store(*, fair: Fair, suggestions: list[Suggestion], by: Actor) -> int:
    """Replace the fair's suggestions. Parties that were removed meanwhile are left out."""
    locked = lock(fair)
    there = set(Party.objects.filter(fair=locked).values_list("pk", flat=True))
    Suggestion.objects.filter(fair=locked).delete()
    kept = [found for found in suggestions if found.a_id in there and found.b_id in there]
    Suggestion.objects.bulk_create(kept, batch_size=2000)
    record("events.suggestions_computed", on=locked, by=by, data={"pairs": len(kept)})
    return len(kept)


def read_profiles(fair: Fair) -> list[Profile]:
    """Return what the fair's coming parties say about themselves, in a fixed order. Three queries."""
    said: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    editions = ProposalEdition.objects.filter(proposal__party__fair=fair, number=F("proposal__edition"))
    editions = editions.exclude(proposal__state=ProposalState.WITHDRAWN).order_by("proposal_id")
    for party_id, language, *parts in editions.values_list("proposal__party_id", "language", "title", "text"):
        said[party_id] += [(part, language) for part in parts if part]
    topics: dict[UUID, list[Translated]] = defaultdict(list)
    chosen = OrganisationTopic.objects.filter(
        organisation_id__in=Party.objects.filter(fair=fair).values("organisation_id")
    )
    for of_organisation in chosen.select_related("topic").order_by(
        "topic__position", "topic__scheme", "topic__code", "topic_id"
    ):
        topics[of_organisation.organisation_id].append(of_organisation.topic.label)
    parties = Party.objects.filter(fair=fair, state__in=COMING).select_related("organisation__place")
    return [_profile(party, said[party.pk], topics[party.organisation_id]) for party in parties.order_by("pk")]


def _profile(party: Party, said: list[tuple[str, str]], topics: list[Translated]) -> Profile:
    about = party.organisation.about
    first = [(text, language) for language in about.texts if (text := about.texts[language].get("text"))][:1]
    texts, written_in = zip(*([*first, *said] or [(party.name, party.name_language)]), strict=True)
    return Profile(
        party_id=party.pk,
        side_id=party.side_id,
        texts=texts,
        written_in=written_in,
        topics=tuple(topics),
        place=_region(party),
        language=party.language,
    )


def _region(party: Party) -> str:
    place = party.organisation.place
    return (place.region_code or place.code) if place is not None else ""


def _pairs(
    sides: list[Side], profiles: list[Profile], per_party: int
) -> Iterator[tuple[tuple[UUID, UUID], int, list[dict[str, Any]]]]:
    by_side: dict[UUID, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_side[profile.side_id].append(profile)
    vectors = vector_files()
    meeting = [*combinations(sides, 2), *((side, side) for side in sides if side.meets_own_side)]
    for first, second in meeting:
        left, right = by_side[first.pk], by_side[second.pk]
        if left and right:
            yield from _between(left, right, per_party, vectors)


def _between(
    left: list[Profile], right: list[Profile], per_party: int, vectors: VectorFiles
) -> Iterator[tuple[tuple[UUID, UUID], int, list[dict[str, Any]]]]:
    """Best pairs of two sides. Of one side with itself every party's best is itself, so one more is asked for and
    dropped. ``vectors`` keeps what was embedded, so that no text is read twice.
    """
    model = AffinityModel(
        [p.texts for p in left],
        [p.texts for p in right],
        left_languages=[p.language or None for p in left],
        right_languages=[p.language or None for p in right],
        topics_left=[[_shared(topic) for topic in p.topics] for p in left],
        topics_right=[[_shared(topic) for topic in p.topics] for p in right],
        cache=vectors,
    )
    for pair in model.top_pairs(per_party + (left is right)):
        a, b = left[pair.left], right[pair.right]
        if left is right and pair.left >= pair.right:
            continue
        score, nearness = _score(pair.score, a, b)
        reasons = [_reason(a, b, reason) for reason in model.why(pair.left, pair.right, REASONS)] + nearness
        if a.party_id > b.party_id:
            a, b = b, a
            reasons = [turned(reason) for reason in reasons]
        yield (a.party_id, b.party_id), score, reasons


def _shared(topic: Translated) -> str:
    """Return the one word under which a topic of both sides is recognised, whatever languages they read."""
    return topic.text("en")


def _reason(a: Profile, b: Profile, reason: Reason) -> dict[str, Any]:
    (left, left_language), (right, right_language) = (
        _in_words_of(party, reason.kind, said) for party, said in ((a, reason.left), (b, reason.right))
    )
    return {
        "kind": reason.kind,
        "left": left,
        "right": right,
        "left_language": left_language,
        "right_language": right_language,
        "weight": round(reason.weight, 3),
    }


def _in_words_of(party: Profile, kind: str, said: str) -> tuple[str, str]:
    """Return one side of a reason as that party reads it, and its language: texts in its own words, topics in its
    language.
    """
    if kind == "topic":
        known = (topic.written(party.language or None) for topic in party.topics if _shared(topic) == said)
        return next(known, (said, ""))
    wanted = said.casefold()
    texts = (" ".join(text.split()).casefold() for text in party.texts)
    found = (language for text, language in zip(texts, party.written_in, strict=True) if wanted in text)
    return said, next(found, "")


def _score(affinity: float, a: Profile, b: Profile) -> tuple[int, list[dict[str, Any]]]:
    score = AFFINITY_SHARE * affinity
    nearness: list[dict[str, Any]] = []
    for kind, left, right, worth in (
        ("place", a.place, b.place, SAME_PLACE),
        ("language", a.language, b.language, SAME_LANGUAGE),
    ):
        if left and left == right:
            score += worth
            nearness.append({"kind": kind, "left": left, "right": right, "weight": worth / 1000})
    return min(1000, round(score)), nearness
