"""Forms of the kernel's pages."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from spona.web.forms import PageForm


class InvitationForm(PageForm):
    """Who an invited person is."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("A password of your choice"),
        help_text=_("At least 12 characters. Four unrelated words are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse passwords that are known or too short."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
