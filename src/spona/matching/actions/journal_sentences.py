"""How this module's lines of the journal read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "matching.demand_lifted": _("lifted a demand on the plan"),
    "matching.demand_put": _("put a demand on the plan"),
    "matching.run_cancelled": _("stopped a planning run"),
    "matching.run_failed": _("could not finish a planning run"),
    "matching.run_finished": _("finished a planning run, meetings: %(meetings)s"),
    "matching.run_rescued": _("took over a planning run whose worker died"),
    "matching.run_started": _("started planning run %(number)s"),
}
