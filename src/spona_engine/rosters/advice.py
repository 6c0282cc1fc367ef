"""What to change where somebody is missing: facts about who could have come, the largest gap first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.rosters.sentences import RosterSentence, say

if TYPE_CHECKING:
    from spona_engine.rosters.contents import BoolArray, IntArray
    from spona_engine.rosters.problem import RosterProblem

_MOST = 20


def advise(problem: RosterProblem, chosen: IntArray) -> tuple[RosterSentence, ...]:
    """Sentences about the shifts that lack somebody, at most twenty."""
    working = np.zeros((problem.n_volunteers, problem.n_shifts), dtype=bool)
    working[problem.volunteer[chosen], problem.shift[chosen]] = True
    could = np.zeros_like(working)
    could[problem.volunteer, problem.shift] = True
    for v, s in problem.bans:
        could[v, s] = False
    found: list[tuple[int, RosterSentence]] = []
    for s in range(problem.n_shifts):
        missing = int(problem.minimum[s]) - int(working[:, s].sum())
        if missing > 0:
            found.append((missing, _about_minimum(problem, working, could[:, s], s, missing)))
        for k in np.flatnonzero(problem.needs[s]).tolist():
            lacking = int(problem.needs[s, k]) - int((working[:, s] & problem.skills[:, k]).sum())
            offers = int((could[:, s] & problem.skills[:, k]).sum())
            if lacking > 0 and offers < problem.needs[s, k]:
                facts = {"skill": problem.skill_names[k], "needed": int(problem.needs[s, k]), "offers": offers}
                found.append((lacking, say("advice_skill", shift=problem.shift_ids[s], missing=lacking, **facts)))
    found.sort(key=lambda entry: -entry[0])
    return tuple(sentence for _, sentence in found[:_MOST])


def _about_minimum(
    problem: RosterProblem, working: BoolArray, could: BoolArray, s: int, missing: int
) -> RosterSentence:
    offers, least = int(could.sum()), int(problem.minimum[s])
    name = problem.shift_ids[s]
    if offers < least:
        return say("advice_offers", shift=name, missing=missing, minimum=least, offers=offers)
    absent = could & ~working[:, s]
    elsewhere = absent & (working & problem.exclusive[s]).any(axis=1)
    load, minutes = working.sum(axis=1), working @ problem.minutes
    full = (load >= problem.max_shifts) | (minutes + problem.minutes[s] > problem.max_minutes)
    counts = {"elsewhere": int(elsewhere.sum()), "full": int((absent & ~elsewhere & full).sum())}
    return say("advice_busy", shift=name, missing=missing, **counts)
