"""What the one search box finds: modules say how their rows read, the kernel keeps the folded words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from spona.kernel.models import SearchDocument
from spona_lang import fold


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

    None from ``document_of``: not to be found now.
    """
    _searchable[model_label] = document_of


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
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["object_id"],
        update_fields=["kind", "title", "folded", "programme_id", "is_public", "updated_at"],
    )
