"""What somebody has typed into a form, kept until the form is sent."""

from __future__ import annotations

from typing import Any

from spona.kernel.models import Draft


def save_draft(*, owner: str, form: str, data: dict[str, Any]) -> None:
    """Keep what has been typed into a form so far; the last keystrokes win. No journal: nothing has been done yet."""
    Draft.objects.update_or_create(owner=owner, form=form, defaults={"data": data})


def discard_draft(*, owner: str, form: str) -> None:
    """Forget what was typed, because the form was sent or given up."""
    Draft.objects.filter(owner=owner, form=form).delete()
