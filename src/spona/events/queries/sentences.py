"""What the engine and the figures say, in the reader's language.

The engine speaks in codes with parameters (``spona_engine.sentences.TEMPLATES``); every one of its codes has a template
here with the same parameters. Ids of parties and slots are replaced by names before the template is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair, Party, Slot
from spona.events.queries.clocks import FairClock
from spona.kernel.models import in_readers_language

TEMPLATES: dict[str, Any] = {
    "as_written": _("{words}"),
    "unknown_pair": _("{a} and {b} meet, but no wish lists them"),
    "pair_twice": _("{a} and {b} meet {times} times; a pair meets at most once"),
    "unknown_slot": _("{a} and {b} meet in {slot}, which is not a slot of the problem"),
    "banned_pair": _("{a} and {b} meet although the pair is banned"),
    "party_twice_in_slot": _("{party} is in {times} meetings in {slot}; a party is in one meeting at a time"),
    "party_unavailable": _("{party} meets in {slot} but is not available then"),
    "over_maximum": _("{party} has {meetings} meetings, its maximum is {maximum}"),
    "pin_unmet": _("{a} and {b} are pinned but do not meet"),
    "pin_elsewhere": _("{a} and {b} are pinned to {slot} but meet in {actual}"),
    "too_many_tables": _("{slot} has {meetings} meetings but there are {tables} tables"),
    "table_twice": _("table {table} has {times} meetings in {slot}"),
    "table_outside": _("{a} and {b} meet at table {table}, tables run from 1 to {tables}"),
    "wrong_score": _("the result states a score of {stated}, its meetings add up to {actual}"),
    "wrong_shortfall": _("the result states a shortfall of {stated}, its meetings leave {actual}"),
    "score_above_bound": _("the stated score bound {bound} is below the score {score}"),
    "shortfall_below_bound": _("the stated shortfall bound {bound} is above the shortfall {shortfall}"),
    "wrong_gap": _("the result states a gap of {stated}, score and bound give {actual}"),
    "false_optimal": _("the result says optimal, but its score or shortfall does not reach its own bound"),
    "unmet_missing": _("{a} and {b} wish to meet and do not, but the result gives no reason"),
    "unmet_wrong": _("{a} and {b} are listed as unmet but meet, have no wish or are listed twice"),
    "wrong_comfort": _("the result states {stated} for {figure}, its meetings give {actual}"),
    "infeasible_with_meetings": _("the result says infeasible but lists {meetings} meetings"),
    "infeasible_without_reason": _("the result says infeasible but names no demands that clash"),
    "clash": _("these {count} demands cannot all hold; give up one of them: {demands}"),
    "demand_pin": _("{a} meets {b}"),
    "demand_pin_slot": _("{a} meets {b} in {slot}"),
    "demand_ban": _("{a} and {b} are banned"),
    "demand_no_wish": _("no wish lists {a} and {b}"),
    "demand_max": _("{party} has at most {maximum} meetings"),
    "demand_unavailable": _("{party} is not available in {slots}"),
    "demand_tables": _("at most {tables} meetings at a time"),
    "demand_one_at_a_time": _("a party is in one meeting at a time and the fair has {slots} slots"),
    "relax_any_time": _("there is a plan if {a} and {b} may meet at another time"),
    "relax_max": _("there is a plan if the maximum of {party} is raised from {maximum} to {raised}"),
    "relax_tables": _("there is a plan with {extra} more tables"),
    "relax_hour": _("there is a plan if {party} is there in {slot} too"),
    "relax_slot": _("there is a plan with one more slot"),
    "relax_ban": _("there is a plan if {a} and {b} are not banned"),
    "relax_pin": _("there is a plan if {a} and {b} need not meet"),
    "relax_none": _("no single change of these is enough; demands clash elsewhere too"),
    "advice_slots": _(
        "one more slot gives {meetings} of the {shortfall} missing meetings and {parties} more parties their minimum"
    ),
    "advice_slots_bound": _("one more slot lets at most {meetings} of the {shortfall} missing meetings take place"),
    "advice_tables": _("{extra} more tables give {meetings} of the {shortfall} missing meetings"),
    "advice_tables_bound": _(
        "{extra} more tables let at most {meetings} of the {shortfall} missing meetings take place"
    ),
    "advice_max": _(
        "raising the maximum of {party} from {maximum} to {raised} gives {meetings} of the {shortfall} missing meetings"
    ),
    "advice_max_bound": _(
        "raising the maximum of {party} from {maximum} to {raised} lets at most {meetings} of the {shortfall}"
        " missing meetings take place"
    ),
    "advice_hour": _(
        "if {party} were there in {slot} too, {meetings} of the {shortfall} missing meetings could take place"
    ),
    "advice_hour_bound": _(
        "if {party} were there in {slot} too, at most {meetings} of the {shortfall} missing meetings could take place"
    ),
    "advice_ban": _("lifting the ban of {a} and {b} gives {meetings} of the {shortfall} missing meetings"),
    "advice_ban_bound": _(
        "lifting the ban of {a} and {b} lets at most {meetings} of the {shortfall} missing meetings take place"
    ),
    "advice_wishes": _(
        "{party} can have at most {possible} meetings (allowed wishes, slots) but should have {minimum}: add "
        "wishes or slots, or lower its minimum to {possible}"
    ),
    "advice_lower_min": _("lowering the minimum of {party} from {minimum} to {meetings} accepts what it has now"),
    "why_ban": _("{a} and {b} are banned from meeting"),
    "why_no_common_slot": _("{a} is available in {slots_a} slots and {b} in {slots_b}, but in none together"),
    "why_no_free_common_slot": _(
        "in each of the {common} slots {a} and {b} share, one of them already has another meeting"
    ),
    "why_closed": _("{party} may have no meetings at all"),
    "why_capacity": _(
        "{party}'s {meetings} meetings are as many as it can have and all worth {least} or more; this one is "
        "worth {score}"
    ),
    "why_capacity_must": _(
        "{party}'s {meetings} meetings are as many as it can have and all are musts; this one is not"
    ),
    "why_tables": _(
        "{a} has {meetings_a} meetings and {b} has {meetings_b}, both could have more, but all {tables} "
        "tables are taken in every slot they could use"
    ),
    "why_better_use": _(
        "{party}'s {meetings} meetings are as many as it can have, and one of them is worth only {least} "
        "against {score} here, but the plan as a whole uses the place better"
    ),
    "why_better_use_score": _(
        "{party} has {meetings} of {capacity} meetings; adding this one would cost at least {loss} points in all"
    ),
    "why_better_use_tie": _("{party} has {meetings} of {capacity} meetings; adding this one would gain nothing in all"),
    "why_better_use_must": _(
        "{party} has {meetings} of {capacity} meetings; adding this one would cost a must wish or more"
    ),
    "why_better_use_min": _(
        "{party} has {meetings} of {capacity} meetings; adding this one would take a meeting from a party "
        "that needs it for its minimum"
    ),
    "why_no_plan": _("there is no plan, because the demands clash"),
    "not_a_wish": _("no wish lists {a} and {b}, and only listed pairs may meet"),
    "unknown_party": _("{party} is not a party of the problem"),
    "meets": _("{a} and {b} meet in {slot} at table {table}; the wish is worth {score}"),
    "meets_must": _("{a} and {b} meet in {slot} at table {table}; the wish is a must and worth {score}"),
    "meets_pinned": _("the meeting is pinned"),
    "load": _("{party} has {meetings} meetings (minimum {minimum}, possible {capacity})"),
    "with_cost": _("with this meeting the best plan of all is worth {loss} points less"),
    "with_cost_least": _(
        "with this meeting every plan as good for minimums and musts is worth at least {loss} points less"
    ),
    "with_no_cost": _("with this meeting the best plan of all is worth as much"),
    "with_gain": _("with this meeting the best plan of all is worth {gain} points more"),
    "with_min": _("with this meeting every plan leaves at least {missing} more meetings of the minimums out"),
    "with_must": _("with this meeting every plan that is as good for minimums meets at least {musts} fewer musts"),
    "without_cost": _("without this meeting the best plan of all is worth {loss} points less"),
    "without_cost_least": _(
        "without this meeting every plan as good for minimums and musts is worth at least {loss} points less"
    ),
    "without_no_cost": _("without this meeting the best plan of all is worth as much"),
    "without_gain": _("without this meeting the best plan of all is worth {gain} points more"),
    "without_min": _("without this meeting every plan leaves at least {missing} more meetings of the minimums out"),
    "without_must": _(
        "without this meeting every plan that is as good for minimums meets at least {musts} fewer musts"
    ),
    "nearest": _("the nearest change found ({score} points, {shortfall} missing meetings, {must} musts): {changes}"),
    "change_added": _("{a} and {b} meet in {slot}"),
    "change_removed": _("{a} and {b} do not meet"),
    "change_moved": _("{a} and {b} meet in {slot} instead of {old}"),
    "change_more": _("{count} more changes"),
    "with_it_impossible": _("pinning this meeting leaves no plan at all"),
    # --- why a party has no meeting at all (see events.actions.figures)
    "none_no_wishes": _("{party} wished for nobody and nobody wished for it"),
    "none_ban": _("all wishes of {party} were refused or ruled out"),
    "none_capacity": _("those whom {party} wished to meet have as many meetings as they can"),
    "none_no_common_slot": _("{party} is never there at the same time as those it wished to meet"),
    "none_tables": _("there was no table left for the meetings {party} wished for"),
    "none_better_use": _("the times {party} could have used serve other meetings better"),
}

AN_ID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")


def sentence_text(code: str, params: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """Return one sentence in the active language. ``names`` maps ids of parties and slots to what people call them.

    A code that this version does not know is said as the bare code: old rows stay readable after an upgrade.
    """
    template = TEMPLATES.get(code)
    if template is None:
        return code
    known = names or {}
    return str(template).format(**{name: _said(value, known) for name, value in params.items()})


def _said(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping) and "code" in value:
        return sentence_text(value["code"], value.get("params", {}), names)
    if isinstance(value, list | tuple):
        return "; ".join(str(_said(part, names)) for part in value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return AN_ID.sub(lambda found: names.get(found.group(), found.group()), value)
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


def ids_in(sentences: Iterable[Mapping[str, Any]]) -> set[UUID]:
    """Return every id that a number of sentences name, so that their names cost one query."""
    found: set[UUID] = set()
    for sentence in sentences:
        for value in sentence.get("params", {}).values():
            found |= _ids(value)
    return found


def _ids(value: Any) -> set[UUID]:
    if isinstance(value, Mapping):
        return ids_in([value])
    if isinstance(value, list | tuple):
        return {identity for part in value for identity in _ids(part)}
    return {UUID(found) for found in AN_ID.findall(value)} if isinstance(value, str) else set()


def names_for(fair: Fair, sentences: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of all parties and slots that the sentences mention: two queries, however many there are."""
    ids = ids_in(sentences)
    if not ids:
        return {}
    named = Party.objects.filter(fair=fair, pk__in=ids).values_list("id", "name", "name_language", "other_names")
    names = {str(key): in_readers_language(*name) for key, *name in named}
    slots = list(Slot.objects.filter(fair=fair))
    clock = FairClock(fair, slots)
    names |= {str(slot.pk): clock.start(slot) for slot in slots if slot.pk in ids}
    return names
