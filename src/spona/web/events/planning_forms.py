"""Forms of the cockpit: what a plan is asked for with, two parties, and who did not come."""

from __future__ import annotations

import functools
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair, Side
from spona.web.fields import bound_fields
from spona.web.forms import PageForm, offer

DEFAULT_SECONDS = 20
SECONDS = ((5, _("5 seconds")), (20, _("20 seconds")), (60, _("1 minute")), (300, _("5 minutes")))


def moves_field() -> forms.IntegerField:
    """How many meetings a new plan may change at most."""
    return forms.IntegerField(
        label=_("Change at most so many meetings"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Empty: as few as the promises and the musts leave."),
    )


class PlanForm(PageForm):
    """How the meetings are worked out. A number of ``moves`` alone asks for few changes too."""

    keep = forms.BooleanField(label=_("Change as little as possible"), required=False)
    moves = moves_field()
    fill = forms.BooleanField(
        label=_("Fill free times with introductions nobody asked for"),
        required=False,
        help_text=_("Wishes always come first."),
    )
    time_limit = forms.TypedChoiceField(
        label=_("Think for at most"), choices=SECONDS, coerce=int, initial=DEFAULT_SECONDS, required=False
    )


def plan_fields(*, keep: bool) -> SafeString:
    """Return the fields of a plan not yet asked for, as a page shows them: the same for every fair in one language."""
    return _plan_fields(get_language(), keep)


@functools.lru_cache(maxsize=50)
def _plan_fields(_language: str | None, keep: bool) -> SafeString:
    return bound_fields(PlanForm(initial={"keep": keep}).visible_fields())


def offering_names(slug: str, name: str) -> dict[str, str]:
    """Return the attributes of an input called ``name`` that offers a fair's parties, others while one types."""
    return {
        "list": "party-names",
        "autocomplete": "off",
        "hx-get": f"{reverse('web:events:names', args=[slug])}?of={name}",
        "hx-trigger": "input changed delay:250ms",
        "hx-target": "#party-names",
        "hx-swap": "outerHTML",
    }


class PairForm(forms.Form):
    """Two parties, each by its id or by its name."""

    a = forms.CharField(label=_("One party"), max_length=300)
    b = forms.CharField(label=_("The other party"), max_length=300)

    def __init__(self, slug: str, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, field in self.fields.items():
            field.widget.attrs |= offering_names(slug, name)


def pair_fields(fair: Fair) -> SafeString:
    """Return the two fields as a page of the fair shows them before anything is typed."""
    return _pair_fields(get_language(), fair.slug)


@functools.lru_cache(maxsize=200)
def _pair_fields(_language: str | None, slug: str) -> SafeString:
    return bound_fields(PairForm(slug))


class PartyFilter(forms.Form):
    """One party of the fair, by its id or by its name."""

    party = forms.CharField(label=_("Party"), required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, fair: Fair, data: Any = None) -> None:
        super().__init__(data)
        self.fields["party"].widget.attrs |= offering_names(fair.slug, "party")


class LoadFilters(forms.Form):
    """What the list of parties and their meetings is narrowed to."""

    side = forms.ChoiceField(label=_("Side"), required=False)
    short = forms.BooleanField(label=_("Only those with fewer meetings than promised"), required=False)

    def __init__(self, data: Any, sides: list[Side]) -> None:
        super().__init__(data)
        offer(self, "side", [("", _("all sides")), *((side.code, str(side)) for side in sides)])

    def chosen(self) -> dict[str, Any]:
        """Return the filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        return {"side": self.cleaned_data.get("side", ""), "only_short": bool(self.cleaned_data.get("short"))}


class NoShowForm(PageForm):
    """Since when the chosen parties are missing."""

    WHOLE_DAY, FROM_NOW = "day", "now"

    since = forms.ChoiceField(
        label=_("They are missing"),
        choices=[(WHOLE_DAY, _("the whole day: they did not come")), (FROM_NOW, _("from now on: they have left"))],
        widget=forms.RadioSelect,
        initial=WHOLE_DAY,
    )
    moves = moves_field()
