"""What of agreements waits for somebody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.kernel.models import Actor
from spona.kernel.rules import allowed
from spona.partnerships.queries import agreements_waiting, own_to_confirm
from spona.web.pages import DeskItem


def agreement_desk_items(actor: Actor) -> list[DeskItem]:
    """Return what managers look after, and what members of an organisation have to confirm."""
    items = [
        DeskItem(
            _("“%(agreement)s” waits for your organisation to confirm it.") % {"agreement": agreement.title},
            _("Read what was written down."),
            reverse("web:partnerships:agreement", args=[agreement.pk]),
            _("Read and confirm"),
        )
        for agreement in own_to_confirm(actor)
    ]
    if allowed("partnerships.list_agreements", actor):
        items += _managers_items(actor)
    return items


def _managers_items(actor: Actor) -> list[DeskItem]:
    page, waiting = reverse("web:partnerships:list"), agreements_waiting(actor)
    rows = [
        (
            waiting.disputed,
            ngettext(
                "The sides of %(count)s agreement say different things of how it stands.",
                "The sides of %(count)s agreements say different things of how they stand.",
                waiting.disputed,
            ),
            _("Call them, then say on its page what holds."),
            "only=disputed",
        ),
        (
            waiting.silent,
            ngettext(
                "Nobody answers how %(count)s agreement stands.",
                "Nobody answers how %(count)s agreements stand.",
                waiting.silent,
            ),
            _("They were asked and reminded twice."),
            "only=silent",
        ),
        (
            waiting.proposed,
            ngettext(
                "%(count)s agreement was written down and is not confirmed by everybody.",
                "%(count)s agreements were written down and are not confirmed by everybody.",
                waiting.proposed,
            ),
            _("Ask the sides by mail."),
            "state=proposed",
        ),
    ]
    return [
        DeskItem(sentence % {"count": count}, hint, f"{page}?{query}", _("See which"))
        for count, sentence, hint, query in rows
        if count
    ]
