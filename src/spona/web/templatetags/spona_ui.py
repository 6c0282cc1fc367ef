"""Small pieces of the interface that need a line of Python: icons, idempotency keys, QR codes, initials."""

from __future__ import annotations

import io
import uuid

import segno
from django import template
from django.forms import BaseForm
from django.template import Context
from django.template.base import FilterExpression, token_kwargs
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from spona.web.countries import country_name
from spona.web.drafts import seal_of
from spona.web.fields import bound_field, bound_fields, filter_fields
from spona.web.page import owner_of
from spona.web.pieces import crumb_items, figure_items, grid_head, options, tab_items, table_head
from spona.web.shell import BACK, Shell, address_to_return_to
from spona.web.tables import grid_body, icon, table_body

register = template.Library()
register.simple_tag(icon)
register.filter(country_name)
for piece in (
    bound_field,
    bound_fields,
    filter_fields,
    crumb_items,
    tab_items,
    figure_items,
    table_head,
    grid_head,
    options,
):
    register.simple_tag(piece)
register.simple_tag(table_body, name="table_rows")
register.simple_tag(grid_body, name="grid_rows")


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> str:
    """A fresh key for one form: sent twice with the same body it is answered twice with the same answer."""
    return KEY if _is_remembered(context) else uuid.uuid4().hex


@register.simple_tag(takes_context=True)
def form_seal(context: Context) -> str:
    """Whom a form that keeps drafts was given to, signed: sent after the session ended, it is kept for that person."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    return seal_of(owner_of(request)) if request is not None and actor is not None and actor.account_id else ""


CSRF = "spona-token-of-this-page"
KEY = "spona-key-of-this-form"
BLOCKS_KEPT = 200
Value = str | int | bool | None


class RememberedNode(template.Node):
    """Part of a page, written once for what it shows and then repeated: for a shell, or for the values it names.

    Only the address to return to, the forms' token and their keys differ from page to page; they are put in afterwards.
    A block that names values sees nothing else, no shell, no request and no row: what it shows is what it is kept for.
    """

    def __init__(self, nodelist: template.NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.written: dict[object, str] = {}

    def render(self, context: Context) -> SafeString:
        """Write the block, or repeat what was written for the same shell or the same values."""
        return self._of_values(context) if self.values else self._of_shell(context)

    def _of_shell(self, context: Context) -> SafeString:
        shell, request = context.get("shell"), context.get("request")
        if not isinstance(shell, Shell) or request is None:
            return self.nodelist.render(context)
        written = shell.written.get(self)
        if written is None:
            with context.push(csrf_token=CSRF):
                written = shell.written[self] = self.nodelist.render(context)
        return _of_this_page(written.replace(BACK, address_to_return_to(request)), context)

    def _of_values(self, context: Context) -> SafeString:
        """Errors: TypeError for a row, a form or anything else that may change behind its name."""
        values = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        for name, value in values.items():
            if not isinstance(value, Value):
                raise TypeError(f"a remembered block takes texts, numbers and flags; {name} is {type(value).__name__}")
        key = (get_language(), tuple([(type(value), value) for value in values.values()]))
        written = self.written.get(key)
        if written is None:
            if len(self.written) >= BLOCKS_KEPT:
                self.written.clear()
            alone = context.new({**values, "csrf_token": CSRF})
            written = self.written[key] = self.nodelist.render(alone)
        return _of_this_page(written, context)


def _is_remembered(context: Context) -> bool:
    """Whether a block is being written to be repeated: its forms' token and keys are put in when it is."""
    return context.get("csrf_token") is CSRF


def _of_this_page(written: str, context: Context) -> SafeString:
    if _is_remembered(context):  # a block inside a block: the outer one puts them in
        return mark_safe(written)  # noqa: S308  # nosec B308 B703
    if CSRF in written:  # a page without a form asks for no token: asking sets a cookie
        written = written.replace(CSRF, str(context["csrf_token"]))
    first, *rest = written.split(KEY)
    page = first + "".join(uuid.uuid4().hex + part for part in rest)
    return mark_safe(page)  # noqa: S308  # nosec B308 B703


@register.tag
def remembered(parser: template.base.Parser, token: template.base.Token) -> RememberedNode:
    """``{% remembered %}...{% endremembered %}``: for what shows nothing but the ``shell``.

    ``{% remembered slug=fair.slug number=3 %}``: for what shows nothing but these values, in the reader's language.
    """
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("remembered takes values by name")
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, values)


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
def narrows(filters: BaseForm) -> bool:
    """Whether the reader chose anything in a form of filters; only then is there something to clear."""
    return any(filters.data.get(filters.add_prefix(name)) for name in filters.fields)


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
