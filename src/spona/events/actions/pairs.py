"""Which two parties of a fair may meet at all: the one rule, for wishes, requests and spreadsheets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.events.models import Party
from spona.kernel.models import Problem


def check_pair(chooser: Party, about: Party | None, *, place: str) -> Problem | None:
    """Return why the two cannot meet, or None. ``about`` is None where it names nobody; no query when sides are
    loaded.
    """
    if about is None or about.fair_id != chooser.fair_id:
        return Problem(
            _("This party does not take part in the fair."),
            place=place,
            remedy=_("Choose one from the fair's list."),
            code="unknown_party",
        )
    if about.pk == chooser.pk or about.organisation_id == chooser.organisation_id:
        return Problem(
            _("%(name)s cannot meet itself.") % {"name": chooser.name},
            place=place,
            remedy=_("Choose another party."),
            code="same_organisation",
        )
    if about.side_id == chooser.side_id and not chooser.side.meets_own_side:
        return Problem(
            _("%(a)s and %(b)s are both on the side “%(side)s”, which does not meet among itself.")
            % {"a": chooser.name, "b": about.name, "side": chooser.side},
            place=place,
            remedy=_("Choose a party of another side, or let the manager allow meetings within the side."),
            code="same_side",
        )
    return None
