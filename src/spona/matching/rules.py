"""Who may have the engine work and tell it what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from spona.kernel.rules import manages_programme, permission

ONLY_MANAGERS = _("Only the programme's managers plan.")

permission("matching.start_run", manages_programme, refusal=ONLY_MANAGERS)
permission("matching.work_run", manages_programme, refusal=ONLY_MANAGERS)
permission("matching.cancel_run", manages_programme, refusal=ONLY_MANAGERS)
permission("matching.see_run", manages_programme, refusal=ONLY_MANAGERS)
permission(
    "matching.put_demand",
    manages_programme,
    refusal=_("Only the programme's managers insist on a pair or rule one out."),
)
