"""The two languages of a journey: what the buttons are called in each, and that a page speaks one of them alone."""

from __future__ import annotations

from functools import cache

from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Page
from scripts import messages

TEXTS = """() => {
  const shown = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (!parentElement.closest("script, style, template, noscript, body [lang]"))
      shown.push(textContent.trim().replace(/\\s+/g, " "));
  }
  for (const named of document.querySelectorAll("main [aria-label], main [placeholder]"))
    shown.push(named.ariaLabel ?? "", named.placeholder ?? "");
  return shown;
}"""


class Language:
    """One language of the pages."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, text: str, **values: object) -> str:
        """Return a text of the sources as pages in this language show it."""
        with translation.override(self.code):
            return gettext(text) % values if values else gettext(text)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a text with a number in it."""
        with translation.override(self.code):
            return ngettext(one, many, number) % values

    def strangers_on(self, page: Page) -> list[str]:
        """Return what a page says in the other of the two languages, and its own name where it names another one."""
        named = page.locator("html").get_attribute("lang")
        foreign = of_the_other(self.code)
        shown = {text for text in page.evaluate(TEXTS) if text in foreign}
        return sorted(shown | ({f"lang={named}"} if named != self.code else set()))


@cache
def of_the_other(code: str) -> frozenset[str]:
    """Return the texts that a page in ``code`` never shows: those of the other language that differ in this one."""
    catalogue: Catalog = messages.catalogue_of("hr")
    pairs = [
        (message.id, str(message.string))
        for message in catalogue
        if isinstance(message.id, str) and len(message.id) > 1 and message.id != message.string
    ]
    own, other = (1, 0) if code == "hr" else (0, 1)
    return frozenset(pair[other] for pair in pairs) - {pair[own] for pair in pairs}
