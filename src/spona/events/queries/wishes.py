"""Who wants to meet whom: for one party, for a page of the matrix, and where two contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from spona.events.models import Fair, Party, Request, Suggestion, Wish, WishLevel
from spona.kernel.models import Actor, in_readers_script, written
from spona.kernel.queries import EXACT, Tally, remembered
from spona.kernel.rules import require

QUOTED = 70
"""Characters of somebody's text a reason quotes."""


def wishes_of(actor: Actor, party: Party) -> QuerySet[Wish]:
    """Return what a party has said. What others said about it is not for its eyes."""
    require("events.see_wishes", actor, party)
    return Wish.objects.filter(chooser=party).select_related("about__side").order_by("about__sort_key", "id")


@dataclass(frozen=True)
class MatrixCell:
    """What two parties say about each other; empty where one has said nothing."""

    row_says: str = ""
    column_says: str = ""

    @property
    def is_mutual(self) -> bool:
        """Both want it."""
        return bool(self.row_says and self.column_says) and WishLevel.NO not in {self.row_says, self.column_says}

    @property
    def is_conflict(self) -> bool:
        """One must, the other says no."""
        return {self.row_says, self.column_says} == {WishLevel.MUST.value, WishLevel.NO.value}


@dataclass(frozen=True)
class MatrixRow:
    """One party and its cells, in the order of the columns asked for."""

    party: Party
    cells: tuple[MatrixCell, ...]


def wish_matrix_rows(actor: Actor, fair: Fair, rows: Sequence[Party], columns: Sequence[Party]) -> list[MatrixRow]:
    """Return the part of the matrix between a page of rows and a page of columns. One query, costing what it shows."""
    require("events.manage_parties", actor, fair)
    across, down = [party.pk for party in columns], [party.pk for party in rows]
    between = Q(chooser_id__in=down, about_id__in=across) | Q(chooser_id__in=across, about_id__in=down)
    said = {
        (chooser, about): level
        for chooser, about, level in Wish.objects.filter(between).values_list("chooser_id", "about_id", "level")
    }
    return [
        MatrixRow(
            party,
            tuple(MatrixCell(said.get((party.pk, other), ""), said.get((other, party.pk), "")) for other in across),
        )
        for party in rows
    ]


def conflicts(actor: Actor, fair: Fair, musts: int, limit: int = 20) -> list[Wish]:
    """Return the first musts about somebody who said no, for the manager to speak with both. The no rules until then.

    Every must is looked at; where there are more than ``EXACT`` of them the answer may be half a minute old. ``musts``
    is how many ``wish_counts`` has counted.
    """
    require("events.manage_parties", actor, fair)
    if musts <= EXACT:
        return _refused(fair.pk, limit)
    return remembered(f"conflicts:{fair.pk}:{limit}", lambda: _refused(fair.pk, limit))


def level_tally(fair: Fair, level: str) -> Tally:
    """Return the question how many wishes of a level a fair has."""
    return Tally(f"wishes:{fair.pk}:{level}", _wishes_of_level, (fair.pk, str(level)))


@written
def _wishes_of_level(fair_id: UUID, level: str) -> QuerySet[Wish]:
    return Wish.objects.filter(fair_id=fair_id, level=level).order_by().only("pk")


def _refused(fair_id: UUID, limit: int) -> list[Wish]:
    """Return the first refused musts by their chooser. Nearly always there are none, and nobody's name is read."""
    ids = [wish.pk for wish in _refused_musts(fair_id)]
    if not ids:
        return []
    refused = Wish.objects.filter(pk__in=ids).select_related("chooser", "about")
    return list(refused.order_by("chooser__sort_key", "id")[:limit])


@written
def _refused_musts(fair_id: UUID) -> QuerySet[Wish]:
    refusal = Wish.objects.filter(chooser=OuterRef("about"), about=OuterRef("chooser"), level=WishLevel.NO)
    return Wish.objects.filter(Exists(refusal), fair_id=fair_id, level=WishLevel.MUST).order_by().only("pk")


def requests_for(actor: Actor, party: Party) -> QuerySet[Request]:
    """Return the requests a party has sent or received, newest first."""
    require("events.see_requests", actor, party)
    own = Request.objects.filter(Q(sender=party) | Q(receiver=party))
    return own.select_related("sender", "receiver", "fair").order_by("-id")


@dataclass(frozen=True)
class Introduction:
    """Why Spona would introduce somebody to a party; in the reasons ``left`` is the party's own side of it."""

    score: int
    reasons: tuple[dict[str, Any], ...]

    @property
    def sentences(self) -> list[str]:
        """The reasons as a person reads them."""
        return [reason_text(reason) for reason in self.reasons]


def reason_text(reason: dict[str, Any]) -> str:
    """Return one stored reason as a sentence in the active language, what it quotes in the reader's letters."""
    kind, left, right = reason["kind"], _quoted(reason, "left"), _quoted(reason, "right")
    if kind == "place":
        return _("Both are from the same region.")
    if kind == "language":
        return _("Both speak the same language.")
    if kind == "topic":
        return _("Both work on: %(topic)s.") % {"topic": left}
    if left == right:
        return _("Both write of “%(word)s”.") % {"word": left}
    return _("“%(left)s” goes with “%(right)s”.") % {"left": left, "right": right}


def _quoted(reason: dict[str, Any], side: str) -> str:
    """Return a quotation short enough to be read at a glance; the whole text stands on the page of its proposal."""
    said = reason[side].strip().rstrip(".")
    if len(said) > QUOTED:
        said = f"{said[:QUOTED].rsplit(maxsplit=1)[0].rstrip(',.;:')} …"
    return in_readers_script(said, reason.get(f"{side}_language", ""))


def suggestions_for(actor: Actor, party: Party, limit: int = 10) -> list[tuple[Party, Introduction]]:
    """Return whom Spona would introduce to a party, best first. Two indexed queries. Errors: ``Refused``."""
    require("events.see_suggestions", actor, party)
    best: list[tuple[int, UUID, Party, Introduction]] = []
    for own, other in (("a", "b"), ("b", "a")):
        for row in _suggestions_of(party.pk, own == "a", limit):
            reasons = row.reasons if own == "a" else [turned(reason) for reason in row.reasons]
            best.append((-row.score, row.pk, getattr(row, other), Introduction(row.score, tuple(reasons))))
    best.sort(key=lambda entry: entry[:2])
    return [(partner, introduction) for _score, _pk, partner, introduction in best[:limit]]


@written
def _suggestions_of(party_id: UUID, is_a: bool, limit: int) -> QuerySet[Suggestion]:
    own, other = ("a", "b") if is_a else ("b", "a")
    found = Suggestion.objects.filter(**{own: party_id}).select_related(f"{other}__side")
    return found.order_by("-score", "id")[:limit]


def turned(reason: dict[str, Any]) -> dict[str, Any]:
    """Return a reason as the other side has it: left is right and right is left."""
    changed = {"left": "right", "right": "left", "left_language": "right_language", "right_language": "left_language"}
    return {changed.get(key, key): value for key, value in reason.items()}
