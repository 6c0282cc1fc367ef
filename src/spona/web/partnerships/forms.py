"""Forms of agreements. Field names are the arguments of the actions, or of the desk's items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair
from spona.kernel.models import Problem
from spona.parties.states import OrganisationKind
from spona.partnerships.actions.desk import LINES_A_SIDE, SIDES
from spona.partnerships.states import (
    AGREEMENT_MOVES,
    AgreementState,
    CheckAnswer,
    Consent,
    ContributionKind,
    Estimate,
    IntroductionOutcome,
    Reason,
    Stage,
    Unit,
)
from spona.web.forms import PageForm, offer

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
NOTE = forms.Textarea(attrs={"rows": 2})
LANGUAGES = [("en", "English"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("hr", "Hrvatski"), ("bg", "Български")]


def _choices(kind: Any, empty: Any = "—") -> list[tuple[Any, Any]]:
    return [("", empty), *kind.choices]


class DeskForm(PageForm):
    """Two people, ninety seconds. Every field is text: what cannot be read is said beside it by the action."""

    nonce = forms.CharField(widget=forms.HiddenInput)
    meeting = forms.CharField(widget=forms.HiddenInput, required=False)
    due_on = forms.CharField(label=_("Done by"), required=False, widget=DATE)
    about = forms.CharField(label=_("What it is about (optional)"), required=False, max_length=500)

    def __init__(self, *args: Any, money_allowed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(value, label) for value, label in ContributionKind.choices if money_allowed or value != "money"]
        for place in SIDES:
            self._add_side(place)
            for number in range(1, LINES_A_SIDE + 1):
                self._add_line(f"{place}{number}", kinds)

    def _add_side(self, place: str) -> None:
        text: dict[str, Any] = {"required": False, "max_length": 300}
        named = {"list": "desk-parties", "autocomplete": "off"}
        self.fields[place] = forms.CharField(label=_("Organisation"), widget=forms.TextInput(attrs=named), **text)
        self.fields[f"{place}_owner"] = forms.CharField(label=_("Who answers for it"), **text)
        address = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"})
        self.fields[f"{place}_email"] = forms.CharField(label=_("Their e-mail"), widget=address, **text)
        self.fields[f"{place}_signature"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _add_line(self, place: str, kinds: list[tuple[Any, Any]]) -> None:
        self.fields[f"{place}_kind"] = forms.ChoiceField(
            label=_("Gives"), required=False, choices=[("", _("nothing")), *kinds]
        )
        self.fields[f"{place}_what"] = forms.CharField(label=_("What exactly"), required=False, max_length=300)
        number = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields[f"{place}_quantity"] = forms.CharField(label=_("How much"), required=False, widget=number)
        self.fields[f"{place}_unit"] = forms.ChoiceField(label=_("Of what"), required=False, choices=_choices(Unit))
        self.fields[f"{place}_value"] = forms.CharField(label=_("Estimated value"), required=False)
        estimates = [(value, label) for value, label in Estimate.choices if value != Estimate.STATED]
        self.fields[f"{place}_estimate"] = forms.ChoiceField(
            label=_("Estimated how"), required=False, choices=[("", "—"), *estimates]
        )

    def sides(self) -> list[dict[str, Any]]:
        """Return the fields of both sides as the template sets them: the side, its first line, the lines behind it."""
        names = ("kind", "what", "quantity", "unit", "value", "estimate")
        sides = []
        for place, title in zip(SIDES, (_("One side"), _("The other side")), strict=True):
            lines = [[self[f"{place}{number}_{name}"] for name in names] for number in range(1, LINES_A_SIDE + 1)]
            more_is_open = any(field.value() or field.errors for line in lines[1:] for field in line)
            sides.append(
                {
                    "title": title,
                    "name": self[place],
                    "owner": self[f"{place}_owner"],
                    "email": self[f"{place}_email"],
                    "signature": self[f"{place}_signature"],
                    "first": lines[0],
                    "more": lines[1:],
                    "more_is_open": more_is_open,
                }
            )
        return sides

    def clean(self) -> dict[str, Any]:
        """Whatever a choice does not know is the action's to refuse, with its own words."""
        for name in list(self.errors):
            del self.errors[name]
        return dict(self.cleaned_data)

    def values(self) -> dict[str, str]:
        """Return what was typed, as the desk's action reads it."""
        return {name: str(self.data.get(name, "")) for name in self.fields}

    def show(self, problems: Sequence[Problem]) -> None:
        """Put what was refused beside its fields."""
        for problem in problems:
            self.add_problem(problem)


