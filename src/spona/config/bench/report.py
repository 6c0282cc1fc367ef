"""The figures of the engine as a page: a table an instance, and in words where a peer did better or broke a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spona.config.bench.engine import ANSWERED, GRACE_SECONDS, MEMORY_MB, EngineFigures
from spona.config.bench.peers import OURS, PEER_SECONDS
from spona.config.bench.records import Record
from spona_engine.peers.linear import MOST_COLUMNS

_HEADS = (
    "peer",
    "status",
    "shortfall",
    "score",
    "bound",
    "gap",
    "worst (bound)",
    "touched",
    "limit",
    "seconds",
    "peak MB",
    "score / ours",
    "time / ours",
    "faults",
)

_INTRODUCTION = """# What a plan costs, and what others would do

Every line is a process of its own with {memory:,} MB at most; whoever has no answer {grace:.0f} s after its limit is
ended. *limit* is the seconds it was given: what the instance is meant to take; plain models and packages have at most
{others:.0f} s, so that all of it takes minutes. Seed 0 everywhere. *seconds* is the call alone, without loading a
solver's library; *peak MB* the process's own (`VmHWM`), problem included; *faults* is what the engine's independent
checker finds in the answer. *bound* and *gap* are what the peer itself proves; a dash: nothing. *worst* is the lowest
sum of any left party, where fairness is asked for; it counts before the score then. *touched* is how many meetings of
the published plan a re-plan moves or drops, those of whoever did not come included; they count before the score, and
the bound is that of all plans, however many they touch. Our engine, flow and HiGHS use one thread, CP-SAT all cores.
Rosters are compared by shortfall and score; ours alone evens out the work as well, and says *optimal* only if that is
proven too.

- **first come**: requests in a random order, each granted if both have a meeting and a slot left; for pairs each left
  party in a random order takes its best that are left; for rosters a sign-up sheet. After a no-show what can stay stays
  first, as by hand.
- **planned afresh**: our own engine, asked again as if nothing had been published.
- **deferred acceptance**: Gale and Shapley with quotas, both sides rank by score; slots afterwards, the dearest first.
- **bare flow**: one minimum-cost flow (OR-Tools), slots by peeling off perfect matchings; the highest total also where
  fairness is asked for.
- **plain CP-SAT**, **plain HiGHS**: one yes or no for each wish and slot (pair, offer), the goals as one weighted sum,
  for fairness the lowest sum alone (`spona_engine.peers`). With more than {columns:,} columns they are not tried:
  earlier runs gave fairs of 420,000 ten seconds, and neither solver had an answer.
- Packages are asked only what they can express; `pip install --no-deps --require-hashes -r requirements-bench.lock`
  installs them.

Each part was measured by the command above it. `spona bench page` composes this page from the records beside it.

