"""Mail: written with the action that caused it, sent after it, visible to staff before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from spona.kernel.actions.jobs import enqueue, enqueue_each
from spona.kernel.actions.journal import record
from spona.kernel.actions.transaction import action, lock, move
from spona.kernel.models import Actor, Network, OutboxMessage, OutboxState
from spona.kernel.rules import require

MAX_ATTEMPTS = 5
MAIL_MOVES: dict[str, tuple[str, ...]] = {
    OutboxState.HELD: (OutboxState.QUEUED, OutboxState.CANCELLED),
    OutboxState.QUEUED: (OutboxState.SENT, OutboxState.FAILED, OutboxState.CANCELLED),
    OutboxState.FAILED: (OutboxState.QUEUED, OutboxState.CANCELLED),
}


@dataclass(frozen=True)
class MailTemplate:
    """A kind of mail: its name, and whether staff release it by hand."""

    name: str
    held: bool = False


_templates: dict[str, MailTemplate] = {}


def register_mail(name: str, *, held: bool = False) -> None:
    """Announce a kind of mail (called from a module's ``apps.ready``).

    Its three templates lie in ``mail/<module>/``.
    """
    _templates[name] = MailTemplate(name, held)


def mail_template_names() -> list[str]:
    """Return every announced kind of mail; a test renders each in every language."""
    return sorted(_templates)


def render_mail(template: str, language: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Return subject (one line), plain text and HTML of a mail in ``language``."""
    path = "mail/" + template.replace(".", "/")
    with translation.override(language):
        subject = " ".join(render_to_string(f"{path}.subject.txt", context).split())
        return subject, render_to_string(f"{path}.txt", context), render_to_string(f"{path}.html", context)


def send_mail_message(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    by: Actor,
    on: models.Model | None = None,
    dedupe_key: str = "",
) -> OutboxMessage | None:
    """Write one mail into the outbox, inside the caller's action; a job sends it after commit.

    Returns None where a mail with the same ``dedupe_key`` was written before: the same reminder is not sent twice.
    Errors: ``KeyError`` for a template nobody registered.
    """
    kind = _templates[template]
    network = Network.objects.get(pk=by.network_id)
    if dedupe_key and OutboxMessage.objects.filter(network=network, dedupe_key=dedupe_key).exists():
        return None
    subject, text, html = render_mail(template, language, {**context, "network": network})
    message = OutboxMessage.objects.create(
        network=network,
        programme_id=getattr(on, "programme_id", None),
        subject_id=on.pk if on is not None else None,
        template=template,
        to=to,
        language=language,
        subject=subject[:300],
        text=text,
        html=html,
        state=OutboxState.HELD if kind.held else OutboxState.QUEUED,
        dedupe_key=dedupe_key,
    )
    if message.state == OutboxState.QUEUED:
        enqueue("kernel.deliver_mail", message_id=str(message.pk))
    return message


@dataclass(frozen=True)
class Letter:
    """One of many mails of a kind: to whom, in which language, about what."""

    to: str
    language: str
    context: dict[str, Any]
    on: models.Model | None = None


def send_mail_messages(template: str, *, letters: Iterable[Letter], by: Actor) -> list[OutboxMessage]:
    """Write many mails of one kind, as ``send_mail_message`` does one, with a fixed number of queries.

    Errors: ``KeyError`` for a template nobody registered.
    """
    kind = _templates[template]
    network = Network.objects.get(pk=by.network_id)
    messages = []
    for letter in letters:
        subject, text, html = render_mail(template, letter.language, {**letter.context, "network": network})
        messages.append(
            OutboxMessage(
                network=network,
                programme_id=getattr(letter.on, "programme_id", None),
                subject_id=letter.on.pk if letter.on is not None else None,
                template=template,
                to=letter.to,
                language=letter.language,
                subject=subject[:300],
                text=text,
                html=html,
                state=OutboxState.HELD if kind.held else OutboxState.QUEUED,
            )
        )
    OutboxMessage.objects.bulk_create(messages, batch_size=1000)
    queued = [message for message in messages if message.state == OutboxState.QUEUED]
    enqueue_each("kernel.deliver_mail", [{"message_id": str(message.pk)} for message in queued])
    return messages


@action
def release_mail(*, message: OutboxMessage, by: Actor) -> OutboxMessage:
    """Let a held or failed mail go out."""
    require("kernel.handle_outbox", by, message)
    locked = lock(message)
    move(locked, OutboxState.QUEUED, MAIL_MOVES)
    locked.attempts, locked.error = 0, ""
    locked.save(update_fields=["state", "attempts", "error", "updated_at"])
    enqueue("kernel.deliver_mail", message_id=str(locked.pk))
    record("kernel.mail_released", on=locked, by=by)
    return locked


@action
def cancel_mail(*, message: OutboxMessage, by: Actor) -> OutboxMessage:
    """Keep a mail from going out; it stays visible as not sent."""
    require("kernel.handle_outbox", by, message)
    locked = lock(message)
    move(locked, OutboxState.CANCELLED, MAIL_MOVES)
    locked.save(update_fields=["state", "updated_at"])
    record("kernel.mail_cancelled", on=locked, by=by)
    return locked


@action
def deliver_mail(*, message_id: UUID, by: Actor) -> OutboxMessage:  # noqa: ARG001  every action names its actor
    """Hand one queued mail to the mail server. Called by the job only; a mail that is not queued any more is left
    alone.

    The row stays locked while the server is spoken to, so two workers never send it twice. A mail the server did not
    take stays queued, for the job to try again later, until it has been tried ``MAX_ATTEMPTS`` times; then it failed.
    """
    message = OutboxMessage.objects.select_for_update().select_related("network").get(pk=message_id)
    if message.state != OutboxState.QUEUED:
        return message
    mail = EmailMultiAlternatives(message.subject, message.text, message.network.mail_from, [message.to])
    mail.extra_headers["Message-ID"] = f"<{message.pk}@spona>"
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    message.attempts += 1
    try:
        mail.send()
    except (OSError, ValueError) as error:  # the server's refusals are OSErrors; ValueError: an impossible address
        message.error = type(error).__name__
        if message.attempts >= MAX_ATTEMPTS:
            move(message, OutboxState.FAILED, MAIL_MOVES)
    else:
        move(message, OutboxState.SENT, MAIL_MOVES)
        message.sent_at = timezone.now()
        message.error = ""
    message.save(update_fields=["state", "attempts", "error", "sent_at", "updated_at"])
    return message
