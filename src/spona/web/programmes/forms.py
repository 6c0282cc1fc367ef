"""Forms about programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.programmes.queries import startable_recipes
from spona.web.forms import PageForm, offer


class NewProgrammeForm(PageForm):
    """A programme after a recipe."""

    recipe = forms.ChoiceField(label=_("Recipe"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(recipe.code, f"{recipe.name}: {recipe.summary}") for recipe in startable_recipes()]
        offer(self, "recipe", choices)
        if len(choices) == 1:
            self.fields["recipe"].initial = choices[0][0]
