"""The `spona` command: Django's management commands with a database that is simply there.

Where DATABASE_URL is not set, the private server under `var/` runs while the command does. What a person gave wrongly
is answered with one line on stderr and exit code 2; `--traceback` shows the whole story to a developer.
"""

import argparse
import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, get_commands, load_command_class
from django.core.management import execute_from_command_line as execute_django
from django.core.management.base import BaseCommand, SystemCheckError, handle_default_options
from django.db import ProgrammingError, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.errors import UndefinedColumn, UndefinedTable

from spona.config.database import postgres_home
from spona.config.embedded import EmbeddedServer, EmbeddedServerError

_DJANGO_ANSWERS = {"help", "--help", "-h", "version", "--version"}
_WITHOUT_DATABASE = {"bench", "compilemessages", "makemessages", "collectstatic"}  # bench brings a throw-away server
_OWN_COMMANDS = ("serve", "demo", "import", "backup", "restore", "verify", "check", "found", "reindex", "bench")
_USAGE = f"""Usage: spona <command> [options]

{", ".join(_OWN_COMMANDS)}
`spona <command> --help` explains one; `spona help --commands` lists Django's own as well."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spona.config.settings.dev")
    if not given:
        sys.stdout.write(_USAGE + "\n")
        return 0
    try:
        return _run(given)
    except (CommandError, ImproperlyConfigured, EmbeddedServerError) as error:
        if "--traceback" in given:
            raise
        sys.stderr.write(f"spona {given[0]}: {_readable(error)}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _readable(error: Exception) -> str:
    """One line; only the findings of Django's system check keep a line each."""
    return str(error) if isinstance(error, SystemCheckError) else " ".join(str(error).split())


def _run(given: list[str]) -> int:
    """Start the private server where the command needs one, then hand over to Django."""
    if given[0] in _DJANGO_ANSWERS:
        execute_django(["spona", *given])
        return 0
    needs_database = given[0] not in _WITHOUT_DATABASE and not {"--help", "-h"} & set(given)
    if os.environ.get("DATABASE_URL") or not needs_database:
        _execute(given[0], given[1:])
        return 0
    with EmbeddedServer(postgres_home(settings.VAR_DIR)):
        _execute(given[0], given[1:])
    return 0


def _execute(name: str, given: list[str]) -> None:
    """Run one command so that its complaints reach `main` as exceptions, which Django's own runner would end on.

    Errors: CommandError for an unknown command, for what the command refuses, and for a database nobody has migrated.
    """
    django.setup()
    found = get_commands().get(name)
    if found is None:
        raise CommandError(f"there is no command '{name}'; `spona help --commands` lists them all.")
    command = found if isinstance(found, BaseCommand) else load_command_class(found, name)
    setattr(command, "_called_from_command_line", True)  # noqa: B010 -- Django's switch for readable usage errors
    options = vars(command.create_parser("spona", name).parse_args(given))
    positional = options.pop("args", ())
    handle_default_options(argparse.Namespace(**options))
    try:
        command.execute(*positional, **options)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        raise CommandError("the database lacks tables of this version: run `spona migrate` first.") from error
    finally:
        _close_connections()


def _close_connections() -> None:
    """Return every connection, so that the private server ends without cutting one."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
