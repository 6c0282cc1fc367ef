"""Django's ``i18n`` tags, with a short way for the commonest: ``{% trans "words" %}`` with nothing but the words.

A page has thirty of them, and each took ninety calls to resolve a constant as if it were a variable. The settings name
this library ``i18n`` for every template; what is not constant, and every other tag and filter, is Django's own.
"""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import gettext

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class WordsNode(template.Node):
    """Constant words of a template, in the reader's language. They are the template's own, so they are not escaped."""

    child_nodelists = ()

    def __init__(self, words: str) -> None:
        self.message = words.replace("%", "%%")

    def render(self, context: template.Context) -> str:  # noqa: ARG002  as every node
        """Return the words; per cents are doubled in catalogues, as in Django's own node."""
        return gettext(self.message).replace("%%", "%")


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    """Django's ``{% trans %}``."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    said, wants_more = node.filter_expression, node.noop or node.asvar or node.message_context
    if wants_more or said.filters or not isinstance(said.var, Variable) or not isinstance(said.var.literal, str):
        return node
    return WordsNode(said.var.literal)
