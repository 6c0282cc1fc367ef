"""Forms of the day of the fair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.events.models import Side
from spona.web.forms import PageForm


class WalkInForm(PageForm):
    """Somebody at the door who is not on the list."""

    name = forms.CharField(label=_("Organisation"), max_length=300)
    side = forms.ChoiceField(label=_("Side"), widget=forms.RadioSelect)
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    contact_name = forms.CharField(label=_("Who came"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("For the timetable and the link."))

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side.code, str(side)) for side in sides]  # type: ignore[attr-defined]


class GateForm(PageForm):
    """A gate to be opened."""

    name = forms.CharField(label=_("Name of the gate"), max_length=80, help_text=_("As people call it: A, main door."))


class WordsForm(PageForm):
    """A few words about a meeting."""

    words = forms.CharField(
        label=_("In your words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_shared = forms.BooleanField(label=_("The other side may read this"), required=False)
