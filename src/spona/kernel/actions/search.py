"""What the one search box finds: modules say how their rows read, the kernel keeps the folded words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save

from spona.kernel.models import Actor, SearchDocument
from spona_lang import fold

ROWS_A_BATCH = 1000


@dataclass(frozen=True)
class SearchText:
    """One row as the search sees it. ``is_public``: everybody of the network may find it, else managers only."""

    kind: str
    title: str
    texts: tuple[str, ...] = ()
    programme_id: UUID | None = None
    is_public: bool = False


DocumentOf = Callable[[models.Model], SearchText | None]
_searchable: dict[str, DocumentOf] = {}


def register_searchable(model_label: str, document_of: DocumentOf) -> None:
    """Announce how rows of a model read (called from ``apps.ready``).

    None from ``document_of``: not to be found now. From then on the search's edition of a row is kept whenever the row
    is saved or deleted, in the same transaction; what is written past ``save`` (bulk writes) calls ``index_documents``.
    """
    _searchable[model_label] = document_of
    model = apps.get_model(model_label)
    post_save.connect(_on_save, sender=model, dispatch_uid=f"search {model_label}")
    post_delete.connect(_on_delete, sender=model, dispatch_uid=f"search {model_label}")


def _on_save(instance: models.Model, raw: bool, **_sent: Any) -> None:
    if not raw:
        index_document(instance)


def _on_delete(instance: models.Model, **_sent: Any) -> None:
    SearchDocument.objects.filter(object_id=instance.pk).delete()


def reindex(*, by: Actor) -> int:
    """Write the search's edition of everything in the actor's network anew; returns how many rows can be found."""
    SearchDocument.objects.filter(network_id=by.network_id).delete()
    for label in sorted(_searchable):
        rows = apps.get_model(label)._default_manager.filter(network_id=by.network_id).order_by("pk")
        for some in _batches(rows.iterator(chunk_size=ROWS_A_BATCH)):
            index_documents(some)
    return SearchDocument.objects.filter(network_id=by.network_id).count()


def _batches(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    several = iter(rows)
    while some := list(islice(several, ROWS_A_BATCH)):
        yield some


def index_document(row: models.Model) -> None:
    """Keep the search's edition of one row, in the caller's transaction.

    Errors: ``KeyError`` for a model nobody announced.
    """
    index_documents([row])


def index_documents(rows: Iterable[models.Model]) -> None:
    """The same for many rows, with two queries."""
    documents, gone = [], []
    for row in rows:
        text = _searchable[row._meta.label](row)
        if text is None:
            gone.append(row.pk)
            continue
        documents.append(
            SearchDocument(
                network_id=row.network_id,  # type: ignore[attr-defined]  # searchable rows belong to a network
                kind=text.kind,
                object_id=row.pk,
                title=text.title[:300],
                folded=" ".join(fold(part) for part in (text.title, *text.texts) if part),
                programme_id=text.programme_id,
                is_public=text.is_public,
            )
        )
    if gone:
        SearchDocument.objects.filter(object_id__in=gone).delete()
    SearchDocument.objects.bulk_create(
        documents,
        batch_size=ROWS_A_BATCH,
        update_conflicts=True,
        unique_fields=["object_id"],
        update_fields=["kind", "title", "folded", "programme_id", "is_public", "updated_at"],
    )
