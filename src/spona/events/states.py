"""States of a fair and of what happens in it, with the moves that are allowed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PARTY_LINK = "events.party"
"""Purpose of the link that lets a party without an account do its part at one fair. Its subject is the party."""

TIMETABLE_LINK = "events.timetable"
"""Purpose of the link behind a party's timetable and calendar feed: it reads and never writes."""

GATE_LINK = "events.gate"
"""Purpose of the link a volunteer at a door works with, on the days of the fair. Its subject is the gate."""

BROKER_LINK = "events.broker"
"""Purpose of the link with which a broker without an account works on the days of the fair. Its subject is the fair."""

RATING_LINK = "events.rating"
"""Purpose of the link with which a party says what became of its meetings. Its subject is the party."""


class FairState(models.TextChoices):
    """Where a fair stands. Meetings are planned in PLANNING, shown to parties from PUBLISHED on.

    An open market, which has no timetable, is OVER straight after it was OPEN.
    """

    PREPARING = "preparing", _("being prepared")
    OPEN = "open", _("open for registration and wishes")
    PLANNING = "planning", _("wishes closed, being planned")
    PUBLISHED = "published", _("timetable published")
    OVER = "over", _("over")
    CANCELLED = "cancelled", _("cancelled")


FAIR_MOVES: dict[str, tuple[str, ...]] = {
    FairState.PREPARING: (FairState.OPEN, FairState.PLANNING, FairState.CANCELLED),
    FairState.OPEN: (FairState.PLANNING, FairState.PREPARING, FairState.OVER, FairState.CANCELLED),
    FairState.PLANNING: (FairState.OPEN, FairState.PUBLISHED, FairState.CANCELLED),
    FairState.PUBLISHED: (FairState.PLANNING, FairState.OVER, FairState.CANCELLED),
}


class PartyState(models.TextChoices):
    """Where a party at a fair stands. INVITED and CONFIRMED are planned for; the rest are not."""

    INVITED = "invited", _("invited")
    CONFIRMED = "confirmed", _("coming")
    DECLINED = "declined", _("not coming")
    WITHDRAWN = "withdrawn", _("withdrew")
    EXPIRED = "expired", _("did not confirm")
    NO_SHOW = "no_show", _("did not come")


PARTY_MOVES: dict[str, tuple[str, ...]] = {
    PartyState.INVITED: (
        PartyState.CONFIRMED,
        PartyState.DECLINED,
        PartyState.WITHDRAWN,
        PartyState.EXPIRED,
        PartyState.NO_SHOW,
    ),
    PartyState.CONFIRMED: (PartyState.WITHDRAWN, PartyState.DECLINED, PartyState.NO_SHOW),
    PartyState.DECLINED: (PartyState.CONFIRMED, PartyState.INVITED),
    PartyState.WITHDRAWN: (PartyState.CONFIRMED, PartyState.INVITED),
    PartyState.EXPIRED: (PartyState.CONFIRMED, PartyState.INVITED),
    PartyState.NO_SHOW: (PartyState.CONFIRMED,),
}
COMING = (PartyState.INVITED, PartyState.CONFIRMED)


class RequestState(models.TextChoices):
    """A request to meet. Only ACCEPTED counts for the plan; a pending one holds nothing."""

    PENDING = "pending", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


REQUEST_MOVES: dict[str, tuple[str, ...]] = {
    RequestState.PENDING: (
        RequestState.ACCEPTED,
        RequestState.DECLINED,
        RequestState.EXPIRED,
        RequestState.WITHDRAWN,
    ),
}


class TimetableState(models.TextChoices):
    """A timetable is a draft until it is published; publishing the next one retires it."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("replaced")
    DISCARDED = "discarded", _("discarded")


TIMETABLE_MOVES: dict[str, tuple[str, ...]] = {
    TimetableState.DRAFT: (TimetableState.PUBLISHED, TimetableState.DISCARDED),
    TimetableState.PUBLISHED: (TimetableState.RETIRED,),
}


class ProposalState(models.TextChoices):
    """A CSO's proposal to companies, before the fair."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned with comments")
    ACCEPTED = "accepted", _("ready for the fair")
    WITHDRAWN = "withdrawn", _("withdrawn")


PROPOSAL_MOVES: dict[str, tuple[str, ...]] = {
    ProposalState.DRAFT: (ProposalState.SUBMITTED, ProposalState.WITHDRAWN),
    ProposalState.SUBMITTED: (ProposalState.RETURNED, ProposalState.ACCEPTED, ProposalState.WITHDRAWN),
    ProposalState.RETURNED: (ProposalState.SUBMITTED, ProposalState.WITHDRAWN),
    ProposalState.ACCEPTED: (ProposalState.RETURNED, ProposalState.WITHDRAWN),
}


class EntryWay(models.TextChoices):
    """How somebody was let in."""

    BADGE = "badge", _("badge")
    CODE = "code", _("short code")
    NAME = "name", _("by name")
    WALK_IN = "walk_in", _("came unannounced")


class ScanOutcome(models.TextChoices):
    """What the reading of a badge came to. Only ENTERED lets somebody in; each of the others is said in its own way."""

    ENTERED = "entered", _("came in")
    AGAIN = "again", _("was in already")
    REVOKED = "revoked", _("replaced badge")
    FOREIGN = "foreign", _("badge of another fair")
    FORGED = "forged", _("not a badge of ours")
    UNKNOWN = "unknown", _("unknown short code")
    NOT_EXPECTED = "not_expected", _("not expected any more")


class MeetingAnswer(models.TextChoices):
    """What one side says of a meeting, in one tap; each of the first three says that it took place."""

    NEXT_STEP = "next_step", _("next step agreed")
    USEFUL = "useful", _("useful")
    HELD = "held", _("held")
    MISSED = "missed", _("did not happen")


class MetBefore(models.TextChoices):
    """What planning does with pairs that met at an earlier fair."""

    IGNORE = "", _("makes no difference")
    AVOID = "avoid", _("rather somebody new")
    PREFER = "prefer", _("rather each other again")


class ToldBy(models.TextChoices):
    """How a party wants to be told that its day is set or changes. Its own page shows it at once in any case."""

    MAIL = "mail", _("by mail")
    PHONE = "phone", _("by phone")
    PAGE = "page", _("not at all: we look at our page")


MUTUAL_YES = 600_000
"""The score of a pair from which both sides want the meeting (see ``events.actions.pair_scores``)."""
