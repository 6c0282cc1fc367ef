"""Forms of parties and of organisations that register themselves. Field names are the arguments of the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.events.models import Party, Side, Slot
from spona.parties.states import NumberScheme
from spona.web.events.forms import DATE, ToldByField, people_field
from spona.web.forms import PageForm, offer

LANGUAGES = [("en", "English"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("hr", "Hrvatski"), ("bg", "Български")]
TEXT = forms.Textarea(attrs={"rows": 3})


class HoursForm(PageForm):
    """When a party is there: ticked slots."""

    there = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, slots: list[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "there", [(str(slot.pk), str(slot)) for slot in slots])


class MeetingsForm(PageForm):
    """How many meetings a party takes at most."""

    max_meetings = forms.IntegerField(
        label=_("At most so many meetings"),
        required=False,
        min_value=0,
        help_text=_("Leave it empty to take as many as fit your hours."),
    )


class ReachForm(PageForm):
    """How a party is reached, by its own word."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    told_by = ToldByField(label=_("Tell us of changes on the day"))
    language = forms.ChoiceField(label=_("Language of our mails"), choices=LANGUAGES)


class PeopleForm(PageForm):
    """Who comes for a party, by its own word."""

    people = people_field()


class AskForm(PageForm):
    """A request for a meeting."""

    message = forms.CharField(
        label=_("Why you would like to meet"),
        max_length=500,
        required=False,
        widget=TEXT,
        help_text=_("They read this in the mail. One or two sentences do."),
    )


class AnswerForm(PageForm):
    """A word that goes with a yes or a no to a request."""

    answer = forms.CharField(label=_("A word to them (optional)"), max_length=500, required=False, widget=TEXT)


class ProposalForm(PageForm):
    """The next edition of a proposal."""

    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(
        label=_("What you propose"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Whom it helps, what you will do, what you ask for, what you give."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    amount = forms.DecimalField(label=_("Amount"), required=False, max_digits=16, decimal_places=2, localize=True)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, help_text=_("EUR, RSD, BAM ..."))
    starts_on = forms.DateField(label=_("Begins"), required=False, widget=DATE)
    ends_on = forms.DateField(label=_("Ends"), required=False, widget=DATE)

    def clean_currency(self) -> str:
        """Currencies are written in capitals."""
        return str(self.cleaned_data["currency"]).strip().upper()


class RegisterForm(PageForm):
    """An organisation that registers itself for a public fair."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=300)
    side = forms.ChoiceField(label=_("You come as"))
    scheme = forms.ChoiceField(label=_("Which register"), choices=NumberScheme.choices)
    number = forms.CharField(
        label=_("Number in that register"), max_length=40, help_text=_("So that nobody is on the list twice.")
    )
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    contact_name = forms.CharField(label=_("Contact person"), max_length=200)
    contact_email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link to your page goes there. Others at the fair do not see it.")
    )
    language = forms.ChoiceField(label=_("Language of our mails"), choices=LANGUAGES)

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "side", [(side.code, str(side)) for side in sides])


class ComingFilters(forms.Form):
    """What the public list of parties is narrowed to."""

    text = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, data: Any, sides: list[Side]) -> None:
        super().__init__(data)
        offer(self, "side", [("", _("all sides")), *((side.code, str(side)) for side in sides)])

    def chosen(self) -> dict[str, str]:
        """Return the filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class WishFilters(ComingFilters):
    """What a wish list is narrowed to."""

    only = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("everybody")),
            ("suggested", _("suggested to us")),
            ("said", _("those we have said something about")),
        ],
    )


def initial_of(party: Party) -> dict[str, Any]:
    """Return what the forms of a party's page are filled with."""
    names = ("max_meetings", "contact_name", "contact_email", "contact_phone", "told_by", "people", "language")
    return {name: getattr(party, name) for name in names}
