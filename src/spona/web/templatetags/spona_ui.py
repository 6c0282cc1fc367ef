"""Small pieces of the interface that need a line of Python: icons, idempotency keys, QR codes, initials."""

from __future__ import annotations

import io
import uuid

import segno
from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from spona.web.drafts import seal_of
from spona.web.fields import bound_field, bound_fields
from spona.web.page import owner_of
from spona.web.pieces import crumb_items, figure_items, tab_items
from spona.web.shell import BACK, Shell, address_to_return_to
from spona.web.tables import grid_body, icon, table_body

register = template.Library()
register.simple_tag(icon)
for piece in (bound_field, bound_fields, crumb_items, tab_items, figure_items):
    register.simple_tag(piece)
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


CSRF = "spona-token-of-this-page"


class RememberedNode(template.Node):
    """Part of the frame, written once for a shell and then repeated.

    Only the address to return to and the form's token differ from page to page; they are put in afterwards.
    """

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Write the block, or repeat what was written for the same shell."""
        shell, request = context.get("shell"), context.get("request")
        if not isinstance(shell, Shell) or request is None:
            return self.nodelist.render(context)
        written = shell.written.get(self)
        if written is None:
            with context.push(csrf_token=CSRF):
                written = shell.written[self] = self.nodelist.render(context)
        page = written.replace(BACK, address_to_return_to(request))
        if CSRF in page:  # a page without a form asks for no token: asking sets a cookie
            page = page.replace(CSRF, str(context["csrf_token"]))
        return mark_safe(page)  # noqa: S308  # nosec B308 B703


@register.tag
def remembered(parser: template.base.Parser, token: template.base.Token) -> RememberedNode:  # noqa: ARG001
    """``{% remembered %}...{% endremembered %}``: for what shows nothing but the ``shell``."""
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist)


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
