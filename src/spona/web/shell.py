"""What every page's frame shows: where one can go, who one is, which languages there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.kernel.models import Actor
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


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` for the frame around every page."""
    actor: Actor = getattr(request, "actor", Actor())
    language = get_language() or "en"
    theme = request.COOKIES.get("spona_theme", "")
    return {
        "shell": {
            "nav": _navigation(request, actor),
            "actor": actor,
            "network": getattr(request, "network", None),
            "languages": _languages(request, language),
            "html_lang": HTML_LANGUAGES.get(language, language),
            "theme": theme if theme in THEMES else "",
            "search_url": reverse("web:search"),
            "home_url": reverse("web:front") if actor.account_id is None else reverse("web:desk"),
            "sign_in_url": reverse("account_login") if actor.is_anonymous else "",
            "sign_out_url": reverse("account_logout") if actor.account_id else "",
            "account": _account_pages(actor),
        }
    }


def _navigation(request: HttpRequest, actor: Actor) -> list[NavItem]:
    """Return the entries this actor may open; what is half built has no entry.

    At most five or six: more do not fit beside each other in the longer languages. What keeps the house in order
    stands with the account.
    """
    if actor.link is not None:
        return []
    entries = [
        ("kernel.open_desk", "web:desk", _("My desk"), "desk"),
        ("programmes.list_programmes", "web:programmes:list", _("Programmes"), "programme"),
        ("parties.list_organisations", "web:parties:list", _("Organisations"), "organisation"),
        ("events.list_fairs", "web:events:list", _("Fairs"), "fair"),
        ("partnerships.list_agreements", "web:partnerships:list", _("Agreements"), "partnership"),
        ("partnerships.read_own_agreements", "web:partnerships:own", _("Agreements"), "partnership"),
    ]
    items = []
    for permission, name, label, icon in entries:
        if allowed(permission, actor):
            url = reverse(name)
            items.append(NavItem(url, label, icon, request.path.startswith(url)))
    return items


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


def _languages(request: HttpRequest, current: str) -> list[LanguageItem]:
    back = request.get_full_path() if request.method == "GET" else request.path
    return [
        LanguageItem(
            code,
            HTML_LANGUAGES.get(code, code),
            LANGUAGE_NAMES[code],
            f"{reverse('web:language', args=[code])}?{urlencode({'next': back})}",
            code == current,
        )
        for code, _name in settings.LANGUAGES
    ]
