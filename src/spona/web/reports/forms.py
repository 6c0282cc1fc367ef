"""How the lists behind a report's numbers are narrowed. Nobody fills these in: numbers lead here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from spona.events.models import WishLevel
from spona.parties.states import OrganisationKind, SizeClass
from spona.partnerships.states import CHECK_DAYS, AgreementState, ContributionKind, Estimate, Stage, Unit
from spona.reports.queries import EMPTY, NO_UNIT
from spona.reports.states import Outcome, Presence, Source, WishOutcome

NOT_WRITTEN = (EMPTY, _("not written down"))
DAYS = [(days, _("after %(days)s days")) for days in CHECK_DAYS]


class Behind(forms.Form):
    """What a list is narrowed to. A value nobody knows narrows nothing."""

    def chosen(self) -> dict[str, Any]:
        """Return what the list is narrowed to, as arguments of its question."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {"", None, False}}

    def words(self) -> list[str]:
        """Return the same as people read it, in the order of the fields."""
        found = []
        for name, value in self.chosen().items():
            field = self.fields[name]
            choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
            label = dict(choices).get(value)
            said = str(label if label is not None else field.label if value is True else f"{field.label}: {value}")
            found.append(str(capfirst(said % {"days": value} if name == "days" else said)))
        return found


class PartiesBehind(Behind):
    """Parties: how they count, and of which group they are."""

    presence = forms.ChoiceField(required=False, choices=Presence.choices)
    kind = forms.ChoiceField(required=False, choices=[NOT_WRITTEN, *OrganisationKind.choices])
    city = forms.CharField(label=_("Town"), required=False, max_length=120)
    size = forms.ChoiceField(required=False, choices=[NOT_WRITTEN, *SizeClass.choices])
    held = forms.IntegerField(label=_("Meetings that took place"), required=False, min_value=0)

    def chosen(self) -> dict[str, Any]:
        """Return the choices; no meeting at all is a choice, too."""
        chosen = super().chosen()
        held = self.cleaned_data.get("held")
        return chosen if held is None else chosen | {"held": held}


class MeetingsBehind(Behind):
    """Meetings: where they came from, and what became of them."""

    source = forms.ChoiceField(required=False, choices=Source.choices)
    outcome = forms.ChoiceField(
        required=False,
        choices=[("held", _("took place")), ("not_held", _("did not take place")), *Outcome.choices],
    )


class WishesBehind(Behind):
    """Wishes: of which level, and what became of them."""

    level = forms.ChoiceField(
        required=False, choices=[(WishLevel.MUST, _("first wishes")), (WishLevel.YES, _("other wishes"))]
    )
    outcome = forms.ChoiceField(required=False, choices=WishOutcome.choices)


class AgreementsBehind(Behind):
    """Agreements: where they stand, or stood so many days after they were made."""

    state = forms.ChoiceField(required=False, choices=AgreementState.choices)
    made = forms.BooleanField(label=_("every side confirmed"), required=False)
    days = forms.TypedChoiceField(required=False, choices=DAYS, coerce=int, empty_value=None)
    then = forms.ChoiceField(required=False, choices=AgreementState.choices)


class LinesBehind(Behind):
    """Lines of the ledger: what kind, which unit, which currency, how estimated."""

    stage = forms.ChoiceField(required=False, choices=Stage.choices)
    kind = forms.ChoiceField(required=False, choices=ContributionKind.choices)
    unit = forms.ChoiceField(required=False, choices=[(NO_UNIT, _("nobody said how much")), *Unit.choices])
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    estimate = forms.ChoiceField(required=False, choices=Estimate.choices)
    state = forms.ChoiceField(required=False, choices=AgreementState.choices)

    def words(self) -> list[str]:
        """Say in words that no value was said."""
        unvalued = self.chosen().get("currency") == NO_UNIT
        said = str(_("Nobody put a value on it"))
        return [said if unvalued and word.endswith(NO_UNIT) else word for word in super().words()]


class ChecksBehind(Behind):
    """Contact checks: about which day, and whether they were answered."""

    days = forms.TypedChoiceField(required=False, choices=DAYS, coerce=int, empty_value=None)
    answered = forms.BooleanField(label=_("answered"), required=False)
