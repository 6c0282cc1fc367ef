"""What the pages of one fair share: the way to them and the tabs between them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.web.pages import crumb


def fair_crumbs(fair: Fair, label: Any = "") -> list[dict[str, Any]]:
    """Return the way to a page of a fair; without a label the fair itself is the page."""
    way = [crumb(_("Fairs"), reverse("web:events:list"))]
    if not label:
        return [*way, crumb(fair.name)]
    return [*way, crumb(fair.name, reverse("web:events:fair", args=[fair.slug])), crumb(label)]


def fair_tabs(fair: Fair, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a fair's workspace."""
    labels = {
        "fair": _("Overview"),
        "parties": _("Parties"),
        "wishes": _("Wishes"),
        "proposals": _("Proposals"),
        "plan": _("Timetable"),
        "day": _("The day"),
    }
    return [
        {"label": label, "url": reverse(f"web:events:{name}", args=[fair.slug]), "current": name == current}
        for name, label in labels.items()
    ]