![Seconds and what is missing to the best proven bound, by instance and peer]({picture})
"""
_TITLES = {
    "fairs": "Fairs without limits of availability",
    "availability": "Fairs with availability",
    "shapes": "Many musts, few levels of scores, one side alone",
    "limits": "Fairs with availability, minimums and few tables",
    "replans": "Re-plans: somebody did not come",
    "pairs": "Pairs: mentors, reviews, juries",
    "rosters": "Rosters",
    "preflib": "Real bids (PrefLib)",
}


def page(records: Sequence[Record], picture: str) -> str:
    """Return the whole page as Markdown; ``picture``: the name of the plot beside it."""
    facts = {"grace": GRACE_SECONDS, "memory": MEMORY_MB, "others": PEER_SECONDS, "columns": MOST_COLUMNS}
    measured = [row for record in records for row in record.figures]
    parts = [_INTRODUCTION.format(picture=picture, **facts)]
    parts += ["## In short", "", *(f"- {sentence}" for sentence in findings(measured))]
    parts += [_part(record) for record in records]
    return "\n".join(parts) + "\n"


def _part(record: Record) -> str:
    """One group: its command, its circumstances, what was not reached, its tables."""
    lines = [f"\n## {_TITLES[record.group]}", "", f"    {record.command}", "", record.conditions]
    if record.not_reached:
        lines.append(f"The run ended before these were reached: {'; '.join(record.not_reached)}.")
    return "\n".join([*lines, "", tables(record.figures, record.titles)])


def tables(measured: Sequence[EngineFigures], titles: Mapping[str, str]) -> str:
    """Return one Markdown table an instance, in the order measured; ``titles``: peers as they were installed."""
    parts = []
    for name, rows in by_instance(measured).items():
        lines = [f"### {name}", "", "| " + " | ".join(_HEADS) + " |", "|" + "---|" * len(_HEADS)]
        ours = next((row for row in rows if row.peer == OURS), None)
        lines += ["| " + " | ".join([titles.get(row.peer, row.peer), *_cells(row, ours)]) + " |" for row in rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def by_instance(measured: Sequence[EngineFigures]) -> dict[str, list[EngineFigures]]:
    found: dict[str, list[EngineFigures]] = {}
    for row in measured:
        found.setdefault(row.instance, []).append(row)
    return found


def _cells(row: EngineFigures, ours: EngineFigures | None) -> list[str]:
    share = time = None
    if ours is not None and row is not ours:
        share = row.score / ours.score if row.score is not None and ours.score else None
        time = row.seconds / ours.seconds if row.seconds is not None and ours.seconds else None
    faults = "–" if row.faults is None else str(row.faults)
    return [
        row.status,
        _number(row.shortfall),
        _number(row.score),
        _number(row.score_bound),
        "–" if row.gap is None else f"{row.gap:.4%}",
        _number(row.worst) if row.worst_bound is None else f"{_number(row.worst)} ({_number(row.worst_bound)})",
        _number(row.touched),
        "–" if row.limit is None else f"{row.limit:g}",
        "–" if row.seconds is None else f"{row.seconds:.2f}",
        "–" if row.peak_mb is None else f"{row.peak_mb:.0f}",
        "–" if share is None else f"{share:.2%}",
        "–" if time is None else f"{time:.2f}",
        f"{faults}: {row.first_fault}" if row.first_fault else faults,
    ]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}"


def findings(measured: Sequence[EngineFigures]) -> list[str]:
    """Return what a reader must not miss, as sentences: how often we are first, and every place where we are not."""
    found, first, compared = [], 0, 0
    for name, rows in by_instance(measured).items():
        ours = next((row for row in rows if row.peer == OURS and row.status in ANSWERED), None)
        if ours is None:
            found += [f"{name}: no answer of ours ({row.status})." for row in rows if row.peer == OURS]
            continue
        compared += 1
        better = [row for row in rows if row is not ours and goodness(row) > goodness(ours)]
        first += not better
        found += [f"{name}: {row.peer} is better ({_stated(row)}; ours: {_stated(ours)})." for row in better]
        found += [f"{name}: ours breaks a rule ({ours.first_fault})." for _ in range(bool(ours.faults))]
    for row in measured:
        if row.faults and row.peer != OURS:
            found.append(f"{row.instance}: {row.peer} breaks {row.faults} rules, the first: {row.first_fault}.")
    return [f"On {first} of {compared} instances no peer without faults has a better answer than ours.", *found]


def goodness(row: EngineFigures) -> tuple[float, float, float, float]:
    """Compares answers as the goals do, the larger the better; one that breaks a rule is worse than all that don't."""
    if row.status not in ANSWERED or row.faults or row.score is None:
        return (-(2**62), 0, 0, 0)
    return (-(row.shortfall or 0), -(row.touched or 0), row.worst or 0, row.score)


def _stated(row: EngineFigures) -> str:
    worst = "" if row.worst is None else f", worst {_number(row.worst)}"
    touched = "" if row.touched is None else f", {_number(row.touched)} touched"
    return f"shortfall {_number(row.shortfall)}{touched}, score {_number(row.score)}{worst}"
