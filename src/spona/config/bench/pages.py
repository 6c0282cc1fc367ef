"""Which pages are measured, who asks for them, and what they may cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.urls import reverse

from spona.config.bench.seeding import SeededFair, invented_name

PUBLIC_BAR, WORKING_BAR = 0.040, 0.060
"""Seconds within which 95 of 100 answers to one reader come."""

QUERIES_BAR = 15
GROWTH_BAR = 1.2
"""How much dearer the largest event may be than the smallest."""

SOUGHT = quote_plus(invented_name(40))
"""One organisation at every size."""

Address = Callable[[SeededFair], str]


@dataclass(frozen=True)
class BenchPage:
    """One page: ``who`` is "" for the public, else "manager" or "member"; ``revalidated``: asked for with its ETag."""

    name: str
    address: Address
    who: str = ""
    revalidated: bool = False

    @property
    def bar(self) -> float:
        return WORKING_BAR if self.who else PUBLIC_BAR


def _of_fair(name: str, *more: int, query: str = "") -> Address:
    return lambda seeded: reverse(f"web:events:{name}", args=[seeded.slug, *more]) + query


def _of_party(name: str) -> Address:
    return lambda seeded: reverse(f"web:events:{name}", args=[seeded.party_id])


def _plain(name: str, query: str = "") -> Address:
    return lambda _seeded: reverse(f"web:{name}") + query


PAGES: tuple[BenchPage, ...] = (
    BenchPage("front", _plain("front")),
    BenchPage("public fair", _of_fair("public_fair")),
    BenchPage("public fair, 304", _of_fair("public_fair"), revalidated=True),
    BenchPage("public parties", _of_fair("public_parties")),
    BenchPage("public parties, found", _of_fair("public_parties", query=f"?text={SOUGHT}")),
    BenchPage("public timetable", _of_fair("public_timetable")),
    BenchPage("public timetable, by table", _of_fair("public_timetable", query="?by=table")),
    BenchPage("public timetable, by party", _of_fair("public_timetable", query="?by=party")),
    BenchPage("public timetable, 304", _of_fair("public_timetable"), revalidated=True),
    BenchPage("public programmes", _plain("programmes:list")),
    BenchPage("search", _plain("search", f"?q={SOUGHT}"), "manager"),
    BenchPage("desk", _plain("desk"), "manager"),
    BenchPage("organisations", _plain("parties:list"), "manager"),
    BenchPage("organisations, found", _plain("parties:list", f"?text={SOUGHT}"), "manager"),
    BenchPage("fairs", _plain("events:list"), "manager"),
    BenchPage("fair", _of_fair("fair"), "manager"),
    BenchPage("parties", _of_fair("parties"), "manager"),
    BenchPage("parties, found", _of_fair("parties", query=f"?text={SOUGHT}"), "manager"),
    BenchPage("proposals", _of_fair("proposals"), "manager"),
    BenchPage("wishes", _of_fair("wishes"), "manager"),
    BenchPage("requests", _of_fair("requests"), "manager"),
    BenchPage("suggestions", _of_fair("suggestions"), "manager"),
    BenchPage("outbox", _plain("kernel:outbox"), "manager"),
    BenchPage("journal", _plain("kernel:journal"), "manager"),
    BenchPage("cockpit", _of_fair("plan"), "manager"),
    BenchPage("timetable draft", _of_fair("timetable", 2, query="?axis=person"), "manager"),
    BenchPage("meetings of each", _of_fair("loads", 2), "manager"),
    BenchPage("unmet wishes", _of_fair("unmet", 2), "manager"),
    BenchPage("own party", _of_party("own_party"), "member"),
    BenchPage("own wishes", _of_party("own_wishes"), "member"),
    BenchPage("own timetable", _of_party("own_timetable"), "member"),
)


def chosen_pages(wanted: Sequence[str]) -> list[BenchPage]:
    """Return the pages whose names begin with one of ``wanted``; all where nothing is wanted.

    Errors: ValueError naming a word that no page begins with.
    """
    for word in wanted:
        if not any(page.name.startswith(word) for page in PAGES):
            raise ValueError(word)
    return [page for page in PAGES if not wanted or page.name.startswith(tuple(wanted))]
