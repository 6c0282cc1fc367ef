"""How a fair reads to the search."""

from __future__ import annotations

from django.db import models

from spona.events.models import Fair
from spona.kernel.actions import SearchText


def fair_text(row: models.Model) -> SearchText | None:
    """Return a fair's name and description in all their languages, and where it takes place."""
    if not isinstance(row, Fair):
        return None
    texts = (*row.name.all_texts(), *row.about.all_texts(), row.city, row.venue)
    title = row.name.text(row.name.original)
    return SearchText("fair", title, texts, programme_id=row.programme_id, is_public=row.is_public)
