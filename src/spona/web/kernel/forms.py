"""Forms of the kernel's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Network, RoleKind, Translated
from spona.web.forms import PageForm, offer

NETWORK_ROLES = (RoleKind.NETWORK_MANAGER, RoleKind.NATIONAL_PARTNER)
PROGRAMME_ROLES = (
    RoleKind.MANAGER,
    RoleKind.NATIONAL_PARTNER,
    RoleKind.MENTOR,
    RoleKind.JUROR,
    RoleKind.DONOR_VIEWER,
)
LANGUAGES = [
    ("en", "English"),
    ("sr", "Српски"),
    ("sr-latn", "Srpski"),
    ("hr", "Hrvatski"),
    ("bg", "Български"),
]
"""The languages as their speakers call them."""


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


class InviteForm(PageForm):
    """Who is asked to join a team, and as what."""

    email = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(label=_("Role"))
    countries = forms.CharField(
        label=_("Countries"), required=False, help_text=_("For a national partner. Two letters each: RS, BA, HR")
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, *args: Any, roles: Sequence[RoleKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(role.value, role.label) for role in roles])

    def clean_countries(self) -> list[str]:
        """Return the countries' codes. Errors: ``ValidationError`` for what is no code."""
        codes = self.cleaned_data["countries"].upper().replace(",", " ").replace(";", " ").split()
        wrong = [code for code in codes if len(code) != 2 or not code.isalpha()]
        if wrong:
            raise forms.ValidationError(_("“%(code)s” is not a country code."), params={"code": wrong[0]})
        return sorted(set(codes))

    def invitation(self) -> dict[str, Any]:
        """Return the arguments of ``invite``; countries belong to national partners only."""
        values = {name: self.cleaned_data[name] for name in ("email", "kind", "language", "countries")}
        return values if values["kind"] == RoleKind.NATIONAL_PARTNER else values | {"countries": []}


class NetworkForm(PageForm):
    """The network's settings; its name once for every language of the interface."""

    languages = forms.MultipleChoiceField(
        label=_("Languages offered"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    default_language = forms.ChoiceField(
        label=_("The network's own language"),
        choices=LANGUAGES,
        help_text=_("Lists are sorted by its alphabet; mails without another choice are written in it."),
    )
    mail_from = forms.EmailField(label=_("Mails are sent from"))
    time_zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("Such as Europe/Belgrade."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {}
        for code, language in LANGUAGES:
            names[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.fields = names | self.fields

    @staticmethod
    def initial_of(network: Network) -> dict[str, Any]:
        """Return the settings as they stand."""
        offered = [code for code in network.languages if code in dict(LANGUAGES)] or ["en"]
        names = {f"name_{code}": network.name.texts.get(code, {}).get("text", "") for code, _label in LANGUAGES}
        return names | {
            "languages": offered,
            "default_language": offered[0],
            "mail_from": network.mail_from,
            "time_zone": network.time_zone,
        }

    def saved(self, name: str) -> Any:
        """Return the setting as somebody else saved it meanwhile."""
        return self.initial_of(self.conflict).get(name, "")

    def changes(self, network: Network) -> dict[str, Any]:
        """Return what ``edit_network`` is to change. The own language comes first, whether ticked or not."""
        values = self.cleaned_data
        own = values["default_language"]
        return {
            "name": self._name(network.name, own),
            "languages": [own, *(code for code in values["languages"] if code != own)],
            "mail_from": values["mail_from"],
            "time_zone": values["time_zone"].strip(),
        }

    def _name(self, present: Translated, own: str) -> Translated:
        """Return the names as typed; an emptied one is gone. The original stays the original where it still is."""
        typed = {code: self.cleaned_data[f"name_{code}"].strip() for code, _label in LANGUAGES}
        texts = {code: text for code, text in typed.items() if text}
        if not texts:
            return Translated()
        original = next(code for code in (present.original, own, *texts) if code in texts)
        name = Translated.of(texts[original], original)
        for code, text in texts.items():
            name = name.with_text(text, code) if code != original else name
        return name
