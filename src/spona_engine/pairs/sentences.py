"""Every sentence said about pairs, as a code with parameters and an English template (as spona_engine.sentences)."""

from __future__ import annotations

from dataclasses import dataclass

from spona_engine.sentences import Sentence

TEMPLATES: dict[str, str] = {
    "as_written": "{words}",
    # --- rules an assignment must keep
    "unlisted_pair": "{left} gets {right}, but the problem does not list the pair",
    "pair_again": "{left} gets {right} {times} times; a pair is chosen at most once",
    "conflict_chosen": "{left} gets {right} although the two are in conflict",
    "over_demand": "{left} gets {partners} partners and asks for {demand}",
    "over_capacity": "{right} has {partners} partners, its capacity is {capacity}",
    "forced_missing": "{left} must get {right} but does not",
    "over_group": "{left} gets {partners} partners of {limit} {group}, at most {most} are allowed",
    "blocking_pair": "{left} and {right} would both rather have each other, so the matching is not stable",
    "impossible_pair": "{left} gets {right}, a pair whose probability must be 0",
    # --- claims of a result that its own pairs contradict
    "wrong_total": "the result states a score of {stated}, its pairs add up to {actual}",
    "wrong_worst": "the result states a worst sum of {stated}, its pairs give {actual}",
    "wrong_missing": "the result states a shortfall of {stated}, its pairs leave {actual}",
    "bound_contradicts": "the stated {name} bound {bound} contradicts the {name} {value}",
    "false_proof": "the result says optimal, but does not reach its own bounds",
    "infeasible_with_pairs": "the result says infeasible but lists {pairs} pairs",
    "infeasible_unexplained": "the result says infeasible but names no demands that clash",
    "probability_above_cap": "{left} gets {right} with probability {probability}, at most {most} is allowed",
    "probability_off": "the probabilities of {party} add up to {sum}, at most {most} is allowed",
    # --- demands that clash
    "demands_clash": "these {count} demands cannot all hold; give up one of them: {demands}",
    "asked_forced": "{left} must get {right}",
    "asked_conflict": "{left} and {right} are in conflict",
    "asked_unlisted": "the problem does not list {left} with {right}",
    "asked_demand": "{left} gets at most {demand}",
    "asked_capacity": "{right} takes at most {capacity}",
    "asked_group": "{left} gets at most {most} of {limit} {group}",
    "asked_probability": "{left} gets {right} with a probability of at most {most}",
    # --- advice when something is missing
    "advice_candidates": "{left} asks for {demand} partners and has {candidates} possible ones: list more, or ask for "
    "{candidates}",
    "advice_group_candidates": "{left} needs {least} of {limit} {group} and has {candidates} possible ones: list more",
    "advice_right_candidates": "{right} needs {least} partners and {candidates} could have it: list more, or lower its "
    "minimum to {candidates}",
    "advice_capacity": "{missing} partners are missing and all who could give one are full: raise capacities by "
    "{missing} among {rights}",
    "advice_load": "the minimum loads lack {missing} partners and nobody who could give them asks for more: raise "
    "demands by {missing}, or lower the minimums of {rights}",
    # --- explanations
    "no_assignment": "there is no assignment, because the demands clash",
    "has": "{left} has {right}; the pair is worth {score}",
    "has_not": "{left} does not have {right}; the pair would be worth {score}",
    "by_lot": "{left} gets {right} with a probability of {probability}, at most {most} is allowed",
    "content": "{party} has {partners} partners, as many as it can, and likes none of them less than {other}",
    "with_missing": "with this pair every assignment leaves {missing} more partners missing",
    "with_worst": "with this pair somebody gets at most {worst}, and now everybody gets {now} or more",
    "with_loss": "with this pair the best total is {loss} lower",
    "with_loss_least": "with this pair every total is at least {loss} below this one",
    "with_no_loss": "with this pair the best total is as high",
    "with_gain": "with this pair the best total is {gain} above this one",
    "without_missing": "without this pair every assignment leaves {missing} more partners missing",
    "without_worst": "without this pair somebody gets at most {worst}, and now everybody gets {now} or more",
    "without_loss": "without this pair the best total is {loss} lower",
    "without_loss_least": "without this pair every total is at least {loss} below this one",
    "without_no_loss": "without this pair the best total is as high",
    "without_gain": "without this pair the best total is {gain} above this one",
    "opposite": "the best assignment found then differs in this: {changes}",
    "loses": "{left} does not have {right}",
    "gets": "{left} has {right}",
    "more_changes": "{count} more changes",
}


@dataclass(frozen=True)
class PairSentence(Sentence):
    """A statement about pairs."""

    @property
    def text(self) -> str:
        return TEMPLATES[self.code].format(**self.params)

    def __str__(self) -> str:
        return self.text


def say(code: str, **params: object) -> PairSentence:
    return PairSentence(code, params)
