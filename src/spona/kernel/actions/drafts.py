"""What somebody has typed into a form, kept until the form is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from spona.kernel.models import Draft, IdempotencyRecord
from spona.kernel.models.retention import RETENTION


def save_draft(*, owner: str, form: str, data: dict[str, Any]) -> None:
    """Keep what has been typed into a form so far; the last keystrokes win. No journal: nothing has been done yet."""
    Draft.objects.update_or_create(owner=owner, form=form, defaults={"data": data})


def discard_draft(*, owner: str, form: str) -> None:
    """Forget what was typed, because the form was sent or given up."""
    Draft.objects.filter(owner=owner, form=form).delete()


def forget_old_forms() -> tuple[int, int]:
    """Delete drafts and remembered answers to forms that outlived their time; returns how many of each.

    Called by the nightly job. An answer is remembered longer than any session lasts, so a form that can still be sent
    is still recognised.
    """
    long_ago = timezone.now() - dt.timedelta(days=RETENTION["draft"].days or 0)
    drafts, _ = Draft.objects.filter(updated_at__lt=long_ago).delete()
    answers, _ = IdempotencyRecord.objects.filter(created_at__lt=long_ago).delete()
    return drafts, answers
