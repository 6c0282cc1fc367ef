"""Small pieces of the interface that need a line of Python: icons, idempotency keys, QR codes, initials."""

from __future__ import annotations

import io
import uuid

import segno
from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from spona.web.drafts import seal_of
from spona.web.page import owner_of
from spona.web.tables import grid_body, icon, table_body

register = template.Library()
register.simple_tag(icon)
register.simple_tag(table_body, name="table_rows")
register.simple_tag(grid_body, name="grid_rows")


@register.simple_tag
def idempotency_key() -> str:
    """A fresh key for one form: sent twice with the same body it is answered twice with the same answer."""
    return uuid.uuid4().hex


@register.simple_tag(takes_context=True)
def form_seal(context: Context) -> str:
    """Whom a form that keeps drafts was given to, signed: sent after the session ended, it is kept for that person."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    return seal_of(owner_of(request)) if request is not None and actor is not None and actor.account_id else ""


@register.simple_tag
def qr_svg(text: str, label: str) -> SafeString:
    """`text` as a QR code drawn inline, dark on white in both schemes because readers expect that.

    Error correction "M" survives a fold or a coffee stain; the quiet zone of four modules is part of the drawing.
    """
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, title=label, svgclass="qr-code"
    )
    # segno escapes the title; everything else in the drawing is numbers.
    markup = drawing.getvalue().decode()
    return mark_safe(markup.replace("<svg", '<svg role="img"', 1))  # noqa: S308  # nosec B308 B703


@register.filter
def initials(name: str) -> str:
    """At most two capital letters that stand for a person: first and last word of the name."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


@register.filter
def notice_icon(kind: str) -> str:
    """The icon that goes with a kind of notice, so that colour is never the only sign."""
    return {"good": "check", "success": "check", "warn": "warning", "warning": "warning"}.get(
        kind, "stop" if kind in {"bad", "error"} else "pin" if kind == "must" else "info"
    )


@register.filter
def notice_class(kind: str) -> str:
    """Django's message levels in the words of our style sheet."""
    return {"success": "good", "warning": "warn", "error": "bad", "debug": "info"}.get(kind, kind or "info")
