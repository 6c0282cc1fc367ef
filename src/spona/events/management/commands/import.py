"""``spona import FILE --fair SLUG``: an organiser's spreadsheet into a fair, from the command line."""  # noqa: N999

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction

from spona.events.models import Fair
from spona.kernel.actions import apply_import, in_network, preview_counts, preview_import, start_import, store_file
from spona.kernel.models import CREATE, Actor, ImportBatch, ImportPreview, Network, Problem, Problems, RowPreview

REFUSED = 2


class Command(BaseCommand):
    """Looks at the file and says what would happen; ``--apply`` writes it.

    Bad input, and rows nobody has decided about: one line each on stderr with file, place and remedy; exit 2; nothing
    written.
    """

    help = "Take a spreadsheet of organisations, proposals and wishes into a fair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the spreadsheet (.xlsx or .csv)")
        parser.add_argument("--fair", required=True, help="the fair's address, e.g. sajam-2027")
        parser.add_argument("--network", default="", help="the network's address, where there are several")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--apply", action="store_true", help="write the rows; otherwise only say what would happen")
        how.add_argument("--dry-run", action="store_true", help="only say what would happen (the default)")
        parser.add_argument("--again", action="store_true", help="take the file in although it was taken in before")
        parser.add_argument("--skip-bad-rows", action="store_true", help="leave rows with problems out")
        unsure = parser.add_mutually_exclusive_group()
        unsure.add_argument("--new-when-unsure", action="store_true", help="rows that may be known are new")
        unsure.add_argument("--same-when-likely", action="store_true", help="rows that may be known are the likeliest")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            self._refuse([f"{path}: cannot be read ({error.strerror}). Check the file's name."])
        fair = self._fair(options["fair"], options["network"])
        by = Actor.of_system("import", fair.network_id)
        try:
            with in_network(fair.network_id), transaction.atomic():
                counts = self._take_in(path.name, content, fair, by, options)
                if not options["apply"]:
                    transaction.set_rollback(True)
        except Problem as problem:
            self._refuse([_line(path, problem)])
        except Problems as several:
            self._refuse([_line(path, problem) for problem in several.problems])
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
        if not options["apply"]:
            self.stdout.write("Nothing was written. Repeat with --apply to take the file in.")

    def _take_in(self, name: str, content: bytes, fair: Fair, by: Actor, options: dict[str, Any]) -> dict[str, int]:
        file = store_file(name=name, content=content, by=by, programme_id=fair.programme_id, subject_id=fair.pk)
        batch: ImportBatch = start_import(file=file, kind="events.parties", subject=fair, by=by, again=options["again"])
        preview = preview_import(batch, by)
        decisions = _decisions(preview, options)
        problems = [] if options["skip_bad_rows"] else preview.problems
        problems += [_question(row) for row in preview.undecided if row.row.key not in decisions]
        if problems:
            raise Problems(problems)
        if options["apply"]:
            done = apply_import(batch=batch, by=by, decisions=decisions, skip_bad_rows=options["skip_bad_rows"])
            return dict(done.counts)
        return preview_counts(preview)

    def _fair(self, slug: str, network: str) -> Fair:
        networks = list(Network.objects.filter(slug=network) if network else Network.objects.order_by("slug"))
        found = [fair for each in networks for fair in self._fairs(each) if fair.slug == slug]
        if len(found) > 1:
            names = ", ".join(fair.network.slug for fair in found)
            self._refuse([f"--fair {slug}: several networks have one. Say --network with one of: {names}."])
        if not networks:
            known = ", ".join(Network.objects.values_list("slug", flat=True)[:20]) or "none yet"
            self._refuse([f"--network {network}: not known. There are: {known}."])
        if not found:
            known = ", ".join(fair.slug for each in networks for fair in self._fairs(each)) or "none yet"
            self._refuse([f"--fair {slug}: not known. There are: {known}."])
        return found[0]

    def _fairs(self, network: Network) -> list[Fair]:
        with in_network(network.pk):
            return list(Fair.objects.filter(network=network).select_related("network").order_by("-starts_on")[:200])

    def _refuse(self, lines: list[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        sys.exit(REFUSED)


def _decisions(preview: ImportPreview, options: dict[str, Any]) -> dict[str, str]:
    """Decide the rows that may be somebody who is known, as the options say. A number under another name is never
    decided here.
    """
    likely = [row for row in preview.undecided if row.matches and not _doubts(row)]
    if options["new_when_unsure"]:
        return {row.row.key: CREATE for row in likely}
    if options["same_when_likely"]:
        return {row.row.key: str(row.matches[0].id) for row in likely}
    return {}


def _doubts(row: RowPreview) -> list[Problem]:
    return [note for note in row.notes if note.code == "number_of_another"]


def _question(row: RowPreview) -> Problem:
    if _doubts(row):
        return _doubts(row)[0]
    known = ", ".join(match.title for match in row.matches[:3])
    return Problem(
        f"“{row.title}” may be somebody who is here already: {known}.",
        place=row.row.key,
        remedy="Say --new-when-unsure or --same-when-likely, or decide row by row on the import's page.",
        code="row_undecided",
    )


def _line(path: Path, problem: Problem) -> str:
    return f"{path.name}: {problem.place or 'file'}: {problem}"
