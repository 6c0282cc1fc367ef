"""Questions about accounts, roles, the outbox and the journal; and how every list is paged."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.cache import cache
from django.db import connection
from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from spona.kernel.models import (
    Account,
    Actor,
    AuditEntry,
    Draft,
    Grant,
    ImportBatch,
    Invitation,
    Network,
    NetworkDomain,
    OutboxMessage,
    Role,
    SearchDocument,
    StoredFile,
    Written,
    written,
)
from spona.kernel.models.word_search import ids_near, ids_with_words
from spona_lang import fold

M = TypeVar("M", bound=Model)
V = TypeVar("V")


def network_for_host(host: str) -> Network | None:
    """Return the network reached under a host name; where no name matches, the first one founded."""
    domain = NetworkDomain.objects.select_related("network").filter(host=host.split(":", maxsplit=1)[0].lower()).first()
    return domain.network if domain else Network.objects.order_by("created_at", "id").first()


def actor_of(account: Account, network_id: UUID) -> Actor:
    """Return the account as an actor in one network, with the roles it holds at this moment."""
    grants = tuple(
        Grant(role.kind, role.network_id, role.programme_id, role.organisation_id, tuple(role.countries))
        for role in _roles_held(account.pk, network_id)
    )
    return Actor(network_id=network_id, account_id=account.pk, name=account.get_full_name(), grants=grants)


@written
def _roles_held(account_id: UUID, network_id: UUID) -> QuerySet[Role]:
    return Role.objects.filter(account_id=account_id, network_id=network_id, ended_at=None).order_by("pk")


TEAM_ORDER = ("kind", "account__email", "id")
"""The order of a team's list, for ``keyset``."""


def team_for(actor: Actor, programme_id: UUID | None = None) -> QuerySet[Role]:
    """Return the roles held in a programme, or in the whole network; nothing for those who don't manage it."""
    if not actor.manages(programme_id):
        return Role.objects.none()
    held = Role.objects.filter(network_id=actor.network_id, programme_id=programme_id, ended_at=None)
    return held.select_related("account").order_by(*TEAM_ORDER)


def role_for(actor: Actor, role_id: UUID) -> Role | None:
    """Return a role the actor may end."""
    role = Role.objects.filter(network_id=actor.network_id, pk=role_id).select_related("account").first()
    return role if role is not None and actor.manages(role.programme_id) else None


def open_invitations_for(actor: Actor, programme_id: UUID | None = None) -> QuerySet[Invitation]:
    """Return who was asked to join a team and has not answered, the latest first."""
    if not actor.manages(programme_id):
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(network_id=actor.network_id, programme_id=programme_id, accepted_at=None)
    return waiting.filter(expires_at__gt=timezone.now()).order_by("-created_at", "-id")


def team_invitation_for(actor: Actor, invitation_id: UUID) -> Invitation | None:
    """Return an invitation the actor may withdraw."""
    invitation = Invitation.objects.filter(network_id=actor.network_id, pk=invitation_id).first()
    return invitation if invitation is not None and actor.manages(invitation.programme_id) else None


def own_network_for(actor: Actor) -> Network | None:
    """Return the network the actor acts in, fresh."""
    return Network.objects.filter(pk=actor.network_id).first()


def outbox_for(actor: Actor, *, state: str = "") -> QuerySet[OutboxMessage]:
    """Return the mails the actor may see: all of the network, or those of the programmes the actor manages."""
    messages = OutboxMessage.objects.filter(network_id=actor.network_id)
    if state:
        messages = messages.filter(state=state)
    if actor.runs_network:
        return messages
    return messages.filter(programme_id__in=actor.programmes_of("manager"))


