"""How many meetings somebody is promised and takes at most: the one check, for sides, parties and spreadsheets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.kernel.models import Problem


def check_bounds(
    minimum: int | None, maximum: int | None, *, slots_there: int | None = None, prefix: str = ""
) -> list[Problem]:
    """Return what is wrong with a promise of ``minimum`` and a limit of ``maximum`` meetings; nothing when both hold.

    ``slots_there``: in how many slots the party is present, None where that is not known yet. ``prefix`` goes before
    the names of the places, ``min_meetings`` and ``max_meetings``.
    """
    problems = []
    for column, value in (("min_meetings", minimum), ("max_meetings", maximum)):
        if value is not None and value < 0:
            problems.append(
                Problem(
                    _("%(number)s meetings cannot be held.") % {"number": value},
                    place=f"{prefix}{column}",
                    remedy=_("Write 0 or more, or leave it empty for what the side says."),
                    code="negative",
                )
            )
    if problems or minimum is None:
        return problems
    if maximum is not None and minimum > maximum:
        problems.append(
            Problem(
                _("The minimum of %(minimum)s is more than the maximum of %(maximum)s.")
                % {"minimum": minimum, "maximum": maximum},
                place=f"{prefix}min_meetings",
                remedy=_("Lower the minimum or raise the maximum."),
                code="min_above_max",
            )
        )
    if slots_there is not None and minimum > slots_there:
        problems.append(
            Problem(
                _("A minimum nobody can give: %(minimum)s meetings, but the party is there in %(slots)s slots only.")
                % {"minimum": minimum, "slots": slots_there},
                place=f"{prefix}min_meetings",
                remedy=_("Lower the minimum to %(slots)s or add slots.") % {"slots": slots_there},
                code="min_above_slots",
            )
        )
    return problems
