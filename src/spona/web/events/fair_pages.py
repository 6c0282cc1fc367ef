"""What the pages of one fair share: the way to them and the tabs between them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.kernel.models import Actor
from spona.kernel.rules import allowed
from spona.reports.queries import is_begun
from spona.web.pages import address_of, crumb


def fair_address(actor: Actor, fair: Fair) -> str:
    """Return where a fair is for the reader: its workspace for those who may open it, else the page everybody sees."""
    page = "web:events:fair" if allowed("events.see_fair", actor, fair) else "web:events:public_fair"
    return address_of(page, fair.slug)


def fair_crumbs(fair: Fair, label: Any = "") -> list[dict[str, Any]]:
    """Return the way to a page of a fair; without a label the fair itself is the page."""
    way = [crumb(_("Fairs"), address_of("web:events:list"))]
    if not label:
        return [*way, crumb(fair.name)]
    return [*way, crumb(fair.name, address_of("web:events:fair", fair.slug)), crumb(label)]


def fair_tabs(actor: Actor, fair: Fair, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a fair's workspace that the reader may open; the permissions are those of the pages.

    The report is one of them as soon as there is something to report.
    """
    tabs = {
        "fair": ("events:fair", _("Overview"), "events.see_fair"),
        "parties": ("events:parties", _("Parties"), "events.see_parties"),
        "wishes": ("events:wishes", _("Wishes"), "events.manage_parties"),
        "proposals": ("events:proposals", _("Proposals"), "events.list_proposals"),
        "plan": ("events:plan", _("Timetable"), "events.see_timetable"),
        "day": ("events:day", _("The day"), "events.run_day"),
    }
    if is_begun(fair):
        tabs["report"] = ("reports:fair", _("Report"), "reports.see_fair_report")
    return [
        {"label": label, "url": address_of(f"web:{name}", fair.slug), "current": key == current}
        for key, (name, label, permission) in tabs.items()
        if allowed(permission, actor, fair)
    ]
