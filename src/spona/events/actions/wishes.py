"""What parties say about meeting each other. The last word counts; each speaks for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.pairs import check_pair
from spona.events.actions.parties import parties_of
from spona.events.models import Party, Wish, WishLevel
from spona.kernel.actions import action, lock, record
from spona.kernel.models import Actor, Problem, Problems
from spona.kernel.rules import require

LEVELS = frozenset({"", *WishLevel.values})


@dataclass(frozen=True)
class Saying:
    """One line of a page of wishes: ``level`` is must, yes or no; empty takes the wish back."""

    about_id: UUID
    level: str
    note: str = ""


@action
def state_wish(*, chooser: Party, about: Party, level: str, by: Actor, note: str = "") -> Wish | None:
    """Say what one party thinks of meeting another; an empty level takes it back, and None is returned.

    Contradictions between the two (one must, one no) are taken: a "no" rules, and managers see the conflict. Errors:
    ``Problems`` when the two cannot meet at this fair or the chooser says more musts than the fair allows.
    """
    state_wishes(chooser=chooser, sayings=[Saying(about.pk, level, note)], by=by)
    return Wish.objects.filter(chooser=chooser, about=about).first()


@action
def state_wishes(*, chooser: Party, sayings: Iterable[Saying], by: Actor) -> list[Wish]:
    """Say many wishes of one party at once, all or none; wishes about parties not named stay. Returns those written.

    Costs the same few queries for one wish and for a hundred. Errors: ``Problems``, each at the place ``wish-<id of
    the party>``.
    """
    require("events.state_wish", by, chooser)
    locked = lock(chooser)
    said = {saying.about_id: saying for saying in sayings}
    _check(locked, said)
    _check_musts(locked, said)
    kept = {level_id for level_id, saying in said.items() if saying.level}
    taken_back, _rows = Wish.objects.filter(chooser=locked, about_id__in=said.keys() - kept).delete()
    written = Wish.objects.bulk_create(
        [
            Wish(fair_id=locked.fair_id, chooser=locked, about_id=about_id, level=said[about_id].level,
                 note=said[about_id].note, updated_at=timezone.now())
            for about_id in sorted(kept)
        ],
        update_conflicts=True,
        unique_fields=["chooser", "about"],
        update_fields=["level", "note", "updated_at"],
    )  # fmt: skip
    record("events.wishes_stated", on=locked, by=by, data={"said": len(written), "taken_back": taken_back})
    return written


def _check(chooser: Party, said: Mapping[UUID, Saying]) -> None:
    known = parties_of(chooser.fair, list(said))
    problems = []
    for about_id, saying in said.items():
        place = f"wish-{about_id}"
        if saying.level not in LEVELS:
            problems.append(
                Problem(
                    _("“%(level)s” is not a wish.") % {"level": saying.level},
                    place=place,
                    remedy=_("Say must, yes or no, or leave it empty."),
                    code="unknown_level",
                )
            )
        problem = check_pair(chooser, known.get(about_id), place=place)
        if problem is not None:
            problems.append(problem)
    if problems:
        raise Problems(problems)


def _check_musts(chooser: Party, said: Mapping[UUID, Saying]) -> None:
    most = chooser.fair.max_musts
    musts = [about_id for about_id, saying in said.items() if saying.level == WishLevel.MUST]
    if most is None or not musts:
        return
    others = Wish.objects.filter(chooser=chooser, level=WishLevel.MUST).exclude(about_id__in=said).count()
    if others + len(musts) > most:
        raise Problems(
            [
                Problem(
                    _("%(said)s musts are more than the %(most)s this fair allows.")
                    % {"said": others + len(musts), "most": most},
                    place=f"wish-{musts[-1]}",
                    remedy=_("Make some of them a yes."),
                    code="too_many_musts",
                )
            ]
        )
