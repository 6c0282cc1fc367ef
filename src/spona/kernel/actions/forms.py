"""Forms answered once, however often they are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext as _

from spona.kernel.models import IdempotencyRecord, Problem


@dataclass(frozen=True)
class Answer:
    """What a page answered to a form: the HTTP status and where it sent the browser."""

    status: int
    location: str = ""


class FormChanged(Problem):
    """The key was used before with other content. ``answered`` is what the first sending got."""

    def __init__(self, answered: Answer) -> None:
        super().__init__(
            _("This form was sent before with other content. The first version was saved, this one was not."),
            remedy=_("Reload the page and make your change again."),
            code="form_changed",
        )
        self.answered = answered


class _NotSavedError(Exception):
    """Carries an answer that saved nothing out of the transaction, so that its key stays free."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def answer_once(*, owner: str, key: str, path: str, body_hash: str, answer: Callable[[], Answer]) -> Answer:
    """Run ``answer`` for the first sending of a form and return the stored answer to every other.

    The key's row is inserted before ``answer`` runs, in the same transaction: a second sending waits at the unique
    index until the first has been saved, and takes its place where the first was rolled back. An answer that saved
    nothing (status 400 and above: the form is shown again with its problems) leaves the key free for the corrected
    form. Errors: ``FormChanged`` for other content under a used key; whatever ``answer`` raises.
    """
    try:
        with transaction.atomic():
            inserted = IdempotencyRecord.objects.bulk_create(
                [IdempotencyRecord(owner=owner, key=key, path=path, body_hash=body_hash)], ignore_conflicts=True
            )
            mine = IdempotencyRecord.objects.filter(pk=inserted[0].pk)
            if not mine.exists():
                return _earlier_answer(owner, key, path, body_hash)
            given = _saved(answer())
            mine.update(status=given.status, location=given.location)
            return given
    except _NotSavedError as unsaved:
        return unsaved.answer


def _saved(answer: Answer) -> Answer:
    """Errors: ``_NotSavedError`` for an answer that shows the form again."""
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise _NotSavedError(answer)
    return answer


def _earlier_answer(owner: str, key: str, path: str, body_hash: str) -> Answer:
    earlier = IdempotencyRecord.objects.get(owner=owner, key=key)
    answered = Answer(earlier.status, earlier.location)
    if (earlier.path, earlier.body_hash) != (path, body_hash):
        raise FormChanged(answered)
    return answered
