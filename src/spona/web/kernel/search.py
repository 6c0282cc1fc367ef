"""What a find leads to: every module says what its kinds are called and where their pages are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spona.events.queries import fairs_for
from spona.kernel.models import Actor
from spona.kernel.queries import search_for
from spona.parties.queries import organisations_by_id
from spona.partnerships.queries import agreements_for
from spona.programmes.queries import programmes_for
from spona.web.events.fair_pages import fair_address
from spona.web.pages import Label

CANDIDATES_A_HIT = 3


@dataclass(frozen=True)
class Hit:
    """One find: the row's name as it is now, what it is, and its page."""

    title: str
    label: Label
    url: str


Places = Callable[[Actor, Iterable[UUID]], dict[UUID, tuple[str, str]]]
"""(reader, ids) -> id -> (name, page) of the rows the reader may see; the others are missing."""


def _organisations(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    found = organisations_by_id(actor, ids)
    return {pk: (str(row), reverse("web:parties:organisation", args=[pk])) for pk, row in found.items()}


def _programmes(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    found = programmes_for(actor).filter(pk__in=ids)
    return {row.pk: (str(row), reverse("web:programmes:programme", args=[row.slug])) for row in found}


def _fairs(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    return {fair.pk: (str(fair), fair_address(actor, fair)) for fair in fairs_for(actor).filter(pk__in=ids)}


def _agreements(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    found = agreements_for(actor).filter(pk__in=ids)
    return {row.pk: (row.title, reverse("web:partnerships:agreement", args=[row.pk])) for row in found}


KINDS: dict[str, tuple[Label, Places]] = {
    "agreement": (_("agreement"), _agreements),
    "fair": (_("fair"), _fairs),
    "organisation": (_("organisation"), _organisations),
    "programme": (_("programme"), _programmes),
}


def hits(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Return what the reader may open, best first. One query for the search, one for each kind found."""
    documents = [doc for doc in search_for(actor, text, limit * CANDIDATES_A_HIT) if doc.kind in KINDS]
    places: dict[UUID, tuple[str, str]] = {}
    for kind in {document.kind for document in documents}:
        places |= KINDS[kind][1](actor, [document.object_id for document in documents if document.kind == kind])
    shown = [(document.kind, *places[document.object_id]) for document in documents if document.object_id in places]
    return [Hit(title, KINDS[kind][0], url) for kind, title, url in shown[:limit]]
