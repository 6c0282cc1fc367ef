"""How an agreement reads to the search."""

from __future__ import annotations

from django.db import models

from spona.kernel.actions import SearchText
from spona.partnerships.models import Agreement


def agreement_text(row: models.Model) -> SearchText | None:
    """Return who agreed and what about; for managers, and through its page for those who agreed."""
    if not isinstance(row, Agreement):
        return None
    return SearchText("agreement", row.title, (row.about,), programme_id=row.programme_id)
