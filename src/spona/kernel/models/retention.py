"""Why personal data is kept, and for how long: every column that holds some names one of these classes.

A model says ``personal = {"email": "contact"}``; a test refuses a column that looks personal and names none, and a
class that is not here. How long is a promise to the people concerned, printed in the network's notice to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RetentionClass:
    """One purpose. ``days``: kept this long after ``since``; None where only an erasure or the law ends it."""

    purpose: Any
    since: Any
    days: int | None


RETENTION = {
    "account": RetentionClass(
        _("To let a person log in and to know who did what."), _("the account was closed"), days=30
    ),
    "contact": RetentionClass(
        _("To reach the person who speaks for an organisation."), _("the person asked us to forget them"), days=30
    ),
    "correspondence": RetentionClass(
        _("To show what was written to whom, should it be asked."), _("the mail was written"), days=3 * 365
    ),
    "contribution": RetentionClass(
        _("To show whose word a comment, a wish or a proposal is."), _("the programme was archived"), days=5 * 365
    ),
    "agreement": RetentionClass(
        _("To show what two organisations agreed, who signed it, and what came of it."),
        _("the agreement ended"),
        days=5 * 365,
    ),
    "draft": RetentionClass(_("To give back what was typed and not sent."), _("the last keystroke"), days=30),
    "upload": RetentionClass(
        _("To show which file rows came from, and to undo."), _("the programme was archived"), days=365
    ),
    "pace": RetentionClass(_("To keep one visitor from filling a public list."), _("the visit"), days=1),
    "audit": RetentionClass(
        _("To prove what was decided; the name is blanked when the person is erased."), _("the entry"), days=None
    ),
}
"""Retention class -> purpose and time. Names are stable: they stand in the models of every module."""
