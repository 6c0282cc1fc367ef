"""What a party asks while it takes part: whom it could meet and what they offer, and what its calendar holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from spona.events.models import Fair, Meeting, Party, ProposalEdition, Request, Seat, Slot, Timetable, Wish
from spona.events.queries.fairs import is_own
from spona.events.queries.parties import ORDER as PARTY_ORDER
from spona.events.queries.parties import parties_called, partners_for, party_for
from spona.events.queries.proposals import with_comments
from spona.events.queries.timetables import published_timetable
from spona.events.queries.wishes import Introduction, requests_for, suggestions_for, wishes_of
from spona.events.states import COMING, PartyState, ProposalState, RequestState, TimetableState
from spona.kernel.models import Actor, Refused, written
from spona.kernel.queries import Page, keyset
from spona.kernel.rules import allowed, require

PAGE_SIZE = 20
SUGGESTED = 10


@dataclass(frozen=True)
class Partner:
    """Somebody a party could meet, as that party may know it: no contact, no note, nobody else's wishes.

    ``level`` and ``note`` are the party's own wish, empty where it has said nothing; ``proposal`` is what the partner
    brings, once it is ready for the fair; ``reasons`` are sentences where Spona would introduce the two.
    """

    party: Party
    level: str = ""
    note: str = ""
    proposal: ProposalEdition | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class WishPage:
    """One page of the wish list: suggestions (on the first page only), then everybody else by name."""

    suggested: list[Partner]
    others: list[Partner]
    listed: Page[Party]


def wish_page(
    actor: Actor, party: Party, *, text: str = "", side: str = "", only: str = "", place: str = ""
) -> WishPage:
    """Return whom a party could meet, a page at a time, the suggested ones first.

    ``text``: words in any script; ``side``: a side's code; ``only``: "suggested", or "said" for those it has said
    something about. Costs six queries for any number of partners. Errors: ``Refused``.
    """
    introduced = suggestions_for(actor, party, SUGGESTED)
    by_partner = {partner.pk: why for partner, why in introduced}
    partners = partners_for(actor, party, text=text)
    if side:
        partners = partners.filter(side__code=side)
    if only == "said":
        partners = partners.filter(wished_by__chooser=party)
    suggested = [] if only == "said" or place else [partner for partner, _why in introduced if partner.state in COMING]
    if suggested and (text or side):
        found = set(partners.filter(pk__in=by_partner).values_list("pk", flat=True))
        suggested = [partner for partner in suggested if partner.pk in found]
    if only == "suggested":
        listed: Page[Party] = Page([], "", "")
    else:
        rest = partners if only == "said" else partners.exclude(pk__in=by_partner)
        listed = keyset(rest, order=PARTY_ORDER, place=place, size=PAGE_SIZE)
    shown = _dressed(actor, party, [*suggested, *listed.rows], by_partner)
    return WishPage(shown[: len(suggested)], shown[len(suggested) :], listed)


def _dressed(
    actor: Actor, party: Party, partners: Sequence[Party], introductions: dict[UUID, Introduction]
) -> list[Partner]:
    ids = [partner.pk for partner in partners]
    require("events.see_wishes", actor, party)
    said = {wish.about_id: wish for wish in _said_about(party.pk, tuple(ids))}
    offers = offers_of(ids)
    return [
        Partner(
            partner,
            said[partner.pk].level if partner.pk in said else "",
            said[partner.pk].note if partner.pk in said else "",
            offers.get(partner.pk),
            tuple(introductions[partner.pk].sentences[:3]) if partner.pk in introductions else (),
        )
        for partner in partners
    ]


@written
def _said_about(party_id: UUID, others: tuple[UUID, ...]) -> QuerySet[Wish]:
    return Wish.objects.filter(chooser_id=party_id, about_id__in=others)


def offers_of(party_ids: Collection[UUID]) -> dict[UUID, ProposalEdition]:
    """Return what parties bring to the fair, by party: the latest edition of a proposal that is ready for it.

    What is being written, handed in or withdrawn is nobody else's to read.
    """
    return {edition.proposal.party_id: edition for edition in _ready_editions(tuple(party_ids))}


@written
def _ready_editions(party_ids: tuple[UUID, ...]) -> QuerySet[ProposalEdition]:
    ready = ProposalEdition.objects.filter(
        proposal__party_id__in=party_ids, proposal__state=ProposalState.ACCEPTED, number=F("proposal__edition")
    )
    return ready.select_related("proposal").order_by("proposal_id")


def wish_summary(actor: Actor, party: Party) -> dict[str, int]:
    """Return how many partners a party has said must, yes and no about. One query. Errors: ``Refused``."""
    counted = wishes_of(actor, party).order_by().values_list("level").annotate(Count("id"))
    return {"must": 0, "yes": 0, "no": 0} | dict(counted)


def stated_wishes(actor: Actor, party: Party, about: Collection[UUID]) -> dict[UUID, Wish]:
    """Return what a party has said about some others, by their ids. Errors: ``Refused``."""
    return {wish.about_id: wish for wish in wishes_of(actor, party).filter(about__in=about)}


def partner_for(actor: Actor, party: Party, partner_id: UUID) -> Party | None:
    """Return one party the actor's party could meet. Errors: ``Refused``."""
    return partners_for(actor, party).filter(pk=partner_id).first()


