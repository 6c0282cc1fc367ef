"""The command line: solve, check, explain. Exit 0 done (check: nothing wrong), 1 check found something, 2 bad input."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, NoReturn

from spona_engine import (
    Explanation,
    MeetingProblem,
    MeetingResult,
    PairExplanation,
    PairProblem,
    PairResult,
    ProblemError,
    RosterProblem,
    RosterResult,
    check,
    explain,
    explain_pair,
    replan,
    solve,
)
from spona_engine.meetings.reading import load_document

_Problem = MeetingProblem | PairProblem | RosterProblem
_KINDS: dict[str, type[_Problem]] = {"meetings": MeetingProblem, "pairs": PairProblem, "rosters": RosterProblem}


class _BadInput(Exception):
    """One line for stderr: file, place, remedy."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the command in one line, as every other mistake is said."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"command line: {message}; see --help\n")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m spona_engine", description="Plan meetings, pairs and rosters.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("solve", help="write a plan for PROBLEM.json")
    one.add_argument("problem", type=Path)
    one.add_argument("--out", type=Path, required=True, help="where to write the result")
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--time-limit", type=float, default=10.0, metavar="SECONDS")
    one.add_argument("--start", type=Path, metavar="OLD.json", help="an earlier result to stay near")
    one.add_argument("--moves", type=_count, metavar="K", help="touch at most so many meetings of OLD.json")
    two = commands.add_parser("check", help="print every violation in RESULT.json")
    three = commands.add_parser("explain", help="say why two parties do or don't meet")
    for command in (two, three):
        command.add_argument("problem", type=Path)
        command.add_argument("result", type=Path)
    three.add_argument("a")
    three.add_argument("b")
    return parser


def _count(written: str) -> int:
    """A whole number from 0 upwards."""
    if not (written.isascii() and written.isdigit()):
        raise argparse.ArgumentTypeError(f"is {written!r}; write a whole number from 0 upwards")
    return int(written)


def _document(path: Path, kind: str | None = None) -> dict[str, Any]:
    """The document in a file, of this kind or of any known one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return dict(load_document(text, _kind_of(text) if kind is None else kind))
    except OSError as error:
        raise _BadInput(f"{path}: cannot be read ({error.strerror}); check the name and the rights") from error
    except UnicodeDecodeError as error:
        raise _BadInput(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except ProblemError as error:
        raise _BadInput(f"{path}: {error}") from error


def _kind_of(text: str) -> str:
    """The kind a document names; meetings where it names none that is known."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return "meetings"
    kind = document.get("kind") if isinstance(document, dict) else None
    return kind if isinstance(kind, str) and kind in _KINDS else "meetings"


def _problem(path: Path) -> _Problem:
    document = _document(path)
    try:
        return _KINDS[document["kind"]].from_json(document)
    except ProblemError as error:
        raise _BadInput(f"{path}: {error}") from error


def _solve(options: argparse.Namespace) -> int:
    if options.moves is not None and options.start is None:
        raise _BadInput("--moves: is given without --start; name the earlier plan whose meetings it counts")
    problem = _problem(options.problem)
    start = None if options.start is None else _document(options.start, "meetings")
    if start is not None and not isinstance(problem, MeetingProblem):
        raise _BadInput(f"{options.problem}: only a plan of meetings has an earlier one; leave --start out")
    try:
        result = _solved(problem, options, start)
    except ProblemError as error:
        raise _BadInput(f"{options.problem if start is None else options.start}: {error}") from error
    try:
        options.out.write_text(_written(result.to_json()) + "\n", encoding="utf-8")
    except OSError as error:
        raise _BadInput(f"{options.out}: cannot be written ({error.strerror}); choose another place") from error
    return 0


def _written(document: dict[str, Any]) -> str:
    """The document with a line for every value; unlike `indent`, such separators leave the work to json's C code."""
    return json.dumps(document, ensure_ascii=False, separators=(",\n", ": "))


def _solved(
    problem: _Problem, options: argparse.Namespace, start: dict[str, Any] | None
) -> MeetingResult | PairResult | RosterResult:
    with _asked_to_stop() as asked:
        limits = options.seed, options.time_limit
        if start is not None and isinstance(problem, MeetingProblem):
            return replan(problem, start, *limits, should_stop=asked.is_set, moves=options.moves)
        return solve(problem, *limits, should_stop=asked.is_set)


@contextmanager
def _asked_to_stop() -> Iterator[Event]:
    """Ctrl-C sets the event instead of ending the program; the signal is given back on leaving."""
    asked = Event()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _check(options: argparse.Namespace) -> int:
    problem, document = _problem(options.problem), _document(options.result)
    try:
        found = check(problem, document)
    except ProblemError as error:
        raise _BadInput(f"{options.result}: {error}") from error
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


def _explain(options: argparse.Namespace) -> int:
    problem, document = _problem(options.problem), _document(options.result)
    if isinstance(problem, RosterProblem):
        raise _BadInput(f"{options.problem}: explain knows meetings and pairs; ask about one of those")
    try:
        answer = _explained(problem, document, options.a, options.b)
    except ProblemError as error:
        raise _BadInput(f"{options.result}: {error}") from error
    sys.stdout.writelines(f"{sentence}\n" for sentence in answer.sentences)
    return 0


def _explained(
    problem: MeetingProblem | PairProblem, document: dict[str, Any], a: str, b: str
) -> Explanation | PairExplanation:
    if isinstance(problem, PairProblem):
        return explain_pair(problem, PairResult.from_json(problem, document), a, b)
    return explain(problem, MeetingResult.from_json(problem, document), a, b)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return {"solve": _solve, "check": _check, "explain": _explain}[options.command](options)
    except _BadInput as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
