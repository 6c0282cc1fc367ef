"""Log lines tell what happened and keep no key."""

import json
import logging

import pytest

from spona.config.logs import JsonLine

TOKEN = "u3vQn0c9m2-Zx_81kLrT5wYb"


def _line(message: str) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, None, None)
    logged: str = json.loads(JsonLine().format(record))["message"]
    return logged


@pytest.mark.parametrize("way", ["/f/", "/t/", "/calendar/", "/invitation/"])
def test_a_signed_link_is_logged_without_its_key(way: str) -> None:
    assert _line(f"Not Found: {way}{TOKEN}/wishes/") == f"Not Found: {way}…/wishes/"


def test_an_ordinary_address_is_logged_as_it_is() -> None:
    assert _line("Not Found: /fairs/a-fair-with-a-long-name-2026/") == "Not Found: /fairs/a-fair-with-a-long-name-2026/"
