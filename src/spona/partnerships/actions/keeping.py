"""What the parties keep about an agreement: milestones, evidence and the story of how it went."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, lock_version, record, require, store_file
from spona.kernel.models import Actor, Problem
from spona.partnerships.models import Agreement, Evidence, Milestone
from spona.partnerships.states import AgreementState, Consent, EvidenceKind

MOST_MILESTONES = 30
MOST_EVIDENCE = 60


@action
def add_milestone(*, agreement: Agreement, title: str, by: Actor, due_on: dt.date | None = None) -> Milestone:
    """Write down a step on the way. Errors: ``Problem`` without a title, or beyond ``MOST_MILESTONES``."""
    require("partnerships.follow_agreement", by, agreement)
    if not title.strip():
        raise Problem(
            _("What is to be done?"), place="title", remedy=_("Write it in a few words."), code="title_missing"
        )
    if agreement.milestones.count() >= MOST_MILESTONES:
        raise Problem(_("There are many milestones already."), place="title", code="too_many")
    milestone = Milestone.objects.create(
        network_id=agreement.network_id, agreement=agreement, title=title.strip()[:200], due_on=due_on
    )
    record("partnerships.milestone_added", on=milestone, by=by)
    return milestone


@action
def finish_milestone(*, milestone: Milestone, by: Actor, is_done: bool = True) -> Milestone:
    """Say that a step is done, or not done after all. Said twice it keeps its first day."""
    require("partnerships.follow_agreement", by, milestone)
    locked = lock(milestone)
    if is_done == (locked.done_on is not None):
        return locked
    locked.done_on = timezone.localdate() if is_done else None
    locked.save(update_fields=["done_on", "updated_at"])
    record("partnerships.milestone_done" if is_done else "partnerships.milestone_reopened", on=locked, by=by)
    return locked


@action
def add_evidence(
    *,
    agreement: Agreement,
    name: str,
    content: BinaryIO | bytes,
    by: Actor,
    caption: str = "",
    consent: str = "",
    consent_by: str = "",
) -> Evidence:
    """Keep a document or a photo that shows what was done.

    What it is is found out from its content. A photo needs a word on the people it shows, and where they agreed, who
    asked them. Errors: ``Problem`` for a photo without it, or a file that is refused (see ``store_file``).
    """
    require("partnerships.follow_agreement", by, agreement)
    if agreement.evidence.count() >= MOST_EVIDENCE:
        raise Problem(_("There are many files already."), place="file", code="too_many")
    file = store_file(name=name, content=content, by=by, programme_id=agreement.programme_id, subject_id=agreement.pk)
    is_photo = file.media_type.startswith("image/")
    if is_photo and consent not in Consent.values:
        raise Problem(
            _("Say whether the people on the photo agree."),
            place="consent",
            remedy=_("If nobody can be recognised, say that."),
            code="consent_missing",
        )
    if is_photo and consent in {Consent.KEEP, Consent.SHOW} and not consent_by.strip():
        raise Problem(
            _("Who asked the people on the photo?"),
            place="consent_by",
            remedy=_("Write the name of whoever holds their consent."),
            code="consent_by_missing",
        )
    kept = Evidence.objects.create(
        network_id=agreement.network_id,
        agreement=agreement,
        file=file,
        kind=EvidenceKind.PHOTO if is_photo else EvidenceKind.FILE,
        caption=caption.strip()[:300],
        consent=consent if is_photo else "",
        consent_by=consent_by.strip()[:200] if is_photo and consent != Consent.NOBODY else "",
    )
    record("partnerships.evidence_added", on=kept, by=by, data={"kind": kept.kind})
    return kept


@action
def write_story(
    *, agreement: Agreement, version: int | None, story: str, language: str, may_be_shown: bool, by: Actor
) -> Agreement:
    """Tell how it went, when it is over: what was done, for whom, what others may learn from it.

    ``may_be_shown``: it may become a good practice. Errors: ``Problem`` before the agreement has run.
    """
    require("partnerships.follow_agreement", by, agreement)
    locked = lock_version(agreement, version)
    told_in = {AgreementState.RUNNING, AgreementState.DONE, AgreementState.INFEASIBLE, AgreementState.ENDED}
    if locked.state not in told_in:
        raise Problem(
            _("There is no story yet: the agreement is “%(state)s”.") % {"state": locked.get_state_display()},
            place="story",
            remedy=_("Say first how it stands."),
            code="too_early",
        )
    locked.story, locked.story_language = story.strip(), language if story.strip() else ""
    locked.story_may_be_shown = may_be_shown and bool(story.strip())
    locked.raise_version()
    locked.save()
    record("partnerships.story_written", on=locked, by=by, data={"shown": locked.story_may_be_shown})
    return locked
