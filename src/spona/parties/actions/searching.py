"""How an organisation reads to the search."""

from __future__ import annotations

from django.db import models

from spona.kernel.actions import SearchText
from spona.parties.models import Organisation
from spona.parties.states import OrganisationState


def organisation_text(row: models.Model) -> SearchText | None:
    """Return every name and number of an active organisation; archived and merged ones are not found."""
    if not isinstance(row, Organisation) or row.state != OrganisationState.ACTIVE:
        return None
    title = row.name.text(row.name.original)
    return SearchText("organisation", title, (row.search_key, row.town), is_public=row.is_public)
