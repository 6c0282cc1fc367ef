"""Every sentence the engine can say, as a code with parameters and an English template.

The codes and the names of the parameters are public: a web layer translates by `code` and formats with `params`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TEMPLATES: dict[str, str] = {
    "as_written": "{words}",
    # --- rules a plan must keep, said by the checker and by an infeasible result
    "unknown_pair": "{a} and {b} meet, but no wish lists them",
    "pair_twice": "{a} and {b} meet {times} times; a pair meets at most once",
    "unknown_slot": "{a} and {b} meet in {slot}, which is not a slot of the problem",
    "banned_pair": "{a} and {b} meet although the pair is banned",
    "party_twice_in_slot": "{party} is in {times} meetings in {slot}; a party is in one meeting at a time",
    "party_unavailable": "{party} meets in {slot} but is not available then",
    "over_maximum": "{party} has {meetings} meetings, its maximum is {maximum}",
    "pin_unmet": "{a} and {b} are pinned but do not meet",
    "pin_elsewhere": "{a} and {b} are pinned to {slot} but meet in {actual}",
    "too_many_tables": "{slot} has {meetings} meetings but there are {tables} tables",
    "table_twice": "table {table} has {times} meetings in {slot}",
    "table_outside": "{a} and {b} meet at table {table}, tables run from 1 to {tables}",
    # --- claims of a result that its own meetings contradict
    "wrong_score": "the result states a score of {stated}, its meetings add up to {actual}",
    "wrong_shortfall": "the result states a shortfall of {stated}, its meetings leave {actual}",
    "score_above_bound": "the stated score bound {bound} is below the score {score}",
    "shortfall_below_bound": "the stated shortfall bound {bound} is above the shortfall {shortfall}",
    "wrong_gap": "the result states a gap of {stated}, score and bound give {actual}",
    "false_optimal": "the result says optimal, but its score or shortfall does not reach its own bound",
    "unmet_missing": "{a} and {b} wish to meet and do not, but the result gives no reason",
    "unmet_wrong": "{a} and {b} are listed as unmet but meet, have no wish or are listed twice",
    "wrong_comfort": "the result states {stated} for {figure}, its meetings give {actual}",
    "infeasible_with_meetings": "the result says infeasible but lists {meetings} meetings",
    "infeasible_without_reason": "the result says infeasible but names no demands that clash",
    # --- demands that clash (infeasible)
    "clash": "these {count} demands cannot all hold; give up one of them: {demands}",
    "demand_pin": "{a} meets {b}",
    "demand_pin_slot": "{a} meets {b} in {slot}",
    "demand_ban": "{a} and {b} are banned",
    "demand_no_wish": "no wish lists {a} and {b}",
    "demand_max": "{party} has at most {maximum} meetings",
    "demand_unavailable": "{party} is not available in {slots}",
    "demand_tables": "at most {tables} meetings at a time",
    "demand_one_at_a_time": "a party is in one meeting at a time and the fair has {slots} slots",
    "relax_any_time": "there is a plan if {a} and {b} may meet at another time",
    "relax_max": "there is a plan if the maximum of {party} is raised from {maximum} to {raised}",
    "relax_tables": "there is a plan with {extra} more tables",
    "relax_hour": "there is a plan if {party} is there in {slot} too",
    "relax_slot": "there is a plan with one more slot",
    "relax_ban": "there is a plan if {a} and {b} are not banned",
    "relax_pin": "there is a plan if {a} and {b} need not meet",
    "relax_none": "no single change of these is enough; demands clash elsewhere too",
    # --- advice when minimums are missed
    "advice_slots": "one more slot gives {meetings} of the {shortfall} missing meetings and "
    "{parties} more parties their "
    "minimum",
    "advice_slots_bound": "one more slot lets at most {meetings} of the {shortfall} missing meetings take place",
    "advice_tables": "{extra} more tables give {meetings} of the {shortfall} missing meetings",
    "advice_tables_bound": "{extra} more tables let at most {meetings} of the {shortfall} missing meetings take place",
    "advice_max": "raising the maximum of {party} from {maximum} to {raised} gives {meetings} of "
    "the {shortfall} missing "
    "meetings",
    "advice_max_bound": "raising the maximum of {party} from {maximum} to {raised} lets at most {meetings} of the "
    "{shortfall} missing meetings take place",
    "advice_hour": "if {party} were there in {slot} too, {meetings} of the {shortfall} missing "
    "meetings could take place",
    "advice_hour_bound": "if {party} were there in {slot} too, at most {meetings} of the {shortfall} "
    "missing meetings could take place",
    "advice_ban": "lifting the ban of {a} and {b} gives {meetings} of the {shortfall} missing meetings",
    "advice_ban_bound": "lifting the ban of {a} and {b} lets at most {meetings} of the {shortfall} "
    "missing meetings take place",
    "advice_wishes": "{party} can have at most {possible} meetings (allowed wishes, slots) but should "
    "have {minimum}: add "
    "wishes or slots, or lower its minimum to {possible}",
    "advice_lower_min": "lowering the minimum of {party} from {minimum} to {meetings} accepts what it has now",
    # --- why a wish is not met
    "why_ban": "{a} and {b} are banned from meeting",
    "why_no_common_slot": "{a} is available in {slots_a} slots and {b} in {slots_b}, but in none together",
    "why_no_free_common_slot": "in each of the {common} slots {a} and {b} share, one of them already has "
    "another meeting",
    "why_closed": "{party} may have no meetings at all",
    "why_capacity": "{party}'s {meetings} meetings are as many as it can have and all worth {least} or more; this one "
    "is worth {score}",
    "why_capacity_must": "{party}'s {meetings} meetings are as many as it can have and all are musts; this one is not",
    "why_tables": "{a} has {meetings_a} meetings and {b} has {meetings_b}, both could have more, "
    "but all {tables} tables "
    "are taken in every slot they could use",
    "why_better_use": "{party}'s {meetings} meetings are as many as it can have, and one of them is worth only {least} "
    "against {score} here, but the plan as a whole uses the place better",
    "why_better_use_score": "{party} has {meetings} of {capacity} meetings; adding this one would cost at least {loss} "
    "points in all",
    "why_better_use_tie": "{party} has {meetings} of {capacity} meetings; adding this one would gain nothing in all",
    "why_better_use_must": "{party} has {meetings} of {capacity} meetings; adding this one would cost a "
    "must wish or more",
    "why_better_use_min": "{party} has {meetings} of {capacity} meetings; adding this one would take a "
    "meeting from a party "
    "that needs it for its minimum",
    "why_no_plan": "there is no plan, because the demands clash",
    # --- explanations
    "not_a_wish": "no wish lists {a} and {b}, and only listed pairs may meet",
    "unknown_party": "{party} is not a party of the problem",
    "meets": "{a} and {b} meet in {slot} at table {table}; the wish is worth {score}",
    "meets_must": "{a} and {b} meet in {slot} at table {table}; the wish is a must and worth {score}",
    "meets_pinned": "the meeting is pinned",
    "load": "{party} has {meetings} meetings (minimum {minimum}, possible {capacity})",
    "with_cost": "with this meeting the best plan of all is worth {loss} points less",
    "with_cost_least": "with this meeting every plan as good for minimums and musts is worth at least {loss} points "
    "less",
    "with_no_cost": "with this meeting the best plan of all is worth as much",
    "with_gain": "with this meeting the best plan of all is worth {gain} points more",
    "with_min": "with this meeting every plan leaves at least {missing} more meetings of the minimums out",
    "with_must": "with this meeting every plan that is as good for minimums meets at least {musts} fewer musts",
    "without_cost": "without this meeting the best plan of all is worth {loss} points less",
    "without_cost_least": "without this meeting every plan as good for minimums and musts is worth at least {loss} "
    "points less",
    "without_no_cost": "without this meeting the best plan of all is worth as much",
    "without_gain": "without this meeting the best plan of all is worth {gain} points more",
    "without_min": "without this meeting every plan leaves at least {missing} more meetings of the minimums out",
    "without_must": "without this meeting every plan that is as good for minimums meets at least {musts} fewer musts",
    "nearest": "the nearest change found ({score} points, {shortfall} missing meetings, {must} musts): {changes}",
    "change_added": "{a} and {b} meet in {slot}",
    "change_removed": "{a} and {b} do not meet",
    "change_moved": "{a} and {b} meet in {slot} instead of {old}",
    "change_more": "{count} more changes",
    "with_it_impossible": "pinning this meeting leaves no plan at all",
}


@dataclass(frozen=True)
class Sentence:
    """One statement for a person; `text` is English, `code` and `params` let another language be written."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Lists of sentences within a sentence are separated by semicolons."""
        return TEMPLATES[self.code].format(**{name: _said(value) for name, value in self.params.items()})

    def __str__(self) -> str:
        return self.text


def _said(value: object) -> object:
    return "; ".join(str(part) for part in value) if isinstance(value, list | tuple) else value


def say(code: str, **params: object) -> Sentence:
    return Sentence(code, params)
