"""How a programme reads to the search."""

from __future__ import annotations

from django.db import models

from spona.kernel.actions import SearchText
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState, Visibility


def programme_text(row: models.Model) -> SearchText | None:
    """Return a programme's name and summary in all their languages; public once it has begun."""
    if not isinstance(row, Programme):
        return None
    texts = (*row.name.all_texts(), *row.summary.all_texts())
    is_public = row.visibility == Visibility.PUBLIC and row.state != ProgrammeState.DRAFT
    return SearchText("programme", row.name.text(row.name.original), texts, programme_id=row.pk, is_public=is_public)
