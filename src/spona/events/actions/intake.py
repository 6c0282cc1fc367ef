"""The organiser's spreadsheet: organisations, their part in the fair, proposals and wishes, taken in at one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from spona.events.actions.intake_doubts import doubts_about_numbers, refuse_taken_numbers, rows_under_two_names
from spona.events.actions.intake_fields import FIELDS, USUAL_SIDES, WISHES, sheet_choices
from spona.events.actions.intake_rows import PartyRow, RowReader
from spona.events.actions.intake_wishes import preview_wishes, write_wishes
from spona.events.actions.parties import new_party
from spona.events.actions.places import take_places
from spona.events.models import Absence, Fair, Meeting, Party, Proposal, ProposalEdition, Side, UnmetWish
from spona.events.states import PartyState, ProposalState, TimetableState
from spona.kernel.models import (
    CREATE,
    ImportContext,
    Importer,
    ImportLog,
    ImportRow,
    Match,
    Problem,
    RowPreview,
)
from spona.parties.actions import take_in_new_organisations, take_in_organisation
from spona.parties.actions.intake import WriteLog
from spona.parties.models import Organisation
from spona.parties.models.intake import CERTAIN, LIKELY, VERY_LIKELY
from spona.parties.queries import match_organisations
from spona_lang import name_key

CHANGEABLE = ("min_meetings", "max_meetings", "table_number", "contact_name")


@dataclass
class _Written:
    """What one import has written so far."""

    fair: Fair
    log: ImportLog
    sides: dict[str, Side]
    parties: dict[str, Party] = field(default_factory=dict)
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


def _reader(fair: Fair) -> RowReader:
    return RowReader(fair, list(fair.slots.order_by("starts_at")))


def _preview(context: ImportContext, rows: Sequence[ImportRow]) -> list[RowPreview]:
    """Look at all rows together: what each would become, whom it may be about, and what is wrong with it."""
    fair = cast("Fair", context.subject)
    reader = _reader(fair)
    parties = [reader.party(row) for row in rows if row.choice != WISHES]
    wishes = [reader.wish(row) for row in rows if row.choice == WISHES]
    matches = match_organisations(fair.network_id, [party.organisation for party in parties])
    here = set(Party.objects.filter(fair=fair).values_list("organisation_id", flat=True))
    doubts = doubts_about_numbers(parties, matches)
    renamed = rows_under_two_names(parties)
    sides = {code: name for code, (name, _words) in USUAL_SIDES.items()}
    sides |= {side.code: side.name for side in fair.sides.all()}
    previews = {}
    for party, found in zip(parties, matches, strict=True):
        key = party.row.key
        previews[key] = _preview_party(
            party, sides.get(party.side, party.side), found, here, doubts.get(key), renamed.get(key)
        )
    for preview in preview_wishes(fair, parties, wishes):
        previews[preview.row.key] = preview
    return [previews[row.key] for row in rows]


def _preview_party(
    party: PartyRow, side: Any, matches: Sequence[Any], here: set[UUID], doubt: Problem | None, note: Problem | None
) -> RowPreview:
    """Say what becomes of a row; ``side`` is its side's name.

    A certain or very likely match is taken; a likely one is for a person to decide, and so is ``doubt``, a number under
    another name; a possible one is only shown.
    """
    suggestion = CREATE
    if doubt is not None:
        suggestion = ""
    elif matches and matches[0].level in {CERTAIN, VERY_LIKELY}:
        suggestion = str(matches[0].organisation_id)
    elif matches and matches[0].level == LIKELY:
        suggestion = ""
    writes: dict[Any, Any] = {
        gettext_lazy("Side"): side,
        gettext_lazy("Town or region"): party.organisation.town,
        gettext_lazy("Least meetings"): party.min_meetings,
        gettext_lazy("Most meetings"): party.max_meetings,
        gettext_lazy("Proposal"): party.title,
        gettext_lazy("Amount"): party.money,
        gettext_lazy("Granted amount"): party.granted,
        gettext_lazy("Starts on"): party.starts_on,
        gettext_lazy("Ends on"): party.ends_on,
    }
    if any(match.organisation_id in here for match in matches[:1]):
        writes[gettext_lazy("Takes part already")] = gettext_lazy("yes")
    return RowPreview(
        row=party.row,
        title=party.organisation.name,
        suggestion=suggestion,
        matches=tuple(Match(m.organisation_id, m.name, m.score, (m.reason,)) for m in matches),
        writes={label: value for label, value in writes.items() if value is not None and str(value)},
        problems=tuple(party.problems),
        notes=tuple(said for said in (doubt, note) if said is not None),
    )


def _apply(
    context: ImportContext, rows: Sequence[ImportRow], decisions: Mapping[str, str], log: ImportLog
) -> dict[str, int]:
    """Write the rows inside the caller's transaction. Several rows about one organisation are proposals of one party.

    Errors: ``Problem`` ``side_full`` when a side has fewer places left than the file needs; ``Problems`` for wishes
    about parties that were left out.
    """
    fair = cast("Fair", context.subject)
    reader = _reader(fair)
    written = _Written(fair, log, {side.code: side for side in fair.sides.all()})
    parties = [reader.party(row) for row in rows if row.choice != WISHES]
    _write_sides(written, parties)
    _write_parties(context, written, parties, decisions)
    _write_absences(written, parties)
    _write_proposals(context, written, parties)
    wishes = [reader.wish(row) for row in rows if row.choice == WISHES]
    if wishes:
        written.counts["wishes"] = write_wishes(fair, wishes, log)
    return dict(written.counts)


def _write_sides(written: _Written, parties: Sequence[PartyRow]) -> None:
    for code in dict.fromkeys(party.side for party in parties):
        if code not in written.sides:
            side = Side(fair=written.fair, code=code, name=USUAL_SIDES[code][0], position=len(written.sides))
            side.organisation_kind = code
            side.save(force_insert=True)
            written.sides[code] = side
            written.log.created(side)
            written.counts["sides"] += 1


def _write_parties(
    context: ImportContext, written: _Written, rows: Sequence[PartyRow], decisions: Mapping[str, str]
) -> None:
    """Make organisations and parties, one for all rows of the same identity; the first row's decision counts for
    them.
    """

    def log(row: models.Model, before: dict[str, Any] | None) -> None:
        if before is None:
            written.log.created(row)
        else:
            written.log.changed(row, before)

    organisations = _take_in_all(context, _first_rows(rows), decisions, log)
    here = {party.organisation_id: party for party in written.fair.parties.select_related("side")}
    new: list[Party] = []
    for row, organisation in organisations:
        party = here.get(organisation.pk)
        if party is None:
            party = _new_party(written, row, organisation)
            here[organisation.pk] = party
            new.append(party)
        else:
            _update_party(written, party, row)
        written.parties[row.identity] = party
    for side in written.sides.values():
        take_places(side.pk, sum(party.side_id == side.pk for party in new))
    Party.objects.bulk_create(new, batch_size=1000)
    written.log.created(*new)
    written.counts["parties"] = len(new)


def _first_rows(rows: Sequence[PartyRow]) -> list[PartyRow]:
    """Return one row for every identity, the first; other names that later rows give it become names of its own."""
    first: dict[str, PartyRow] = {}
    for row in rows:
        known = first.setdefault(row.identity, row).organisation
        names = {name_key(name) for name in (known.name, *(name for name, _language in known.other_names))}
        if name_key(row.organisation.name) not in names:
            others = (*known.other_names, (row.organisation.name, row.organisation.language))
            first[row.identity].organisation = replace(known, other_names=others)
    return list(first.values())


def _take_in_all(
    context: ImportContext, rows: Sequence[PartyRow], decisions: Mapping[str, str], log: WriteLog
) -> list[tuple[PartyRow, Organisation]]:
    """Make the new organisations together and complete the known ones. Errors: ``Problem`` at the row's cells."""
    new = [row for row in rows if decisions[row.row.key] == CREATE]
    refuse_taken_numbers(context.by.network_id, new)
    made = take_in_new_organisations(values=[row.organisation for row in new], batch_log=log, by=context.by)
    found = dict(zip((row.row.key for row in new), made, strict=True))
    return [(row, found.get(row.row.key) or _complete(context, row, decisions, log)) for row in rows]


