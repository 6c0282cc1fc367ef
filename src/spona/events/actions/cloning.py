"""Next year's fair made from this one: the same sides, hours and people, on another day, everybody asked anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from spona.events.actions.fairs import EDITABLE, SideSpec, create_fair, set_sides
from spona.events.actions.places import HOLDS_NO_PLACE, take_places
from spona.events.models import Fair, Party, Side, Slot
from spona.events.states import MetBefore, PartyState
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem, Translated
from spona.kernel.rules import require
from spona.parties.states import OrganisationState

SAID_ANEW = frozenset({"name", "slug", "starts_on", "is_public", "met_before"})
"""What is not taken over: said for the new fair, or (whether everybody sees it) decided when it is ready."""

KEPT_OF_A_PARTY = (
    *("organisation_id", "name", "name_language", "other_names", "city", "sort_key", "folded"),
    *(
        "language",
        "contact_name",
        "contact_email",
        "contact_phone",
        "told_by",
        "min_meetings",
        "max_meetings",
        "table_number",
    ),
)
"""Who it is and how it is reached. Notes of the team, wishes, proposals, words about meetings and links stay behind."""


@action
def clone_fair(
    *,
    fair: Fair,
    name: Translated,
    slug: str,
    starts_on: dt.date,
    by: Actor,
    with_parties: bool = True,
    met_before: str = MetBefore.IGNORE,
) -> Fair:
    """Set up a fair like an earlier one, in the same programme; it is being prepared and nobody sees it yet.

    Slots and the end of the wishes move with the day and keep their time on the clock, also where summer time begins in
    between. ``with_parties``: those who held a place are on the new list as invited, each in its side; no mail goes
    out. Who had declined, withdrawn or been merged away is not taken over. Errors: ``Problem`` as ``create_fair``;
    ``not_later`` for a day that is not after the old one.
    """
    require("events.manage_fair", by, fair)
    if starts_on <= fair.starts_on:
        raise Problem(
            _("The new fair has to be after the old one."),
            place="starts_on",
            remedy=_("Choose a day after %(day)s.") % {"day": fair.starts_on.isoformat()},
            code="not_later",
        )
    days = starts_on - fair.starts_on
    kept = {column: getattr(fair, column) for column in EDITABLE - SAID_ANEW}
    if fair.wishes_close_at is not None:
        kept["wishes_close_at"] = _moved(fair, fair.wishes_close_at, days)
    made = create_fair(
        programme=fair.programme,
        name=name,
        slug=slug,
        starts_on=starts_on,
        met_before=met_before,
        by=by,
        **kept,
    )
    Fair.objects.filter(pk=made.pk).update(follows=fair)
    made.follows = fair
    sides = _sides(fair, made, by)
    Slot.objects.bulk_create(
        Slot(fair=made, starts_at=_moved(fair, slot.starts_at, days), ends_at=_moved(fair, slot.ends_at, days))
        for slot in fair.slots.all()
    )
    parties = _parties(fair, made, sides) if with_parties else []
    record("events.fair_cloned", on=made, by=by, data={"of": fair.pk, "parties": len(parties)})
    return made


def _moved(fair: Fair, moment: dt.datetime, days: dt.timedelta) -> dt.datetime:
    """Return the same time on the clock so many days later."""
    zone = ZoneInfo(fair.time_zone)
    there = moment.astimezone(zone)
    return dt.datetime.combine(there.date() + days, there.time(), zone)


def _sides(fair: Fair, made: Fair, by: Actor) -> dict[str, Side]:
    columns = SideSpec.__dataclass_fields__
    specs = [SideSpec(**{column: getattr(side, column) for column in columns}) for side in fair.sides.all()]
    return {side.code: side for side in set_sides(fair=made, sides=specs, by=by)} if specs else {}


def _parties(fair: Fair, made: Fair, sides: dict[str, Side]) -> list[Party]:
    there = Party.objects.filter(fair=fair, organisation__state=OrganisationState.ACTIVE)
    there = there.exclude(state__in=HOLDS_NO_PLACE).select_related("side").order_by("sort_key", "id")
    parties = [
        Party(
            network_id=made.network_id,
            programme_id=made.programme_id,
            fair=made,
            side=sides[party.side.code],
            state=PartyState.INVITED,
            **{column: getattr(party, column) for column in KEPT_OF_A_PARTY},
        )
        for party in there
    ]
    for side_id, count in sorted(Counter(party.side_id for party in parties).items()):
        take_places(side_id, count)
    return Party.objects.bulk_create(parties, batch_size=1000)