class TermsForm(PageForm):
    """What holds at a fair's desk."""

    money_allowed = forms.BooleanField(
        label=_("Money may be agreed at the desk"),
        required=False,
        help_text=_("Usually money stays outside: then nobody can offer it there."),
    )
    check_days = forms.IntegerField(label=_("Ask both sides so many days later"), min_value=1, max_value=89)


class AgreementFilters(forms.Form):
    """Narrows the list of agreements."""

    text = forms.CharField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=_choices(AgreementState, _("any")))
    fair = forms.UUIDField(label=_("Fair"), required=False, widget=forms.Select)
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("all")),
            ("disputed", _("where the sides disagree")),
            ("overdue", _("those overdue")),
            ("silent", _("where nobody answers")),
        ],
    )

    def __init__(self, data: Any, fairs: Sequence[Fair]) -> None:
        super().__init__(data, label_suffix="")
        options = [("", _("any")), *((str(fair.pk), str(fair)) for fair in fairs)]
        self.fields["fair"].widget = forms.Select(choices=options)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are on, as arguments of ``agreements_for``."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StateForm(PageForm):
    """How an agreement stands now."""

    state = forms.ChoiceField(label=_("It is now"))
    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=_choices(Reason), help_text=_("Where it comes to nothing.")
    )
    note = forms.CharField(label=_("A word on it (optional)"), required=False, max_length=500, widget=NOTE)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(AgreementState.choices)
        moves = [state for state in AGREEMENT_MOVES.get(now, ()) if state != AgreementState.CONFIRMED]
        offer(self, "state", [(state, labels[state]) for state in moves])


class DeliveryForm(PageForm):
    """What of a promise was kept."""

    promise = forms.ChoiceField(label=_("Which promise"))
    quantity = forms.DecimalField(label=_("How much"), required=False, max_digits=12, decimal_places=2, localize=True)
    value = forms.CharField(
        label=_("Worth"), required=False, help_text=_("Empty: the value it was promised with. Write 1.250,00 EUR.")
    )
    on = forms.DateField(label=_("On"), required=False, widget=DATE)

    def __init__(self, *args: Any, promises: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "promise", promises)


class MilestoneForm(PageForm):
    """A step on the way."""

    title = forms.CharField(label=_("What is to be done"), max_length=200, required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DATE)