def journal_for(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the journal, newest first, for those who run the network; others get nothing."""
    if not actor.runs_network:
        return AuditEntry.objects.none()
    return AuditEntry.objects.filter(network_id=actor.network_id).order_by("-sequence")


def kept_draft(owner: str, form: str) -> Draft | None:
    """Return the draft the owner left in a form."""
    return Draft.objects.filter(owner=owner, form=form).first()


def draft_of(owner: str, form: str) -> dict[str, Any]:
    """Return what the owner has typed into a form and not sent, or nothing."""
    draft = kept_draft(owner, form)
    return dict(draft.data) if draft else {}


def content_path(sha256: str) -> Path:
    """Return where content with this hash lies. Side effects: none; the file may not be there."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def file_path(stored: StoredFile) -> Path:
    """Return where an upload lies. Ask ``file_for`` first whether the actor may see it."""
    return content_path(stored.sha256)


def file_for(actor: Actor, file_id: UUID) -> StoredFile | None:
    """Return an upload the actor may open, or None: managers theirs, and whoever handed a file in, that file."""
    stored = StoredFile.objects.filter(pk=file_id, network_id=actor.network_id).first()
    if stored is None:
        return None
    is_own = stored.uploaded_by is not None and stored.uploaded_by in {
        actor.account_id,
        actor.link.id if actor.link else None,
    }
    return stored if is_own or actor.manages(stored.programme_id) else None


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list, and the opaque places its neighbours start from (empty at the ends)."""

    rows: list[M]
    next: str
    previous: str


def keyset(queryset: QuerySet[M], *, order: Sequence[str], place: str = "", size: int = 50) -> Page[M]:
    """Return one page by position in the order, not by counting rows: page 900 costs what page 1 costs.

    ``order`` names columns, "-" for descending, the last one unique (usually "id"); all must not be null. ``place`` is
    a neighbour's place from an earlier page; a spoilt one starts at the beginning.
    """
    backwards, values = _read_place(place, len(order))
    wanted = [_flip(column) for column in order] if backwards else list(order)
    rows = list((queryset.filter(_beyond(wanted, values)) if values else queryset).order_by(*wanted)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_next = more if not backwards else True
    has_previous = more if backwards else bool(values)
    return Page(
        rows,
        _write_place(rows[-1], order, backwards=False) if has_next else "",
        _write_place(rows[0], order, backwards=True) if has_previous else "",
    )


def _flip(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after ``values`` in ``order``: (a, b) > (x, y) spelled out, because directions may differ.

    The bound on the first column says nothing new; it lets the index start there.
    """
    first = order[0].lstrip("-")
    reachable = Q(**{f"{first}__lte" if order[0].startswith("-") else f"{first}__gte": values[0]})
    condition, equal = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name = column.lstrip("-")
        lookup = f"{name}__lt" if column.startswith("-") else f"{name}__gt"
        condition |= equal & Q(**{lookup: value})
        equal &= Q(**{name: value})
    return reachable & condition


def _write_place(row: Model, order: Sequence[str], *, backwards: bool) -> str:
    values: list[str] = []
    for column in order:
        value: Any = row
        for part in column.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if hasattr(value, "isoformat") else str(value))
    return base64.urlsafe_b64encode(json.dumps([backwards, values]).encode()).decode().rstrip("=")


def _read_place(place: str, columns: int) -> tuple[bool, list[str]]:
    try:
        backwards, values = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    except ValueError:
        return False, []
    if not isinstance(values, list) or len(values) != columns:
        return False, []
    return bool(backwards), [str(value) for value in values]


def mail_for(actor: Actor, mail_id: UUID) -> OutboxMessage | None:
    """Return one mail the actor may see."""
    return outbox_for(actor).filter(pk=mail_id).first()


def invitation_for(actor: Actor, subject_id: UUID) -> Invitation | None:
    """Return the open invitation behind the actor's link."""
    if actor.link is None:
        return None
    return Invitation.objects.filter(pk=subject_id, network_id=actor.network_id, accepted_at=None).first()


