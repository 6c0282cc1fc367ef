"""Whose numbers a reader gets: everything, or the part of a fair that concerns the reader's countries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from spona.events.models import Fair, Party
from spona.events.states import FairState
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import allowed, require

FAIR_ORDER = ("-starts_on", "id")
"""The order of the list of reports, for ``kernel.queries.keyset``."""


def partner_countries(actor: Actor, programme_id: object) -> frozenset[str]:
    """Return the countries a national partner answers for in a programme; empty for everybody else."""
    grants = actor.grants_of(RoleKind.NATIONAL_PARTNER)
    return frozenset(c for grant in grants if grant.programme_id in {None, programme_id} for c in grant.countries)


@dataclass(frozen=True)
class Scope:
    """What one reader gets of one fair's report.

    ``countries``: only what concerns organisations of these countries; None for everything. ``hides_few``: groups of
    so few parties that a number points at one of them are put together.
    """

    countries: frozenset[str] | None
    opens_rows: bool
    opens_wishes: bool
    hides_few: bool

    def of(self, *organisations: str) -> Q:
        """Rows that concern the scope: one of the organisations at these paths is of its countries."""
        if self.countries is None:
            return Q()
        found = Q()
        for path in organisations:
            found |= Q(**{f"{path}__country__in": self.countries})
        return found

    def names(self, country: str) -> bool:
        """Whether the reader gets the name of an organisation of this country."""
        return self.countries is None or country in self.countries


def scope_of(actor: Actor, fair: Fair) -> Scope:
    """Return what the actor gets of a fair's report. Errors: ``Refused``."""
    require("reports.see_fair_report", actor, fair)
    opens_wishes = allowed("reports.open_wishes", actor, fair)
    opens_rows = allowed("reports.open_fair_rows", actor, fair)
    reads_all = opens_wishes or not opens_rows
    countries = None if reads_all else partner_countries(actor, fair.programme_id)
    return Scope(countries, opens_rows, opens_wishes, hides_few=not opens_rows)


def reported_fairs(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs that have begun and whose report the actor may read, latest first.

    All of the network for those who run it; those of their programmes for managers and donors; those where one of
    their countries takes part for national partners.
    """
    begun = Fair.objects.filter(network_id=actor.network_id, starts_on__lte=timezone.localdate())
    begun = begun.exclude(state=FairState.CANCELLED).order_by(*FAIR_ORDER)
    return begun if actor.runs_network else begun.filter(_readable(actor))


def _readable(actor: Actor) -> Q:
    readable = Q(programme_id__in=actor.programmes_of(RoleKind.MANAGER, RoleKind.DONOR_VIEWER))
    for grant in actor.grants_of(RoleKind.NATIONAL_PARTNER):
        there = Exists(Party.objects.filter(fair=OuterRef("pk"), organisation__country__in=grant.countries))
        own = Q(programme_id=grant.programme_id) if grant.programme_id else Q()
        readable |= own & Q(there)
    return readable


def report_fair_for(actor: Actor, slug: str) -> Fair | None:
    """Return a fair by its address where the actor may read its report, also before there is anything in it."""
    fairs = Fair.objects.filter(network_id=actor.network_id, slug=slug)
    if not actor.runs_network:
        fairs = fairs.filter(_readable(actor))
    return fairs.select_related("programme", "network", "follows").first()


def fair_before(actor: Actor, fair: Fair) -> Fair | None:
    """Return last year's fair: the one this was made from, else the latest before it in the same programme.

    None where there is none, or where the actor may not read its report. At most one query.
    """
    found = fair.follows
    if found is None:
        earlier = Fair.objects.filter(programme_id=fair.programme_id, starts_on__lt=fair.starts_on)
        found = earlier.exclude(state=FairState.CANCELLED).order_by(*FAIR_ORDER).first()
    if found is None or not allowed("reports.see_fair_report", actor, found):
        return None
    return found


def is_begun(fair: Fair) -> bool:
    """Whether there is something to report: the fair's day has come, and it was not cancelled. No query."""
    return fair.starts_on <= timezone.localdate() and fair.state != FairState.CANCELLED
