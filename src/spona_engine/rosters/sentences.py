"""Every sentence said about rosters, as a code with parameters and an English template (as spona_engine.sentences)."""

from __future__ import annotations

from dataclasses import dataclass

from spona_engine.sentences import Sentence

TEMPLATES: dict[str, str] = {
    "as_written": "{words}",
    # --- rules a roster must keep
    "not_offered": "{volunteer} works on {shift} without having offered it",
    "listed_twice": "{volunteer} is listed {times} times on {shift}",
    "banned_shift": "{volunteer} works on {shift} although that is banned",
    "pin_missing": "{volunteer} must work on {shift} but does not",
    "overlap": "{volunteer} works on {first} and {second}, which overlap",
    "too_far": "{volunteer} works on {first} and {second} with {between} minutes between them and {travel} on the way",
    "over_shift_maximum": "{shift} has {count} volunteers, its maximum is {maximum}",
    "over_shifts": "{volunteer} works on {count} shifts, the maximum is {maximum}",
    "over_minutes": "{volunteer} works {minutes} minutes, the maximum is {maximum}",
    "group_apart": "{volunteer} does not work on {shift} with the rest of the group: {group}",
    # --- claims of a result that its own assignments contradict
    "wrong_score": "the result states a score of {stated}, its assignments add up to {actual}",
    "wrong_shortfall": "the result states a shortfall of {stated}, its assignments leave {actual}",
    "wrong_unevenness": "the result states an unevenness of {stated}, its assignments give {actual}",
    "bound_contradicts": "the stated {name} bound {bound} contradicts the {name} {value}",
    "false_optimal": "the result says optimal, but does not reach its own bounds",
    "infeasible_with_work": "the result says infeasible but lists {count} assignments",
    "infeasible_unexplained": "the result says infeasible but names no demands that clash",
    # --- demands that clash
    "clash": "these {count} demands cannot all hold; give up one of them: {demands}",
    "demand_pin": "{volunteer} works on {shift}",
    "demand_ban": "{volunteer} is banned from {shift}",
    "demand_offer": "{volunteer} has not offered {shift}",
    "demand_group": "{group} stay together",
    "demand_shift_maximum": "{shift} has at most {maximum} volunteers",
    "demand_shifts": "{volunteer} works on at most {maximum} shifts",
    "demand_minutes": "{volunteer} works at most {maximum} minutes",
    "fact_overlap": "{first} and {second} overlap, and nobody is in two places at once",
    "fact_far": "between {first} and {second} lie {between} minutes, and the way takes {travel}",
    # --- advice when somebody is missing
    "advice_offers": "{shift} lacks {missing} of {minimum} volunteers and {offers} could come: find more, or ask for "
    "{offers}",
    "advice_skill": "{shift} lacks {missing} of {needed} volunteers with {skill} and {offers} who have it could come: "
    "find more, or ask for {offers}",
    "advice_busy": "{shift} lacks {missing} volunteers; of those who could come and do not, {elsewhere} work at a time "
    "that does not allow it and {full} have as much work as they want",
}


@dataclass(frozen=True)
class RosterSentence(Sentence):
    """A statement about a roster."""

    @property
    def text(self) -> str:
        return TEMPLATES[self.code].format(**self.params)

    def __str__(self) -> str:
        return self.text


def say(code: str, **params: object) -> RosterSentence:
    return RosterSentence(code, params)
