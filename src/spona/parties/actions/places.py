"""Places as rows: made from the gazetteer the first time somebody is at home there."""

from __future__ import annotations

from collections.abc import Iterable

from spona.parties.models import Place, PlaceFact, find_place


def place_for(*, country: str, text: str) -> Place | None:
    """Return the place called ``text`` in a country, made from the gazetteer if it is new; None where it is not
    known.
    """
    return places_for([(country, text)]).get((country, text))


def places_for(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Place]:
    """Return (country, text) -> place for every pair the gazetteer knows. Two queries, however many pairs."""
    facts: dict[tuple[str, str], PlaceFact] = {}
    for country, text in set(wanted):
        fact = find_place(country, text)
        if fact is not None:
            facts[country, text] = fact
    if not facts:
        return {}
    by_code = {fact.code: fact for fact in facts.values()}
    known = Place.objects.in_bulk(list(by_code), field_name="code")
    missing = [_row(fact) for code, fact in by_code.items() if code not in known]
    if missing:
        Place.objects.bulk_create(missing, ignore_conflicts=True)
        known = Place.objects.in_bulk(list(by_code), field_name="code")
    return {pair: known[fact.code] for pair, fact in facts.items()}


def _row(fact: PlaceFact) -> Place:
    return Place(
        country=fact.country,
        kind=fact.kind,
        code=fact.code,
        region_code=fact.region_code,
        name=fact.name,
        search_key=fact.search_key,
        latitude=fact.latitude,
        longitude=fact.longitude,
    )
