"""The day of a fair of 60 and 45 parties, half of them reached in Croatian, half in English: planned and published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone
from tests.events.factories import by_link, the_network
from tests.jobs import run_jobs
from tests.journeys.site import Site

from spona.events.actions import (
    Saying,
    SideSpec,
    add_party,
    add_slots,
    close_wishes,
    confirm_party,
    create_fair,
    open_fair,
    plan_fair,
    publish_timetable,
    set_sides,
    state_wishes,
)
from spona.events.models import Fair, Party, Slot, Timetable
from spona.kernel.models import Actor, Translated
from spona.matching.actions import work_run
from spona.parties.actions import create_organisation
from spona.programmes.models import Programme

CSOS, COMPANIES, SLOTS, WISHES = 60, 45, 6, 4
SIDES = (
    SideSpec(code="cso", name=Translated.of("Udruge", "hr", en="Associations"), organisation_kind="cso"),
    SideSpec(code="company", name=Translated.of("Tvrtke", "hr", en="Companies"), organisation_kind="company"),
)
LANGUAGES = ("hr", "en")
ZONE = ZoneInfo("Europe/Zagreb")


@dataclass(frozen=True)
class Day:
    """A published fair and its parties, in the order of their numbers."""

    site: Site
    fair: Fair
    csos: list[Party]
    companies: list[Party]


def a_published_day(site: Site) -> Day:
    """Every association wishes to meet four companies and does; everybody has been told by mail."""
    programme = Programme.objects.create(
        network=site.network, slug="sajmovi", name=Translated.of("Sajmovi", "hr", en="Fairs")
    )
    by = the_network(site.network)
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=2)
    fair = create_fair(
        programme=programme, name=Translated.of("Sajam partnerstava", "hr", en="Partnership fair"), slug="sajam",
        starts_on=begins.astimezone(ZONE).date(), time_zone=ZONE.key, is_public=True, tables=50, city="Split", by=by,
    )  # fmt: skip
    set_sides(fair=fair, sides=SIDES, by=by)
    add_slots(fair=fair, starts_at=begins, count=SLOTS, by=by)
    fair = open_fair(fair=fair, by=by)
    csos = [_a_party(fair, by, "cso", f"Udruga {n + 1:02}", n) for n in range(CSOS)]
    companies = [_a_party(fair, by, "company", f"Tvrtka {n + 1:02}", n) for n in range(COMPANIES)]
    for n, cso in enumerate(csos):
        wanted = [companies[(n + 11 * step) % COMPANIES] for step in range(WISHES)]
        state_wishes(chooser=cso, sayings=[Saying(company.pk, "yes") for company in wanted], by=by_link(cso))
    close_wishes(fair=fair, by=by)
    run = plan_fair(fair=fair, time_limit=3.0, by=by)
    work_run(run_id=run.pk, by=Actor.of_system("planner", site.network.pk))
    publish_timetable(timetable=Timetable.objects.get(run=run), by=by)
    run_jobs()
    return Day(site, Fair.objects.get(pk=fair.pk), csos, companies)


def _a_party(fair: Fair, by: Actor, code: str, name: str, number: int) -> Party:
    language = LANGUAGES[number % 2]
    kind = next(side.organisation_kind for side in SIDES if side.code == code)
    organisation = create_organisation(name=f"{name} (primjer)", kind=kind, language=language, by=by)
    party = add_party(
        side=fair.sides.get(code=code), organisation=organisation, contact_email=f"{code}{number + 1:02}@example.org",
        language=language, by=by,
    )  # fmt: skip
    return confirm_party(party=party, by=by)


def minutes_in(day: Day, minutes: float) -> None:
    """Let the day take place now: its first meeting began so many minutes ago."""
    takes_place_now(day.fair, minutes)


def takes_place_now(fair: Fair, minutes: float = 5) -> None:
    """Move a fair to where its first meeting began so many minutes ago."""
    began = timezone.now() - dt.timedelta(minutes=minutes)
    slots = Slot.objects.filter(fair=fair)
    move = began - slots.order_by("starts_at")[0].starts_at
    slots.update(starts_at=F("starts_at") + move, ends_at=F("ends_at") + move, updated_at=timezone.now())
    Fair.objects.filter(pk=fair.pk).update(starts_on=timezone.localdate(began, ZoneInfo(fair.time_zone)))
