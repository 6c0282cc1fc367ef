"""Invitations by segment: one letter to everybody who fits, looked at in the outbox before any leaves."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spona.events.actions.addresses import links_expire, party_url
from spona.events.models import Fair, Party
from spona.events.states import PARTY_LINK
from spona.kernel.actions import Letter, action, issue_links, record, release_mail, send_mail_messages
from spona.kernel.models import Actor, OutboxMessage, OutboxState, Problem
from spona.kernel.rules import require

MAIL = "events.segment_invitation"
MOST_LETTERS = 1000


@action
def write_to_segment(*, fair: Fair, parties: Sequence[Party], message: str, by: Actor) -> list[OutboxMessage]:
    """Write a letter with the organiser's own words and a link of its own to each party that can be reached.

    The letters are held in the outbox until somebody releases them. A fixed number of queries. Errors: ``Problem``
    ``nobody_reached``, ``too_many``, ``message_missing``.
    """
    require("events.manage_parties", by, fair)
    reached = [party for party in parties if party.contact_email and party.fair_id == fair.pk]
    text = message.strip()
    if not text:
        raise Problem(_("The invitation says nothing yet."), place="message", code="message_missing")
    if not reached:
        raise Problem(
            _("Nobody among them has an e-mail address."),
            remedy=_("Choose others, or enter addresses first."),
            code="nobody_reached",
        )
    if len(reached) > MOST_LETTERS:
        raise Problem(
            _("%(count)s invitations cannot be written at once.") % {"count": len(reached)},
            remedy=_("Choose fewer, at most %(most)s.") % {"most": MOST_LETTERS},
            code="too_many",
        )
    tokens = issue_links(purpose=PARTY_LINK, subjects=reached, on=fair, expires_at=links_expire(fair), by=by)
    letters = [
        Letter(
            party.contact_email,
            letter_language(party),
            {"party": party, "fair": fair, "message": text, "link_url": party_url(tokens[party.pk])},
            on=party,
        )
        for party in reached
    ]
    written = send_mail_messages(MAIL, letters=letters, by=by)
    record("events.segment_written_to", on=fair, by=by, data={"mails": len(written)})
    return written


def letter_language(party: Party) -> str:
    """Return the language a party is written to in."""
    return party.language or (party.fair.network.languages or ["en"])[0]


@action
def release_segment(*, fair: Fair, by: Actor) -> int:
    """Let the fair's held invitations go out; returns how many."""
    require("events.manage_parties", by, fair)
    parties = Party.objects.filter(fair=fair).values("pk")
    held = OutboxMessage.objects.filter(
        network_id=fair.network_id, template=MAIL, state=OutboxState.HELD, subject_id__in=parties
    )
    messages = list(held.order_by("created_at", "id"))
    for message in messages:
        release_mail(message=message, by=by)
    return len(messages)
