"""How pleasant a timetable is, in sentences for the cockpit and in rows for two timetables side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.models import Timetable
from spona.web.templatetags.spona_values import number


def comfort_words(timetable: Timetable) -> list[str]:
    """Return how pleasant a timetable is, a sentence for each thing that was looked after; none for timetables that
    were written before this was counted.
    """
    kept: Mapping[str, Any] = timetable.figures.get("comfort", {})
    if not kept:
        return []
    sentences = [_waits(kept["waits"]), _tables(kept["table_changes"])]
    if "missing_breaks" in kept:
        sentences.append(_breaks(kept["missing_breaks"], kept["longest_run"]))
    if "uneven_days" in kept:
        sentences.append(_days(kept["uneven_days"]))
    if "one_sector" in kept:
        sentences.append(_sectors(kept["one_sector"]))
    if "met_again" in kept:
        sentences.append(_again(kept["met_again"]))
    if kept.get("proven"):
        sentences.append(_("No timetable that is as good in everything else is more pleasant, tables aside."))
    return sentences


def comfort_rows(timetable: Timetable) -> dict[str, str]:
    """Return the same as figures, under names that are the same for every timetable of a fair."""
    kept: Mapping[str, Any] = timetable.figures.get("comfort", {})
    labels = {
        "waits": _("Free times between meetings, all parties"),
        "table_changes": _("Changes of table by those who keep one"),
        "missing_breaks": _("Meetings without the pause before them"),
        "uneven_days": _("Meetings by which days differ, beyond one"),
        "one_sector": _("Parties that meet one sector only"),
        "met_again": _("Meetings of those who met before"),
    }
    return {label: number(kept[key]) for key, label in labels.items() if key in kept}


def _counted(sentence: str, count: int, **more: str) -> str:
    return sentence % {"count": number(count), **more}


def _waits(count: int) -> str:
    if not count:
        return _("Nobody waits between two meetings.")
    sentence = ngettext(
        "%(count)s time a party waits between two meetings.",
        "%(count)s times a party waits between two meetings.",
        count,
    )
    return _counted(sentence, count)


def _tables(count: int) -> str:
    if not count:
        return _("Nobody who keeps a table has to change it.")
    sentence = ngettext(
        "%(count)s time somebody who keeps a table changes it.",
        "%(count)s times somebody who keeps a table changes it.",
        count,
    )
    return _counted(sentence, count)


def _breaks(count: int, longest: int) -> str:
    if not count:
        return _("Everybody has a pause after %(longest)s in a row at the latest.") % {"longest": number(longest)}
    sentence = ngettext(
        "%(count)s meeting follows without a pause on %(longest)s in a row.",
        "%(count)s meetings follow without a pause on %(longest)s in a row.",
        count,
    )
    return _counted(sentence, count, longest=number(longest))


def _days(count: int) -> str:
    if not count:
        return _("Everybody’s meetings are spread evenly over the days.")
    sentence = ngettext(
        "%(count)s meeting too many stands on somebody’s fuller day.",
        "%(count)s meetings too many stand on somebody’s fuller day.",
        count,
    )
    return _counted(sentence, count)


def _sectors(count: int) -> str:
    if not count:
        return _("Nobody meets one sector only.")
    sentence = ngettext("%(count)s party meets one sector only.", "%(count)s parties meet one sector only.", count)
    return _counted(sentence, count)


def _again(count: int) -> str:
    if not count:
        return _("No meeting is between two who met at an earlier fair.")
    sentence = ngettext(
        "%(count)s meeting is between two who met at an earlier fair.",
        "%(count)s meetings are between two who met at an earlier fair.",
        count,
    )
    return _counted(sentence, count)
