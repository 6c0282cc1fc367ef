"""What waits for managers in the outbox."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.kernel.models import Actor, OutboxState
from spona.kernel.queries import outbox_for
from spona.kernel.rules import allowed
from spona.web.pages import DeskItem


def kernel_desk_items(actor: Actor) -> list[DeskItem]:
    """Return mails that wait to be released and mails that could not be sent."""
    if not allowed("kernel.see_outbox", actor):
        return []
    outbox, items = reverse("web:kernel:outbox"), []
    held = outbox_for(actor, state=OutboxState.HELD).count()
    failed = outbox_for(actor, state=OutboxState.FAILED).count()
    if held:
        sentence = ngettext(
            "%(count)s mail waits for you to send it.", "%(count)s mails wait for you to send them.", held
        )
        items.append(DeskItem(sentence % {"count": held}, "", f"{outbox}?state={OutboxState.HELD}", _("Read them")))
    if failed:
        sentence = ngettext("%(count)s mail could not be sent.", "%(count)s mails could not be sent.", failed)
        items.append(
            DeskItem(
                sentence % {"count": failed},
                _("Usually an address is wrong."),
                f"{outbox}?state={OutboxState.FAILED}",
                _("See which"),
            )
        )
    return items
