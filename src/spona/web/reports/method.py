"""How each number of a report is counted, for its last page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

METHOD = (
    (
        _("Invited"),
        _(
            "Every party on the fair's list, asked or registered, whatever it answered. Who came "
            "unannounced is counted apart."
        ),
    ),
    (
        _("Came"),
        _(
            "Let in at a gate of the fair, or in a meeting that took place. Where no gate was kept, "
            "nobody knows who came, and nothing is assumed."
        ),
    ),
    (
        _("Met"),
        _("Parties with at least one meeting that took place, planned or brought about on the day."),
    ),
    (
        _("Sector, town, size"),
        _(
            "The organisation's kind and size as they stand in its record today, its town as it stood "
            "on the fair's list."
        ),
    ),
    (
        _("Meetings that took place"),
        _(
            "One side's word that it took place is believed, whatever the other side says. Where "
            "nobody says anything, a meeting counts when both sides had been let in. Where a gate was "
            "kept and one side never came in, it did not take place. Planned are the meetings of the "
            "last published timetable whose time is over."
        ),
    ),
    (
        _("Meetings kept"),
        _("The share of planned meetings that took place, among those whose outcome is known."),
    ),
    (
        _("Wishes"),
        _("A first wish is one a party marked as a must. It is met when the two had a meeting that took place."),
    ),
    (
        _("Agreements"),
        _(
            "An agreement is made when every side has confirmed it, and counts from then on, whatever "
            "becomes of it. Its state is today's."
        ),
    ),
    (
        _("Value"),
        _(
            "As the parties estimated it, in their own currency, with the way of estimating. "
            "Currencies are not added. Promised and delivered stand apart; the lines of agreements "
            "that were never confirmed count in neither."
        ),
    ),
    (
        _("Hours, goods and the rest"),
        _("Added only within one kind and one unit."),
    ),
    (
        _("After 14, 90 and 365 days"),
        _(
            "The state of each agreement so many days after it was confirmed, as its steps were "
            "written down. Agreements that are not so old are left out."
        ),
    ),
    (
        _("Last year"),
        _(
            "The fair this one was made from, or else the one before it in the same programme, "
            "counted in the same way and as it stands today."
        ),
    ),
)
"""A name and a few sentences for each kind of number, in the order of the report."""


def method() -> list[tuple[str, str]]:
    """Return ``METHOD`` in the reader's language."""
    return [(str(name), str(sentences)) for name, sentences in METHOD]
