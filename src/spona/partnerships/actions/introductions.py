"""Introductions: who brought whom together, what for, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.kernel.actions import action, lock_version, record, require
from spona.kernel.models import Actor, Problem, Problems
from spona.parties.models import Organisation
from spona.partnerships.models import IntroducedParty, Introduction
from spona.partnerships.states import IntroductionOutcome


@action
def introduce(
    *,
    organisations: Sequence[Organisation],
    on: dt.date,
    purpose: str,
    by: Actor,
    introducer_name: str = "",
    fair: Fair | None = None,
    programme_id: UUID | None = None,
    outcome: str = IntroductionOutcome.OPEN,
) -> Introduction:
    """Write down that organisations were introduced to each other. ``introducer_name`` left out: the one who writes.

    Errors: ``Problems`` at the fields: fewer than two organisations, a day to come, no purpose.
    """
    programme = fair.programme_id if fair else programme_id
    made = Introduction(network_id=by.network_id, programme_id=programme, fair=fair, on=on, outcome=outcome)
    require("partnerships.keep_introduction", by, made)
    _check(organisations, on, purpose, by)
    made.introducer_name = (introducer_name.strip() or by.name)[:200]
    made.purpose = purpose.strip()[:500]
    made.title = " – ".join(str(organisation) for organisation in organisations)[:400]
    made.save(force_insert=True)
    IntroducedParty.objects.bulk_create(
        [
            IntroducedParty(network_id=made.network_id, introduction=made, organisation=organisation, position=position)
            for position, organisation in enumerate(organisations)
        ]
    )
    record("partnerships.introduced", on=made, by=by, data={"organisations": [row.pk for row in organisations]})
    return made


def _check(organisations: Sequence[Organisation], on: dt.date, purpose: str, by: Actor) -> None:
    problems = []
    if len({row.pk for row in organisations}) < 2 or len({row.pk for row in organisations}) != len(organisations):
        problems.append(
            Problem(
                _("An introduction brings two different organisations together."),
                place="b",
                remedy=_("Choose another organisation."),
                code="same_party",
            )
        )
    if any(row.network_id != by.network_id for row in organisations):
        problems.append(Problem(_("This organisation is not known here."), place="a", code="other_network"))
    if on > timezone.localdate():
        problems.append(
            Problem(_("This day is still to come."), place="on", remedy=_("Write it down then."), code="future")
        )
    if not purpose.strip():
        problems.append(
            Problem(
                _("What were they introduced for?"),
                place="purpose",
                remedy=_("One sentence is enough."),
                code="purpose_missing",
            )
        )
    if problems:
        raise Problems(problems)


@action
def note_outcome(
    *, introduction: Introduction, version: int | None, outcome: str, by: Actor, outcome_note: str = ""
) -> Introduction:
    """Say what came of an introduction. Errors: ``Conflict`` when somebody saved meanwhile."""
    require("partnerships.keep_introduction", by, introduction)
    if outcome not in IntroductionOutcome.values:
        raise Problem(_("Choose one of the outcomes."), place="outcome", code="outcome")
    locked = lock_version(introduction, version)
    locked.outcome, locked.outcome_note = outcome, outcome_note.strip()[:500]
    locked.raise_version()
    locked.save(update_fields=["outcome", "outcome_note", "version", "updated_at"])
    record("partnerships.introduction_followed", on=locked, by=by, data={"outcome": outcome})
    return locked
