"""Forms of the day of the fair, and of the year after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.events.models import Side
from spona.events.queries.segments import CAME, NEW
from spona.events.states import MetBefore
from spona.web.forms import PageForm, offer


class WalkInForm(PageForm):
    """Somebody at the door who is not on the list."""

    name = forms.CharField(label=_("Organisation"), max_length=300)
    side = forms.ChoiceField(label=_("Side"), widget=forms.RadioSelect)
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    contact_name = forms.CharField(label=_("Who came"), max_length=200, required=False)
    contact_email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("So that the organiser can reach them.")
    )

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "side", [(side.code, str(side)) for side in sides])


class GateForm(PageForm):
    """A gate to be opened."""

    name = forms.CharField(label=_("Name of the gate"), max_length=80, help_text=_("As people call it: A, main door."))


class WordsForm(PageForm):
    """A few words about a meeting."""

    words = forms.CharField(
        label=_("In your words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_shared = forms.BooleanField(label=_("The other side may read this"), required=False)


class CloneForm(PageForm):
    """What is new about next year's fair."""

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name in the address"), max_length=80, help_text=_("Letters, digits and dashes: fair-2026")
    )
    starts_on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    with_parties = forms.BooleanField(
        label=_("Take over who was there"),
        required=False,
        help_text=_("They are on the list as invited, not registered. Nobody is written to yet."),
    )
    met_before = forms.ChoiceField(
        label=_("Those who met before"), choices=MetBefore.choices, required=False, widget=forms.RadioSelect
    )


class SegmentFilters(forms.Form):
    """Who is written to."""

    side = forms.ChoiceField(label=_("Side"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    town = forms.CharField(label=_("Town"), required=False)
    last = forms.ChoiceField(
        label=_("Last time"), required=False, choices=[("", _("all")), (CAME, _("came")), (NEW, _("were not there"))]
    )

    def __init__(self, data: Any, sides: list[Side], states: list[tuple[str, Any]], *, has_last: bool) -> None:
        super().__init__(data)
        offer(self, "side", [("", _("all sides")), *((side.code, str(side)) for side in sides)])
        offer(self, "state", [("", _("any state")), *states])
        if not has_last:
            del self.fields["last"]

    def chosen(self) -> dict[str, str]:
        """Return the filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("side", "state", "town", "last")}


class SegmentForm(PageForm):
    """What the letter says."""

    message = forms.CharField(
        label=_("Your words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("The day, the place and a link of their own are added below."),
    )
