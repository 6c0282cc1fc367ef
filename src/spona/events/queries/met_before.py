"""Which parties of a fair met at an earlier one: their organisations did, as far as anybody knows."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import F

from spona.events.models import AdHocMeeting, Fair, Meeting, MeetingState, Party, Rating
from spona.events.queries.ratings import took_place
from spona.events.states import FairState, TimetableState

Pair = frozenset[UUID]


def met_before(fair: Fair) -> set[Pair]:
    """Return the pairs of a fair's parties whose organisations met at an earlier fair of the network. Four queries.

    A meeting that stood in the published timetable, or that a broker brought about, counts unless those who said
    something about it all said that it did not happen.
    """
    here = dict(Party.objects.filter(fair=fair).values_list("organisation_id", "id"))
    earlier = Fair.objects.filter(network_id=fair.network_id, starts_on__lt=fair.starts_on)
    earlier = earlier.exclude(state=FairState.CANCELLED)
    ours = Party.objects.filter(fair=fair).values("organisation_id")
    both = {"a__organisation__in": ours, "b__organisation__in": ours}
    columns = ("a_id", "b_id", "a__organisation_id", "b__organisation_id")
    planned = Meeting.objects.filter(
        timetable__fair__in=earlier, timetable__state=TimetableState.PUBLISHED, state=MeetingState.PLANNED, **both
    )
    brought = AdHocMeeting.objects.filter(fair__in=earlier, **both)
    said: defaultdict[Pair, set[str]] = defaultdict(set)
    ratings = Rating.objects.filter(fair__in=earlier, rater__organisation__in=ours, about__organisation__in=ours)
    for rater, about, answer in ratings.values_list("rater_id", "about_id", "answer"):
        said[frozenset((rater, about))].add(answer)
    return {
        frozenset((here[first], here[second]))
        for a, b, first, second in [*planned.values_list(*columns), *brought.values_list(*columns)]
        if took_place(said.get(frozenset((a, b)), ())) is not False
    }


def came_to(fair: Fair) -> set[UUID]:
    """Return the organisations that came to a fair: those let in; where no gate was kept, those who had confirmed."""
    parties = Party.objects.filter(fair=fair)
    let_in = set(parties.filter(check_ins__fair=F("fair")).values_list("organisation_id", flat=True))
    return let_in or set(parties.filter(state="confirmed").values_list("organisation_id", flat=True))
