"""A browser that does not answer fails nobody and holds nobody up."""

from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import Browser
from tests import conftest


async def never() -> None:
    await asyncio.Event().wait()


def test_a_context_that_never_closes_is_left_after_a_while(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    context = browser.new_context()
    monkeypatch.setattr(type(context._impl_obj), "close", lambda _context, **_why: never())
    monkeypatch.setattr(conftest, "CLOSING_SECONDS", 0.1)
    left = conftest.closed(context)
    monkeypatch.undo()

    assert (left, conftest.closed(context), browser.contexts) == (False, True, [])