def _complete(context: ImportContext, row: PartyRow, decisions: Mapping[str, str], log: WriteLog) -> Organisation:
    same_as = UUID(decisions[row.row.key])
    try:
        return take_in_organisation(values=row.organisation, same_as=same_as, batch_log=log, by=context.by)
    except Problem as problem:
        problem.place = row.number_place if problem.place == "number" else row.row.key
        raise


def _new_party(written: _Written, row: PartyRow, organisation: Organisation) -> Party:
    return new_party(
        written.sides[row.side],
        organisation,
        PartyState.INVITED,
        language=row.organisation.language,
        contact_name=row.contact_name,
        contact_email=row.organisation.email or organisation.email,
        min_meetings=row.min_meetings,
        max_meetings=row.max_meetings,
        table_number=row.table_number,
    )


def _update_party(written: _Written, party: Party, row: PartyRow) -> None:
    """A party that is there already keeps what the file says nothing about. One made by this import is complete."""
    said = {name: getattr(row, name) for name in CHANGEABLE if getattr(row, name) not in {None, ""}}
    before = {name: getattr(party, name) for name, value in said.items() if getattr(party, name) != value}
    if not before or party._state.adding:  # noqa: SLF001  Django's own word for "not saved yet"
        return
    for name in before:
        setattr(party, name, said[name])
    party.raise_version()
    party.save()
    written.log.changed(party, before)
    written.counts["parties_changed"] += 1