def request_of_party(actor: Actor, party: Party, request_id: UUID) -> Request | None:
    """Return one request the party has sent or received. Errors: ``Refused``."""
    return requests_for(actor, party).filter(pk=request_id).first()


def waiting_requests(actor: Actor, party: Party) -> int:
    """Return how many requests wait for the party's answer. Errors: ``Refused``."""
    return requests_for(actor, party).filter(receiver=party, state=RequestState.PENDING).count()


def latest_edition_of(actor: Actor, party: Party) -> ProposalEdition | None:
    """Return the party's proposal as it reads now, with its proposal; None before it wrote one or after it withdrew."""
    edition = _latest_edition.first(party.pk)
    if edition is None:
        return None
    edition.proposal.party = party
    return edition if allowed("events.see_proposal", actor, edition.proposal) else None


@written
def _latest_edition(party_id: UUID) -> QuerySet[ProposalEdition]:
    latest = ProposalEdition.objects.filter(proposal__party_id=party_id, number=F("proposal__edition"))
    there = latest.exclude(proposal__state=ProposalState.WITHDRAWN).select_related("proposal")
    return with_comments(there).order_by("-proposal__created_at", "id")[:1]


@dataclass(frozen=True)
class CalendarEntry:
    """One meeting as a calendar keeps it. ``sequence`` grows with every published timetable."""

    meeting: Meeting
    slot: Slot
    other: Party
    sequence: int
    is_cancelled: bool


def calendar_of_party(actor: Actor, party: Party) -> tuple[Timetable | None, list[CalendarEntry]]:
    """Return the published timetable and a party's meetings in it by time, then those that no longer take place.

    A pair that met in an earlier published timetable and does not in this one is cancelled, so that calendars that
    have taken it over let go of it. Three queries. Errors: ``Refused`` for others, and before publication.
    """
    require("events.see_own_timetable", actor, party)
    current = published_timetable(party.fair)
    if current is None:
        return None, []
    both = (TimetableState.PUBLISHED, TimetableState.RETIRED)
    seats = Seat.objects.filter(party=party, timetable__fair_id=party.fair_id, timetable__state__in=both)
    latest: dict[UUID, Seat] = {}
    for seat in seats.select_related("meeting", "slot", "other").order_by("timetable__number", "slot__starts_at"):
        latest[seat.other_id] = seat
    entries = [
        CalendarEntry(seat.meeting, seat.slot, seat.other, current.number, seat.timetable_id != current.pk)
        for seat in latest.values()
    ]
    return current, sorted(entries, key=lambda entry: (entry.is_cancelled, entry.slot.starts_at))


def coming_parties(actor: Actor, fair: Fair, *, text: str = "", side: str = "") -> QuerySet[Party]:
    """Return who has said that it comes to a public fair, for everybody: name, town and side, nothing else.

    ``text``: words in any script; ``side``: a side's code. In ``PARTY_ORDER``. Errors: ``Refused``.
    """
    require("events.see_public_fair", actor, fair)
    parties = Party.objects.filter(fair=fair, state=PartyState.CONFIRMED).select_related("side")
    if side:
        parties = parties.filter(side__code=side)
    names = ("name", "name_language", "other_names", "city")
    seen = parties.only(*names, "sort_key", "language", "side__name", "side__code", "fair_id")
    return parties_called(seen.order_by(*PARTY_ORDER), fair, text)


def public_timetable(actor: Actor, fair: Fair) -> Timetable:
    """Return the published timetable of a public fair. Errors: ``Refused`` while there is none to show."""
    require("events.see_public_timetable", actor, fair)
    timetable = published_timetable(fair)
    if timetable is None:
        raise Refused("events.see_public_timetable", _("The timetable is not published yet."))
    timetable.fair = fair
    return timetable


def party_of_link(actor: Actor, subject_id: UUID) -> Party | None:
    """Return the party a link was given to, in one query."""
    own = Party.objects.filter(is_own(actor), pk=subject_id, network_id=actor.network_id)
    return own.select_related("side", "fair").first()


def party_of_day_link(actor: Actor, subject_id: UUID) -> Party | None:
    """Return the party one of its links was given to, the link of the mail after the fair too. One query."""
    parties = Party.objects.filter(pk=subject_id, network_id=actor.network_id)
    return parties.select_related("side", "fair").first()


def own_party_for(actor: Actor, party_id: UUID) -> Party | None:
    """Return a party to somebody with an account: a member of its organisation, or who runs its programme.

    Errors: ``Refused`` for nobody in particular, whether there is such a party or not.
    """
    require("kernel.open_desk", actor)
    return party_for(actor, party_id)
