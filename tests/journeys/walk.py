"""One journey in one language: the devices of everybody in it, and what their pages say in another language."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page
from tests.conftest import NewPage
from tests.journeys.site import PHONE, Site, speak
from tests.journeys.speaking import Language

KEPT = """async () => {
  for (let tries = 0; tries < 600; tries += 1) {
    const worker = (await navigator.serviceWorker.getRegistration())?.active;
    if (worker && await caches.match(location.pathname)) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error("Half a minute, and the page is not kept on the device.");
}"""
"""Not ``serviceWorker.ready``: it never answers where no worker could be registered, and the browser waits with it."""


class Walk:
    """Opens devices that speak one language; `read` notes what a page says in the other one."""

    def __init__(self, site: Site, new_page: NewPage, code: str) -> None:
        self.say = Language(code)
        self.strangers: dict[str, list[str]] = {}
        self._site, self._new_page = site, new_page

    def device(self, width: int = 1440, height: int = 900, **details: Any) -> Page:
        """A screen of somebody's own."""
        page = self._new_page(width, height, **details)
        speak(page, self._site, self.say.code)
        return page

    def phone(self) -> Page:
        """A phone of somebody's own."""
        return self.device(390, 844, **PHONE)

    def open(self, page: Page, address: str) -> None:
        """Go to an address and read what is there."""
        page.goto(address)
        self.read(page)

    def press(self, button: Locator) -> None:
        """Press what leads to a page, and read that page."""
        with button.page.expect_navigation(wait_until="domcontentloaded"):
            button.click()
        self.read(button.page)

    def read(self, page: Page) -> None:
        """Read the page as it stands."""
        said = self.say.strangers_on(page)
        if said:
            self.strangers[page.url] = said


def goes_offline(page: Page) -> None:
    """Lose the signal once the worker keeps the page, and open the page again from what the device keeps."""
    page.evaluate(KEPT)
    page.context.set_offline(True)
    page.reload()
