"""Forms for preparing a fair. Field names are the arguments of the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair, Side
from spona.events.states import MetBefore, ToldBy
from spona.parties.states import OrganisationKind
from spona.web.forms import PageForm, offer

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def people_field() -> forms.CharField:
    """Who comes for a party."""
    return forms.CharField(
        label=_("Who comes"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line. Everybody gets a badge; without names there is one for the contact person."),
    )


class ToldByField(forms.TypedChoiceField):
    """How a party is told of changes; by mail where nothing is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=ToldBy.choices, required=False, empty_value=ToldBy.MAIL, **kwargs)


class UploadForm(PageForm):
    """A spreadsheet to be taken in."""

    file = forms.FileField(
        label=_("Your spreadsheet"),
        help_text=_("Excel (.xlsx) or CSV, up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    again = forms.BooleanField(label=_("Take it in once more all the same"), required=False)


class FairForm(PageForm):
    """What a fair is: name, day, place, time for each meeting."""

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name in the address"), max_length=80, help_text=_("Letters, digits and dashes: fair-2026")
    )
    starts_on = forms.DateField(label=_("Day"), widget=DATE)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)
    about = forms.CharField(label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    tables = forms.IntegerField(
        label=_("Tables"), required=False, help_text=_("Meetings at one time. Empty: no limit.")
    )
    meeting_minutes = forms.IntegerField(label=_("Minutes for each meeting"), initial=20)
    break_minutes = forms.IntegerField(label=_("Minutes between meetings"), initial=5)
    met_before = forms.ChoiceField(
        label=_("Those who met at an earlier fair"), choices=MetBefore.choices, required=False
    )
    longest_run = forms.IntegerField(
        label=_("A pause after so many meetings in a row"),
        required=False,
        min_value=1,
        initial=5,
        help_text=_("A free time, or a break as long as a meeting. Empty: none. It never costs anybody a meeting."),
    )
    mix_sectors = forms.BooleanField(
        label=_("Let nobody meet one sector only"),
        required=False,
        initial=True,
        help_text=_("By the first topic of each organisation. It never costs anybody a meeting."),
    )
    even_days = forms.BooleanField(
        label=_("At a fair of several days, spread everybody’s meetings evenly"), required=False, initial=True
    )
    is_public = forms.BooleanField(label=_("Show the fair to everybody"), required=False)
    confirm_days = forms.IntegerField(
        label=_("Days to confirm a registration"),
        min_value=1,
        max_value=365,
        initial=7,
        help_text=_("An organisation that registers itself and does not confirm in time gives its place back."),
    )


class SideForm(PageForm):
    """One side of a fair; an empty name leaves it out."""

    name = forms.CharField(label=_("Side"), max_length=120, required=False)
    code = forms.SlugField(label=_("Short name"), max_length=40, required=False)
    organisation_kind = forms.ChoiceField(
        label=_("Usually"), required=False, choices=[("", _("any kind")), *OrganisationKind.choices]
    )
    min_meetings = forms.IntegerField(label=_("Promised meetings"), required=False, min_value=0)
    max_meetings = forms.IntegerField(label=_("At most"), required=False, min_value=0)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=0)
    hosts = forms.BooleanField(label=_("Keep a table"), required=False)
    meets_own_side = forms.BooleanField(label=_("Meet each other too"), required=False)


class SlotsForm(PageForm):
    """A row of slots to be added."""

    day = forms.DateField(label=_("Day"), widget=DATE, required=False)
    time = forms.TimeField(label=_("First meeting at"), widget=TIME)
    count = forms.IntegerField(label=_("How many slots"), min_value=1, max_value=100, initial=6)
    minutes = forms.IntegerField(label=_("Minutes each"), required=False)
    break_minutes = forms.IntegerField(label=_("Minutes between"), required=False)
    long_break_after = forms.IntegerField(
        label=_("A longer break after slot number"), required=False, min_value=1, help_text=_("Empty: none.")
    )
    long_break_minutes = forms.IntegerField(label=_("Minutes of the longer break"), required=False, min_value=0)

    def long_breaks(self) -> dict[int, int]:
        """Return after which slot there is how long a break."""
        after, minutes = self.cleaned_data.get("long_break_after"), self.cleaned_data.get("long_break_minutes")
        return {after: minutes} if after and minutes else {}


class SlotForm(PageForm):
    """One slot's time."""

    day = forms.DateField(label=_("Day"), widget=DATE, required=False)
    starts = forms.TimeField(label=_("From"), widget=TIME)
    ends = forms.TimeField(label=_("Until"), widget=TIME)


class PartyFilters(forms.Form):
    """What a list of parties is narrowed to."""

    text = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    side = forms.ChoiceField(label=_("Side"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any, sides: list[Side], states: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        offer(self, "side", [("", _("all sides")), *((side.code, str(side)) for side in sides)])
        offer(self, "state", [("", _("any state")), *states])

    def chosen(self) -> dict[str, str]:
        """Return the filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("text", "side", "state")}


class CapacityForm(PageForm):
    """How many meetings a party is promised and takes."""

    min_meetings = forms.IntegerField(label=_("Promised meetings"), required=False, help_text=_("Empty: as its side."))
    max_meetings = forms.IntegerField(label=_("At most"), required=False, help_text=_("Empty: as its side."))


class ContactForm(PageForm):
    """How a party is reached."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    told_by = ToldByField(label=_("Is told of changes"))
    people = people_field()
    language = forms.ChoiceField(
        label=_("Language of mails"),
        required=False,
        choices=[
            ("", _("as the fair")),
            ("en", "English"),
            ("sr", "Српски"),
            ("sr-latn", "Srpski"),
            ("hr", "Hrvatski"),
            ("bg", "Български"),
        ],
    )
    table_number = forms.IntegerField(label=_("Keeps table"), required=False, min_value=1)
    note = forms.CharField(label=_("Note for the team"), max_length=500, required=False)


class AddPartyForm(PageForm):
    """An organisation to be put on a fair's list."""

    organisation = forms.CharField(label=_("Organisation"), help_text=_("Part of its name or its register number."))
    side = forms.ChoiceField(label=_("Side"))

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "side", [(side.code, str(side)) for side in sides])


class CommentForm(PageForm):
    """What a mentor says about an edition."""

    comment = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}))


def on_day(fair: Fair, day: dt.date | None, time: dt.time) -> dt.datetime:
    """Return a time of one day, of the fair's first where none is named, in the fair's own time zone."""
    return dt.datetime.combine(day or fair.starts_on, time, ZoneInfo(fair.time_zone))
