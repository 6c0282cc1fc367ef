"""Setting a fair up and taking it from being prepared to being over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from spona.events.actions.bounds import check_bounds
from spona.events.models import Fair, Side
from spona.events.states import FairState
from spona.kernel.actions import action, lock, lock_version, move, record
from spona.kernel.models import Actor, Problem, Problems, Translated
from spona.kernel.rules import require
from spona.programmes.models import Programme

EDITABLE = frozenset(
    {
        "name",
        "slug",
        "about",
        "is_public",
        "venue",
        "city",
        "time_zone",
        "starts_on",
        "tables",
        "meeting_minutes",
        "break_minutes",
        "wishes_close_at",
        "request_days",
        "confirm_days",
        "max_musts",
        "currency",
        "met_before",
        "mix_sectors",
        "longest_run",
        "even_days",
    }
)


@dataclass(frozen=True)
class SideSpec:
    """What a manager says about one side. ``max_meetings`` and ``places`` empty: no limit."""

    code: str
    name: Translated
    organisation_kind: str = ""
    min_meetings: int = 0
    max_meetings: int | None = None
    hosts: bool = False
    meets_own_side: bool = False
    places: int | None = None


@action
def create_fair(
    *, programme: Programme, name: Translated, slug: str, starts_on: dt.date, by: Actor, **details: Any
) -> Fair:
    """Set up a fair in a programme. ``details`` are further columns of ``EDITABLE``.

    Errors: ``Problem`` at ``slug`` when another fair of the network has this address, ``Problems`` for numbers that
    make no sense.
    """
    require("events.create_fair", by, programme)
    _refuse_unknown(details)
    fair = Fair(
        network_id=programme.network_id, programme=programme, name=name, slug=slug, starts_on=starts_on, **details
    )
    _check(fair)
    fair.save(force_insert=True)
    record("events.fair_created", on=fair, by=by)
    return fair


@action
def edit_fair(*, fair: Fair, by: Actor, version: int | None = None, **changes: Any) -> Fair:
    """Change a fair's own columns. Slots keep the times they have; ``set_sides`` and ``add_slots`` change the rest."""
    require("events.manage_fair", by, fair)
    _refuse_unknown(changes)
    locked = lock_version(fair, version)
    for column, value in changes.items():
        setattr(locked, column, value)
    _check(locked)
    locked.raise_version()
    locked.save()
    record("events.fair_edited", on=locked, by=by, data={"columns": sorted(changes)})
    return locked


def _refuse_unknown(changes: dict[str, Any]) -> None:
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"a fair has no editable {', '.join(sorted(unknown))}")


def _check(fair: Fair) -> None:
    problems = []
    others = Fair.objects.filter(network_id=fair.network_id, slug=fair.slug).exclude(pk=fair.pk)
    if not fair.slug or others.exists():
        problems.append(
            Problem(
                _("Another fair has the address “%(slug)s” already.") % {"slug": fair.slug}
                if fair.slug
                else _("The fair needs an address."),
                place="slug",
                remedy=_("Add the year or the town to it."),
                code="slug_taken" if fair.slug else "slug_missing",
            )
        )
    if not fair.name:
        problems.append(Problem(_("The fair needs a name."), place="name", code="name_missing"))
    for column, least, message in (
        ("tables", 1, _("A fair has at least one table.")),
        ("meeting_minutes", 1, _("A meeting takes at least a minute.")),
        ("break_minutes", 0, _("A break cannot be shorter than nothing.")),
        ("request_days", 1, _("A request needs at least a day to be answered.")),
        ("confirm_days", 1, _("A registration needs at least a day to be confirmed.")),
        ("max_musts", 0, _("The number of musts cannot be negative.")),
        ("longest_run", 1, _("A pause comes after one meeting at the earliest.")),
    ):
        value = getattr(fair, column)
        if value is not None and value < least:
            problems.append(Problem(message, place=column, code="too_small"))
    if problems:
        raise Problems(problems)