def _write_absences(written: _Written, rows: Sequence[PartyRow]) -> None:
    wanted = {written.parties[row.identity].pk: row.absences for row in rows if row.absences is not None}
    known = set(Absence.objects.filter(party_id__in=wanted).values_list("party_id", "slot_id"))
    fresh = [
        Absence(party_id=party_id, slot_id=slot_id)
        for party_id, slots in wanted.items()
        for slot_id in slots
        if (party_id, slot_id) not in known
    ]
    Absence.objects.bulk_create(fresh, batch_size=1000)
    written.log.created(*fresh)


def _write_proposals(context: ImportContext, written: _Written, rows: Sequence[PartyRow]) -> None:
    """Every row with a title or a text is a proposal, ready for the fair. One that the party has by this title is
    left alone.
    """
    parties = {party.pk for party in written.parties.values()}
    editions = ProposalEdition.objects.filter(proposal__party_id__in=parties, number=F("proposal__edition"))
    known = set(editions.values_list("proposal__party_id", "title"))
    proposals, texts = [], []
    for row in rows:
        party = written.parties[row.identity]
        if not row.title or (party.pk, row.title) in known:
            continue
        known.add((party.pk, row.title))
        proposal = _proposal(party, row)
        proposals.append(proposal)
        texts.append(
            ProposalEdition(
                proposal=proposal,
                number=1,
                language=row.organisation.language,
                title=row.title,
                text=row.text,
                written_by=context.by.account_id,
            )
        )
    Proposal.objects.bulk_create(proposals, batch_size=1000)
    written.log.created(*proposals)
    ProposalEdition.objects.bulk_create(texts, batch_size=1000)
    written.log.created(*texts)
    written.counts["proposals"] = len(proposals)


def _proposal(party: Party, row: PartyRow) -> Proposal:
    return Proposal(
        network_id=party.network_id,
        programme_id=party.programme_id,
        party=party,
        state=ProposalState.ACCEPTED,
        amount=row.money.amount if row.money else None,
        currency=row.money.currency if row.money else "",
        granted_amount=row.granted.amount if row.granted else None,
        granted_currency=row.granted.currency if row.granted else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _give_up_discarded(context: ImportContext, made: Collection[UUID]) -> None:
    """Drafts that were put aside give up what they planned for the import's parties: nobody will look for it."""
    in_discarded = {"timetable__fair": context.subject, "timetable__state": TimetableState.DISCARDED}
    for planned in (Meeting, UnmetWish):
        planned.objects.filter(Q(a__in=made) | Q(b__in=made), **in_discarded).delete()


PARTIES_IMPORTER = Importer(
    kind="events.parties",
    label=gettext_lazy("Parties, proposals and wishes of a fair"),
    permission="events.manage_parties",
    subject_model="events.Fair",
    fields=FIELDS,
    preview=_preview,
    apply=_apply,
    per_sheet=sheet_choices,
    give_up=_give_up_discarded,
)