def database_writable() -> bool:
    """Whether the database takes writes: it is no standby and the transaction is not read-only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'")
        row = cursor.fetchone()
    return bool(row and row[0])


def worker_seen_at() -> dt.datetime | None:
    """Return when a job worker last gave a sign of life."""
    seen: dt.datetime | None = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    return seen


def import_for(actor: Actor, batch_id: UUID) -> ImportBatch | None:
    """Return an import of a programme the actor manages, whoever began it."""
    batch = ImportBatch.objects.filter(network_id=actor.network_id, pk=batch_id).select_related("file").first()
    return batch if batch is not None and actor.manages(batch.programme_id) else None


FEW = 500
"""Rows found by words are named one by one up to this number."""

EXACT = 1_000
"""Counts are exact and fresh up to here."""

REMEMBERED_SECONDS = 30


def search_for(actor: Actor, text: str, limit: int = 20) -> list[SearchDocument]:
    """Return what the actor may find, in any script and by beginnings of words; the nearest where nothing has them.

    Those who run the network find everything; managers and national partners everything of their programmes and what
    belongs to no programme, such as organisations; everybody else what is public. A page still asks each module
    whether the reader may see the row itself.
    """
    folded = fold(text)
    if not folded:
        return []
    if actor.network_id is None:
        return []
    words = folded.split()
    documents = SearchDocument.objects.filter(network_id=actor.network_id)
    if not actor.runs_network:
        team = ("manager", "national_partner")
        shared = Q(programme_id=None) if actor.grants_of(*team) else Q(pk=None)
        documents = documents.filter(Q(is_public=True) | Q(programme_id__in=actor.programmes_of(*team)) | shared)
    found = with_words(documents, "folded", words, network_id=actor.network_id)
    for word in words:
        found = found.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    exact = list(found.order_by("title", "id")[:limit])
    if exact:
        return exact
    nearest = ids_near(SearchDocument._meta.db_table, actor.network_id, folded, most=FEW)
    guessed = documents.filter(pk__in=nearest).annotate(near=TrigramWordSimilarity(folded, "folded"))
    return list(guessed.order_by("-near", "title", "id")[:limit])


def with_words(
    rows: QuerySet[M], column: str, words: list[str], *, network_id: UUID, part: UUID | None = None
) -> QuerySet[M]:
    """Return those of ``rows`` in whose folded ``column`` every word occurs. For tables with a ``WordSearch``.

    Few are found by the trigram index and named one by one; many are met soon by walking through ``rows`` in their own
    order. Costs one query here.
    """
    if not words:
        return rows
    found = ids_with_words(rows.model._meta.db_table, network_id, words, part=part, most=FEW + 1)
    if len(found) <= FEW:
        return rows.filter(pk__in=found)
    for word in words:
        rows = rows.filter(**{f"{column}__contains": word})
    return rows


def as_uuid(text: str) -> UUID | None:
    """Return an id somebody sent, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def tally(rows: QuerySet[Any, Any], name: str) -> int:
    """Return how many ``rows`` there are: exactly up to ``EXACT``; more than that as of half a minute ago at most.

    ``name`` tells this question from every other, the reader's scope included.
    """
    kept: tuple[int] | None = _kept(name)
    if kept is not None:
        return kept[0]
    few = rows.order_by()[: EXACT + 1].count()
    return few if few <= EXACT else remembered(name, rows.order_by().count)


@dataclass(frozen=True)
class Tally:
    """A question for ``tallies``: its name as for ``tally``, and a written question with its values."""

    name: str
    rows: Written[..., Any]
    values: tuple[Any, ...]


def tallies(*asked: Tally) -> list[int]:
    """Return how many rows each question has, as ``tally`` does, all in one statement."""
    kept = [_kept(one.name) for one in asked]
    few = iter(_counted([one for one, known in zip(asked, kept, strict=True) if known is None], most=EXACT + 1))
    numbers: list[int] = []
    for one, known in zip(asked, kept, strict=True):
        number = next(few) if known is None else known[0]
        beyond = known is None and number > EXACT
        numbers.append(remembered(one.name, partial(_counted_whole, one)) if beyond else number)
    return numbers


def _counted_whole(one: Tally) -> int:
    return _counted([one])[0]


_COUNT = "(SELECT COUNT(*) FROM ({}{}) AS counted)"


def _counted(asked: list[Tally], most: int | None = None) -> list[int]:
    """Return how many rows each question has, no further than ``most``."""
    statements = [one.rows.statement(*one.values) for one in asked]
    ends = "" if most is None else f" LIMIT {most}"
    if not statements:
        return []
    counts = [_COUNT.format(sql or "SELECT WHERE FALSE", ends) for sql, _values in statements]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(counts), [value for _sql, values in statements for value in values])
        return list(cursor.fetchone())


def remembered(name: str, work: Callable[[], V]) -> V:
    """Return what ``work`` answers, or what it answered within the last half minute in this process.

    For figures that take long and may lag, never for what somebody is about to change.
    """
    kept: tuple[V] | None = _kept(name)
    if kept is None:
        kept = (work(),)
        cache.set(f"remembered:{name}", kept, REMEMBERED_SECONDS)
    return kept[0]


def _kept(name: str) -> tuple[Any] | None:
    kept: tuple[Any] | None = cache.get(f"remembered:{name}")
    return kept