@action
def set_sides(*, fair: Fair, sides: Sequence[SideSpec], by: Actor) -> list[Side]:
    """Make the fair's sides what ``sides`` says, in that order; a side is known by its code.

    A side left out is removed. Errors: ``Problem`` when a removed side has parties or fewer places are offered than are
    taken, ``Problems`` when a side meets nobody or its numbers contradict each other.
    """
    require("events.manage_fair", by, fair)
    locked = lock(fair)
    _check_sides(sides)
    kept = {side.code: side for side in Side.objects.select_for_update().filter(fair=locked).order_by("pk")}
    for code in kept.keys() - {spec.code for spec in sides}:
        _remove(kept[code])
    written = []
    for position, spec in enumerate(sides):
        side = kept.get(spec.code) or Side(fair=locked, code=spec.code)
        if spec.places is not None and spec.places < side.taken:
            raise Problem(
                _("%(taken)s places of “%(side)s” are taken already, so there cannot be %(places)s.")
                % {"taken": side.taken, "side": spec.name, "places": spec.places},
                place=f"{spec.code}.places",
                remedy=_("Offer more places, or withdraw parties first."),
                code="places_taken",
            )
        side.position = position
        for column in SideSpec.__dataclass_fields__:
            setattr(side, column, getattr(spec, column))
        side.save()
        written.append(side)
    record("events.sides_set", on=locked, by=by, data={"sides": [spec.code for spec in sides]})
    return written


def _check_sides(sides: Sequence[SideSpec]) -> None:
    problems = []
    codes = [spec.code for spec in sides]
    if len(set(codes)) < len(codes):
        problems.append(Problem(_("Two sides have the same code."), place="code", code="side_twice"))
    if len(sides) == 1 and not sides[0].meets_own_side:
        problems.append(
            Problem(
                _("A fair with one side needs that side to meet among itself."),
                place=f"{sides[0].code}.meets_own_side",
                remedy=_("Allow meetings within the side, or add a second side."),
                code="side_meets_nobody",
            )
        )
    for spec in sides:
        problems += check_bounds(spec.min_meetings, spec.max_meetings, prefix=f"{spec.code}.")
        if spec.places is not None and spec.places < 0:
            problems.append(
                Problem(_("The number of places cannot be negative."), place=f"{spec.code}.places", code="negative")
            )
    if problems:
        raise Problems(problems)


def _remove(side: Side) -> None:
    if side.parties.exists():
        raise Problem(
            _("“%(side)s” has parties and stays.") % {"side": side},
            place=side.code,
            remedy=_("Move its parties to another side first."),
            code="side_has_parties",
        )
    side.delete()


def _go(fair: Fair, state: str, verb: str, by: Actor) -> Fair:
    require("events.manage_fair", by, fair)
    locked = lock(fair)
    move(locked, state)
    locked.raise_version()
    locked.save(update_fields=["state", "version", "updated_at"])
    record(verb, on=locked, by=by)
    return locked


@action
def open_fair(*, fair: Fair, by: Actor) -> Fair:
    """Take registrations, wishes and requests from now on. Errors: ``Problem`` where the fair has no side to register
    for.
    """
    require("events.manage_fair", by, fair)
    if not fair.sides.exists():
        raise Problem(_("The fair has no sides yet."), place="sides", remedy=_("Say who meets whom."), code="no_sides")
    return _go(fair, FairState.OPEN, "events.fair_opened", by)


@action
def close_wishes(*, fair: Fair, by: Actor) -> Fair:
    """Take no wishes any more; planning begins. Pending requests stay answerable until they expire."""
    return _go(fair, FairState.PLANNING, "events.wishes_closed", by)


@action
def reopen_fair(*, fair: Fair, by: Actor) -> Fair:
    """Take wishes again (from planning), or plan again (from published)."""
    back = FairState.PLANNING if fair.state == FairState.PUBLISHED else FairState.OPEN
    return _go(fair, back, "events.fair_reopened", by)


@action
def prepare_again(*, fair: Fair, by: Actor) -> Fair:
    """Close an open fair to everybody but its managers."""
    return _go(fair, FairState.PREPARING, "events.fair_prepared_again", by)


@action
def end_fair(*, fair: Fair, by: Actor) -> Fair:
    """Say that the fair is over."""
    return _go(fair, FairState.OVER, "events.fair_ended", by)


@action
def cancel_fair(*, fair: Fair, by: Actor) -> Fair:
    """Say that the fair will not take place. Nobody is written to; the managers do that in their own words."""
    return _go(fair, FairState.CANCELLED, "events.fair_cancelled", by)
