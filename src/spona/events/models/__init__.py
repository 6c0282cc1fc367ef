"""The fair and everything in it."""

from spona.events.models.checkin import CheckIn, Gate, Scan
from spona.events.models.fair import Fair, Side, Slot
from spona.events.models.party import Absence, Party, Proposal, ProposalComment, ProposalEdition
from spona.events.models.rating import AdHocMeeting, Rating
from spona.events.models.timetable import Load, Meeting, MeetingState, Seat, Timetable, UnmetWish
from spona.events.models.wish import Request, Suggestion, Wish, WishLevel

__all__ = [
    "Absence",
    "AdHocMeeting",
    "CheckIn",
    "Fair",
    "Gate",
    "Load",
    "Meeting",
    "MeetingState",
    "Party",
    "Proposal",
    "ProposalComment",
    "ProposalEdition",
    "Rating",
    "Request",
    "Scan",
    "Seat",
    "Side",
    "Slot",
    "Suggestion",
    "Timetable",
    "UnmetWish",
    "Wish",
    "WishLevel",
]