class EvidenceForm(PageForm):
    """A document or a photo."""

    file = forms.FileField(
        label=_("File or photo"),
        help_text=_("PDF, Word, Excel, JPEG or PNG."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    caption = forms.CharField(label=_("What it shows"), required=False, max_length=300)
    consent = forms.ChoiceField(
        label=_("The people on the photo"), required=False, choices=_choices(Consent), help_text=_("For photos.")
    )
    consent_by = forms.CharField(label=_("Who asked them"), required=False, max_length=200)


class StoryForm(PageForm):
    """How it went."""

    story = forms.CharField(
        label=_("How it went"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was done, for whom, what others may learn from it."),
    )
    story_language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    story_may_be_shown = forms.BooleanField(label=_("It may be shown to others as an example"), required=False)


class OwnerForm(PageForm):
    """Who answers for a side from now on."""

    owner_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    owner_email = forms.EmailField(label=_("E-mail"), required=False)


class CheckForm(PageForm):
    """The answer to a contact check."""

    answer = forms.ChoiceField(choices=CheckAnswer.choices, required=False)
    reason = forms.ChoiceField(label=_("Why"), required=False, choices=_choices(Reason))
    note = forms.CharField(label=_("A word on it (optional)"), required=False, max_length=500, widget=NOTE)


class CodeForm(PageForm):
    """The short code from the desk."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight letters and digits, as the desk shows them."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


class LedgerFilters(forms.Form):
    """Narrows the ledger."""

    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=_choices(Stage, _("both")))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_choices(ContributionKind, _("any")))
    fair = forms.UUIDField(label=_("Fair"), required=False, widget=forms.Select)

    def __init__(self, data: Any, fairs: Sequence[Fair]) -> None:
        super().__init__(data, label_suffix="")
        options = [("", _("any")), *((str(fair.pk), str(fair)) for fair in fairs)]
        self.fields["fair"].widget = forms.Select(choices=options)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are on, as arguments of ``ledger_for``."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class IntroductionForm(PageForm):
    """Who was introduced to whom."""

    a = forms.CharField(label=_("One organisation"), widget=forms.TextInput(attrs={"list": "desk-parties"}))
    b = forms.CharField(label=_("The other"), widget=forms.TextInput(attrs={"list": "desk-parties"}))
    on = forms.DateField(label=_("On"), widget=DATE)
    purpose = forms.CharField(label=_("What for"), max_length=500, required=False, widget=NOTE)
    introducer_name = forms.CharField(label=_("Who introduced them"), max_length=200, required=False)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=IntroductionOutcome.choices)


class OutcomeForm(PageForm):
    """What came of an introduction."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=IntroductionOutcome.choices)
    outcome_note = forms.CharField(label=_("A word on it (optional)"), required=False, max_length=500, widget=NOTE)


class IntroductionFilters(forms.Form):
    """Narrows the list of introductions."""

    text = forms.CharField(label=_("Organisation"), required=False)
    outcome = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=_choices(IntroductionOutcome, _("anything"))
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are on, as arguments of ``introductions_for``."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class NetworkFilters(forms.Form):
    """Which ties are looked at."""

    year = forms.IntegerField(label=_("Year"), required=False, widget=forms.Select)
    left = forms.ChoiceField(label=_("Between"), required=False, choices=_choices(OrganisationKind, _("everybody")))
    right = forms.ChoiceField(label=_("And"), required=False, choices=_choices(OrganisationKind, _("everybody")))
    how = forms.ChoiceField(
        label=_("What they did"),
        required=False,
        choices=[
            ("", _("met, were introduced or agreed")),
            ("met", _("met at fairs")),
            ("introduced", _("were introduced")),
            ("agreed", _("agreed")),
        ],
    )

    def __init__(self, data: Any, years: Sequence[int]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["year"].widget = forms.Select(choices=[("", _("all years")), *((y, y) for y in years)])

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are on, as fields of ``TieFilter``."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StrangerFilters(forms.Form):
    """Whose pairs are looked for."""

    left = forms.ChoiceField(label=_("One of"), required=False, choices=OrganisationKind.choices)
    right = forms.ChoiceField(label=_("never met one of"), required=False, choices=OrganisationKind.choices)
    fair = forms.UUIDField(label=_("who came to"), required=False, widget=forms.Select)

    def __init__(self, data: Any, fairs: Sequence[Fair]) -> None:
        super().__init__(data, label_suffix="")
        self.fairs = fairs
        options = [("", _("any fair")), *((str(fair.pk), str(fair)) for fair in fairs)]
        self.fields["fair"].widget = forms.Select(choices=options)

    def chosen(self) -> dict[str, Any]:
        """Return the filters, as arguments of ``never_met``; usually companies and CSOs."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {"left": OrganisationKind.CSO.value, "right": OrganisationKind.COMPANY.value, **chosen}
