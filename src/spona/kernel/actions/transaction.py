"""What every action shares: one transaction, an actor, row locks, and the one door for states."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from spona.kernel.models import Actor, Conflict, Problem, Versioned
from spona.kernel.models.row_security import APP_ROLE

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound=Versioned)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make ``function`` one whole write: rows, journal and mail stand together or not at all.

    The function must be called with keywords and with ``by=``, the actor. Inside another action it joins its
    transaction.
    """

    @functools.wraps(function)
    def whole_write(*args: P.args, **kwargs: P.kwargs) -> R:
        if not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{function.__name__} needs by=, the actor")
        with transaction.atomic():
            return function(*args, **kwargs)

    return whole_write


def lock(row: M) -> M:
    """Return a fresh copy of ``row``, locked until the transaction ends."""
    manager: models.Manager[M] = type(row)._default_manager
    return manager.select_for_update().get(pk=row.pk)


def lock_version(row: V, version: int | None) -> V:
    """Lock ``row`` and make sure the writer has seen its latest edition.

    Errors: ``Conflict`` with the row as it stands when somebody saved meanwhile. ``None`` means the writer does not
    edit a form (a job or a command) and takes what is there.
    """
    locked = lock(row)
    if version is not None and locked.version != version:
        raise Conflict(locked)
    return locked


def insert(row: models.Model, *, taken: Callable[[], Problem]) -> None:
    """Insert ``row``; where a constraint says that there is one like it already, raise what ``taken`` returns.

    The transaction around it goes on either way.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise taken() from clash


def move(row: models.Model, state: str, moves: dict[str, tuple[str, ...]] | None = None) -> None:
    """Put ``row`` into ``state`` if its table of allowed moves says so; the caller saves.

    The table is the model's ``moves`` (state -> states it may go to). Errors: ``Problem`` naming both states.
    """
    table: dict[str, tuple[str, ...]] = moves if moves is not None else row.moves  # type: ignore[attr-defined]
    current = row.state  # type: ignore[attr-defined]
    if state not in table.get(current, ()):
        labels = dict(row._meta.get_field("state").flatchoices)  # type: ignore[union-attr]
        raise Problem(
            _("This is “%(now)s” and cannot become “%(then)s”.")
            % {"now": labels.get(current, current), "then": labels.get(state, state)},
            place="state",
            remedy=_("Reload the page to see how it stands."),
            code="state",
        )
    row.state = state  # type: ignore[attr-defined]


@contextmanager
def in_network(network_id: UUID | None) -> Iterator[None]:
    """Open a transaction in which the database itself shows the rows of one network only.

    The transaction steps down to the role that row-level security binds and names its network. Both are local to it, so
    a pooled connection never carries them to the next request; inside an outer transaction they are put back at the
    end. ``None`` shows no network's rows.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            before = _scope(cursor) if nested else None
            _enter(cursor, APP_ROLE, str(network_id) if network_id else "")
        yield
        if before is not None:
            with connection.cursor() as cursor:
                _enter(cursor, *before)


def _scope(cursor: CursorWrapper) -> tuple[str, str]:
    cursor.execute("SELECT current_setting('role'), coalesce(current_setting('spona.network', true), '')")
    role, network = cursor.fetchone()
    return role, network


def _enter(cursor: CursorWrapper, role: str, network: str) -> None:
    cursor.execute("SELECT set_config('spona.network', %s, true), set_config('role', %s, true)", [network, role])
