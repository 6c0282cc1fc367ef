"""Small things several pages need: links to neighbouring pages of a list, crumbs, table heads."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Label = str | Promise


@functools.lru_cache(maxsize=4000)
def address_of(name: str, *parts: str | int | UUID) -> str:
    """Return the address of a page, worked out once: a process keeps its addresses."""
    return reverse(name, args=parts)


def columns(*labels: Label, numbers: tuple[int, ...] = (), long: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """Return the head of a table; ``numbers`` are the positions of columns that hold figures, ``long`` of those that
    hold sentences: on a phone their label stands above them.
    """
    kinds = {**dict.fromkeys(numbers, "num"), **dict.fromkeys(long, "long")}
    return [{"label": label, "kind": kinds.get(index, "text")} for index, label in enumerate(labels)]


class Paged(Protocol):
    """One page of something, and the places its neighbours start from (empty at the ends)."""

    @property
    def next(self) -> str:
        """Where the next page starts."""

    @property
    def previous(self) -> str:
        """Where the previous page starts."""


def neighbours(request: HttpRequest, listed: Paged) -> dict[str, str]:
    """Return the addresses of the previous and the next page of a list, with the filters that are on."""
    return {"previous_url": _at(request, listed.previous), "next_url": _at(request, listed.next)}


def _at(request: HttpRequest, place: str) -> str:
    if not place:
        return ""
    wanted = request.GET.copy()
    wanted["place"] = place
    return f"{request.path}?{wanted.urlencode()}"


def crumb(label: Any, url: str = "") -> dict[str, Any]:
    """Return one step of the path to a page; the last one has no address."""
    return {"label": label, "url": url}


@dataclass(frozen=True)
class DeskItem:
    """Something that waits for the reader: a sentence, why or how, and the one button that begins it."""

    sentence: str
    hint: str
    url: str
    button: str
