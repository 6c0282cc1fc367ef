"""What every page's frame shows: where one can go, who one is, which languages there are."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from spona.kernel.models import Actor, Network
from spona.kernel.rules import allowed

HTML_LANGUAGES = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}
LANGUAGE_NAMES = {"en": "English", "sr": "Српски", "sr-latn": "Srpski", "hr": "Hrvatski", "bg": "Български"}
THEMES = ("light", "dark")


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation."""

    url: str
    label: str
    icon: str
    current: bool


@dataclass(frozen=True)
class LanguageItem:
    """One entry of the language switch."""

    code: str
    html_lang: str
    label: str
    url: str
    current: bool


BACK = "spona-address-to-return-to"
"""Stands in a frame's addresses where each page writes its own."""


@dataclass(frozen=True)
class Shell:
    """The frame of one kind of reader in one part of the site: the same for all of its pages.

    ``written`` keeps what ``{% remembered %}`` blocks have made of it; it ends with the shell.
    """

    nav: list[NavItem]
    actor: Actor
    network: Network | None
    languages: list[LanguageItem]
    html_lang: str
    theme: str
    search_url: str
    home_url: str
    sign_in_url: str
    sign_out_url: str
    account: list[dict[str, str]]
    written: dict[object, str] = field(default_factory=dict)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` for the frame around every page.

    A frame is worked out once for everything it depends on: roles are part of that, so one taken away counts at the
    next request.
    """
    actor: Actor = getattr(request, "actor", Actor())
    network: Network | None = getattr(request, "network", None)
    language = get_language() or "en"
    theme = request.COOKIES.get("spona_theme", "")
    theme = theme if theme in THEMES else ""
    section = max((url for url in _sections() if request.path.startswith(url)), key=len, default="")
    reader = (actor.network_id, actor.account_id, actor.name, actor.grants, actor.link is None, actor.system)
    key = (language, theme, section, reader, network and (network.pk, network.updated_at))
    known = _shells.get(key)
    if known is None:
        if len(_shells) >= SHELLS_KEPT:
            _shells.clear()
        known = _shells[key] = _shell_of(actor, network, language, theme, section)
    return {"shell": known}


SHELLS_KEPT = 500
_shells: dict[object, Shell] = {}


def _shell_of(actor: Actor, network: Network | None, language: str, theme: str, section: str) -> Shell:
    return Shell(
        nav=_navigation(actor, section),
        actor=actor,
        network=network,
        languages=_languages(language),
        html_lang=HTML_LANGUAGES.get(language, language),
        theme=theme,
        search_url=reverse("web:search"),
        home_url=reverse("web:front") if actor.account_id is None else reverse("web:desk"),
        sign_in_url=reverse("account_login") if actor.is_anonymous else "",
        sign_out_url=reverse("account_logout") if actor.account_id else "",
        account=_account_pages(actor),
    )


ENTRIES = (
    ("kernel.open_desk", "web:desk", gettext_lazy("My desk"), "desk"),
    ("programmes.list_programmes", "web:programmes:list", gettext_lazy("Programmes"), "programme"),
    ("parties.list_organisations", "web:parties:list", gettext_lazy("Organisations"), "organisation"),
    ("events.list_fairs", "web:events:list", gettext_lazy("Fairs"), "fair"),
    ("partnerships.list_agreements", "web:partnerships:list", gettext_lazy("Agreements"), "partnership"),
    ("partnerships.read_own_agreements", "web:partnerships:own", gettext_lazy("Agreements"), "partnership"),
)
"""The main navigation: permission, address, words, icon.

At most five or six for one reader: more do not fit beside each other in the longer languages. What keeps the house in
order stands with the account.
"""


@functools.cache
def _sections() -> tuple[str, ...]:
    return tuple(reverse(name) for _permission, name, _label, _icon in ENTRIES)


def _navigation(actor: Actor, section: str) -> list[NavItem]:
    """Return the entries this actor may open; what is half built has no entry."""
    if actor.link is not None:
        return []
    return [
        NavItem(url, str(label), icon, section.startswith(url))
        for (permission, _name, label, icon), url in zip(ENTRIES, _sections(), strict=True)
        if allowed(permission, actor)
    ]


def _account_pages(actor: Actor) -> list[dict[str, str]]:
    if actor.account_id is None:
        return []
    pages = [
        ("reports.list_reports", "web:reports:list", _("Fair reports")),
        ("kernel.see_outbox", "web:kernel:outbox", _("Outbox")),
        ("kernel.see_journal", "web:kernel:journal", _("Journal")),
        ("kernel.manage_roles", "web:kernel:team", _("Team of the network")),
        ("kernel.edit_network", "web:kernel:settings", _("Settings of the network")),
    ]
    return [
        *({"url": reverse(name), "label": label} for permission, name, label in pages if allowed(permission, actor)),
        {"url": reverse("mfa_index"), "label": _("Passkeys and second factor")},
        {"url": reverse("account_change_password"), "label": _("Change the password")},
    ]


def _languages(current: str) -> list[LanguageItem]:
    return [
        LanguageItem(
            code,
            HTML_LANGUAGES.get(code, code),
            LANGUAGE_NAMES[code],
            f"{reverse('web:language', args=[code])}?next={BACK}",
            code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def address_to_return_to(request: HttpRequest) -> str:
    """What stands in a page for ``BACK``: where changing the language leads back to, written for an address."""
    return quote_plus(request.get_full_path() if request.method == "GET" else request.path)
