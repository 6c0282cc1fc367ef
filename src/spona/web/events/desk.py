"""What waits for somebody at the fairs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.models import Party
from spona.events.queries import own_parties, waiting_at_fairs
from spona.events.queries.waiting import FairWaiting
from spona.events.states import FairState, PartyState
from spona.kernel.models import Actor, RoleKind
from spona.web.pages import DeskItem

OWN_SHOWN = 10


def fair_desk_items(actor: Actor) -> list[DeskItem]:
    """Return what a manager or a party's speaker has to do, the soonest fair first."""
    items: list[DeskItem] = []
    for waiting in waiting_at_fairs(actor):
        items.extend(_manager_items(waiting))
    if actor.grants_of(RoleKind.ORGANISATION_MEMBER):
        for party in own_parties(actor)[:OWN_SHOWN]:
            items.extend(_party_items(party))
    return items


def _manager_items(waiting: FairWaiting) -> list[DeskItem]:
    fair, items = waiting.fair, []
    if waiting.draft is not None:
        url = reverse("web:events:plan", args=[fair.slug])
        items.append(
            DeskItem(
                _("A timetable for “%(fair)s” waits to be published.") % {"fair": fair.name},
                _("Draft %(number)s: look at it, then publish it.") % {"number": waiting.draft.number},
                url,
                _("Look at the draft"),
            )
        )
    if waiting.proposals:
        sentence = ngettext(
            "%(count)s proposal for “%(fair)s” was handed in.",
            "%(count)s proposals for “%(fair)s” were handed in.",
            waiting.proposals,
        )
        items.append(
            DeskItem(
                sentence % {"count": waiting.proposals, "fair": fair.name},
                _("Read, comment, accept or return."),
                reverse("web:events:proposals", args=[fair.slug]),
                _("Read proposals"),
            )
        )
    if waiting.unconfirmed and fair.state in {FairState.OPEN, FairState.PLANNING}:
        sentence = ngettext(
            "%(count)s party has not said whether it comes to “%(fair)s”.",
            "%(count)s parties have not said whether they come to “%(fair)s”.",
            waiting.unconfirmed,
        )
        items.append(
            DeskItem(
                sentence % {"count": waiting.unconfirmed, "fair": fair.name},
                _("They are planned for until they decline."),
                f"{reverse('web:events:parties', args=[fair.slug])}?state={PartyState.INVITED}",
                _("See who"),
            )
        )
    if fair.state == FairState.PREPARING:
        items.append(
            DeskItem(
                _("“%(fair)s” is being prepared.") % {"fair": fair.name},
                _("Sides, slots and parties come first; then open it for wishes."),
                reverse("web:events:fair", args=[fair.slug]),
                _("Go on preparing"),
            )
        )
    return items


def _party_items(party: Party) -> list[DeskItem]:
    url = reverse("web:events:own_party", args=[party.pk])
    values = {"party": party.name, "fair": party.fair.name}
    if party.state == PartyState.INVITED:
        return [
            DeskItem(_("“%(fair)s” asks whether %(party)s comes.") % values, _("One tap answers."), url, _("Answer"))
        ]
    if party.state == PartyState.CONFIRMED and party.fair.state == FairState.OPEN:
        text = _("Say whom %(party)s wants to meet at “%(fair)s”.") % values
        return [DeskItem(text, _("Must, yes or no; you may change it until wishes close."), url, _("State wishes"))]
    if party.state == PartyState.CONFIRMED and party.fair.state == FairState.PUBLISHED:
        text = _("The timetable of %(party)s at “%(fair)s” is ready.") % values
        return [DeskItem(text, _("On paper, on your phone, in your calendar."), url, _("Open the timetable"))]
    return []
