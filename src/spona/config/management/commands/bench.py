"""`spona bench web`, `engine` and `page`: what a page and a plan cost on this machine, and the record of it."""

import json
import os
import platform
import shlex
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from spona.config.bench import figures
from spona.config.bench.engine import measure_apart
from spona.config.bench.figures import Figures
from spona.config.bench.instances import GROUPS, INSTANCES, Instance
from spona.config.bench.pages import chosen_pages
from spona.config.bench.peers import PEERS, Peer
from spona.config.bench.plot import plot
from spona.config.bench.records import Record, read_records
from spona.config.bench.report import findings, page, tables
from spona.config.bench.seeding import seed_fair
from spona.config.bench.serving import (
    SETTLING_SECONDS,
    Installation,
    fresh_database,
    measure,
    own_server,
    web_server,
)
from spona.config.embedded import EmbeddedServer

SIZES = "60,4000,40000"
_Named = TypeVar("_Named", Instance, Peer)


class Command(BaseCommand):
    help = "Measure pages at three sizes of an event, or the engine, on a throw-away installation of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        web = kinds.add_parser("web", help="every page at each size: times, queries, bytes")
        web.add_argument("--sizes", default=SIZES, help=f"rows of every list, comma separated (default {SIZES})")
        web.add_argument("--seconds", type=float, default=2.0, help="for each page at each size (default 2)")
        web.add_argument("--clients", type=int, default=8, help="readers at once in the busy half (default 8)")
        web.add_argument("--workers", type=int, default=1, help="web server processes (default 1, like spona serve)")
        web.add_argument("--pages", default="", help="beginnings of page names, comma separated (default all)")
        solver = kinds.add_parser("engine", help="the engine against its peers: score, bound, seconds, memory")
        solver.add_argument("--groups", default="", help=f"comma separated, of {', '.join(GROUPS)} (default all)")
        solver.add_argument("--quick", action="store_true", help="the small selection of instances")
        solver.add_argument(
            "--instances", default="", help="beginnings of instance names, separated by ; (default all)"
        )
        solver.add_argument("--peers", default="", help="beginnings of peer names, comma separated (default all)")
        solver.add_argument("--time-limit", type=float, help="at most so many seconds for each answer")
        solver.add_argument(
            "--records", type=Path, help="keep each group as GROUP.json in this folder, from answer to answer"
        )
        composed = kinds.add_parser(
            "page", help="one page of the records of the engine's groups, measured together or not"
        )
        composed.add_argument("--records", type=Path, required=True, help="the folder with the records")
        composed.add_argument("--page", type=Path, required=True, help="the .md; the plot is written beside it as .svg")
        web.add_argument("--json", type=Path, help="also write the figures to this file")

    def handle(self, **options: Any) -> None:
        """Side effects: for web a throw-away server and its files in a temporary folder, removed again; the files named
        by --json, --records and --page.
        """
        {"engine": self._engine, "page": self._page, "web": self._web}[options["kind"]](options)

    def _web(self, options: dict[str, Any]) -> None:
        sizes = self._sizes(options["sizes"])
        try:
            pages = chosen_pages([word.strip() for word in options["pages"].split(",") if word.strip()])
        except ValueError as error:
            raise CommandError(f"no page's name begins with '{error}'; without --pages all are measured.") from error
        if options["seconds"] <= 0 or options["clients"] < 1 or options["workers"] < 1:
            raise CommandError("--seconds, --clients and --workers are more than nothing.")
        measured: list[Figures] = []
        with tempfile.TemporaryDirectory(prefix="spona-bench-") as folder:
            Path(folder).chmod(0o711)
            with own_server(Path(folder) / "postgres") as server, ExitStack() as running:
                installations = [self._installed(running, server, size, Path(folder), options) for size in sizes]
                time.sleep(SETTLING_SECONDS)
                for page in pages:
                    measured += measure(page, installations, options["seconds"], options["clients"])
        self._say(figures.table(measured))
        for sentence in figures.missed(measured, pages):
            self.stdout.write(f"missed: {sentence}")
        self._keep(options, (row.as_json() for row in measured))

    def _installed(
        self, running: ExitStack, server: EmbeddedServer, size: int, folder: Path, options: dict[str, Any]
    ) -> Installation:
        """Seed one event and start its server; both end with ``running``."""
        address = running.enter_context(fresh_database(server, f"bench_{size}"))
        begun = time.monotonic()
        seeded = seed_fair(size)
        self.stderr.write(f"{size} rows a list written in {time.monotonic() - begun:.0f} s")
        port = running.enter_context(web_server(address, folder / "var", options["workers"]))
        return Installation(seeded, address, port, size=size)

    def _engine(self, options: dict[str, Any]) -> None:
        chosen = self._chosen(INSTANCES, options["instances"], ";")
        groups = self._groups(options["groups"])
        peers = self._chosen(PEERS, options["peers"], ",")
        records = []
        for group in groups:
            members = [one for one in chosen if one.group == group and (one.quick or not options["quick"])]
            if members:
                records.append(self._measured(group, members, peers, options))
        for record in records:
            self._say(tables(record.figures, record.titles), f"{record.command}\n{record.conditions}")
        for sentence in findings([row for record in records for row in record.figures]):
            self.stdout.write(sentence)

    def _measured(self, group: str, members: list[Instance], peers: list[Peer], options: dict[str, Any]) -> Record:
        """Ask the peers one after another; the record on disk is never more than one answer behind."""
        begun = time.monotonic()
        record = Record.begin(group, self._typed(group, options), [one.name for one in members])
        for instance in members:
            for peer in (one for one in peers if instance.kind in one.ask):
                limit = min(instance.limit, peer.most, options["time_limit"] or instance.limit)
                figures = measure_apart(instance.name, peer.name, limit)
                record = record.having(figures, time.monotonic() - begun)
                if options["records"] is not None:
                    record.write(options["records"])
                self.stderr.write(f"{instance.name}, {peer.name}: {figures.status}")
        return record

    def _page(self, options: dict[str, Any]) -> None:
        try:
            records = read_records(options["records"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not records:
            raise CommandError(f"{options['records']}: holds no record; spona bench engine --records writes them.")
        picture = options["page"].with_suffix(".svg")
        options["page"].write_text(page(records, picture.name), encoding="utf-8")
        measured = [row for record in records for row in record.figures]
        picture.write_text(plot(measured, "Seconds to an answer"), encoding="utf-8")

    def _groups(self, text: str) -> list[str]:
        words = [word.strip() for word in text.split(",") if word.strip()]
        unknown = [word for word in words if word not in GROUPS]
        if unknown:
            raise CommandError(f"there is no group '{unknown[0]}'; there are: {', '.join(GROUPS)}.")
        return [group for group in GROUPS if not words or group in words]

    def _chosen(self, all_: Sequence[_Named], text: str, between: str) -> list[_Named]:
        words = [word.strip() for word in text.split(between) if word.strip()]
        unknown = [word for word in words if not any(one.name.startswith(word) for one in all_)]
        if unknown:
            raise CommandError(f"no name begins with '{unknown[0]}'; there are: {'; '.join(one.name for one in all_)}.")
        return [one for one in all_ if not words or any(one.name.startswith(word) for word in words)]

    def _typed(self, group: str, options: dict[str, Any]) -> str:
        """The command as a person would type it to measure this group again."""
        words = [f"spona bench engine --groups {group}"]
        words += ["--quick"] if options["quick"] else []
        for name in ("instances", "peers", "time_limit", "records"):
            if options[name]:
                words.append(f"--{name.replace('_', '-')} {shlex.quote(str(options[name]))}")
        return " ".join(words)

    def _sizes(self, text: str) -> list[int]:
        try:
            sizes = sorted({int(part) for part in text.split(",")})
        except ValueError as error:
            raise CommandError(f"--sizes are whole numbers like {SIZES}, not '{text}'.") from error
        if sizes[0] < 20 or any(size % 2 for size in sizes):
            raise CommandError("--sizes are even numbers from 20 on: half of the parties sit on each side.")
        return sizes

    def _machine(self) -> str:
        cores, load = os.cpu_count(), os.getloadavg()[0]
        return (
            f"{timezone.localdate()}, {cores} cores, Python {platform.python_version()}; load over "
            f"the last minute {load:.1f} (clients, database and whatever else runs share the machine)"
        )

    def _say(self, table: str, machine: str = "") -> None:
        self.stdout.write(f"{machine or self._machine()}\n\n{table}\n")

    def _keep(self, options: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
        if options["json"] is None:
            return
        asked = {name: options[name] for name in ("kind", "seconds", "clients", "workers")}
        document = {"machine": self._machine(), "asked": asked, "figures": list(rows)}
        options["json"].write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
