"""Forms about organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.parties.states import NumberScheme, OrganisationKind, SizeClass
from spona.web.countries import country_choices, country_code
from spona.web.forms import PageForm, offer

ANY = ("", _("any"))


class OrganisationFilters(forms.Form):
    """What a list of organisations is narrowed to."""

    text = forms.CharField(
        label=_("Name or number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *OrganisationKind.choices])
    country = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off"}),
    )

    def chosen(self) -> dict[str, str]:
        """Return the filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        found: dict[str, Any] = self.cleaned_data
        return {
            "text": found.get("text", ""),
            "kind": found.get("kind", ""),
            "country": country_code(found.get("country", "")),
        }


class OrganisationForm(PageForm):
    """What anybody should know about an organisation. Field names are the action's arguments."""

    name = forms.CharField(label=_("Name"), max_length=400)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    website = forms.CharField(label=_("Website"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("not known")), *SizeClass.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", country_choices(kept=self.initial.get("country", "")))

    def values(self) -> dict[str, Any]:
        """Return the fields as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("_")}


class NewOrganisationForm(OrganisationForm):
    """A new record, with the number that keeps it from being written twice."""

    scheme = forms.ChoiceField(
        label=_("Which register"), required=False, choices=[("", _("no number at hand")), *NumberScheme.choices]
    )
    value = forms.CharField(label=_("Register number"), required=False, max_length=40)

    def new_values(self) -> dict[str, Any]:
        """Return the arguments of ``create_organisation``."""
        values = self.values()
        scheme, value = values.pop("scheme"), values.pop("value")
        return {**values, "numbers": {scheme: value} if scheme and value else {}}
