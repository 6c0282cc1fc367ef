"""A fair in the middle of its life, made through actions: the journeys that begin later start from here."""

from __future__ import annotations

from tests.events.factories import a_fair, a_party, by_link
from tests.journeys.site import Site

from spona.events.actions import (
    Saying,
    SideSpec,
    close_wishes,
    compute_suggestions,
    confirm_party,
    plan_fair,
    publish_timetable,
    state_wishes,
    write_proposal,
)
from spona.events.models import Fair, Party, Timetable
from spona.kernel.models import Actor, Translated
from spona.matching.actions import work_run
from spona.programmes.models import Programme

SIDES = (
    SideSpec(code="cso", name=Translated.of("Udruženja", "sr-latn", en="Associations"), organisation_kind="cso",
             min_meetings=1),
    SideSpec(code="company", name=Translated.of("Preduzeća", "sr-latn", en="Companies"), organisation_kind="company"),
)  # fmt: skip
CSOS = ("Reka", "Lipa", "Vidik", "Koren")
COMPANIES = ("Bistra voda", "Novi hleb", "Daleki put")


def an_open_fair(site: Site) -> Fair:
    """A public fair that takes wishes: four associations and three companies, all reached in Serbian, none answered."""
    programme = Programme.objects.create(
        network=site.network, slug="sajmovi", name=Translated.of("Sajmovi", "sr-latn", en="Fairs")
    )
    fair = a_fair(
        programme, slots=4, sides=SIDES, is_open=True, is_public=True, venue="Dom kulture", city="Niš", tables=4,
        about=Translated.of("Jedan dan, dvadeset minuta po susretu.", "sr-latn"),
    )  # fmt: skip
    for code, kind, names in (("cso", "Udruženje", CSOS), ("company", "Preduzeće", COMPANIES)):
        for name in names:
            email = f"{name.split()[0].lower()}@example.org"
            a_party(fair, code, f"{kind} {name} (primer)", contact_email=email, language="sr-latn")
    return fair


def the_party(fair: Fair, name: str) -> Party:
    """The one party whose name holds this."""
    return Party.objects.get(fair=fair, name__contains=name)


def everybody_speaks(fair: Fair) -> None:
    """Each confirms with its own link and says yes to everybody on the other side; all bring proposals, and
    introductions are worked out from them.
    """
    for party in Party.objects.filter(fair=fair).select_related("side"):
        link = by_link(party)
        if party.state != "confirmed":
            confirm_party(party=party, by=link)
        text = "Mladi i preduzeća zajedno uređuju obalu i uče zanate."
        write_proposal(party=party, title=f"Zajedno: {party.name}", text=text, language="sr-latn", by=link)
        others = Party.objects.filter(fair=fair).exclude(side=party.side)
        state_wishes(chooser=party, sayings=[Saying(other.pk, "yes") for other in others], by=link)
    compute_suggestions(fair=fair, by=Actor.of_system("suggestions", fair.network_id))


def a_draft(site: Site, fair: Fair) -> Timetable:
    """Wishes closed, one plan worked out."""
    close_wishes(fair=fair, by=site.manager)
    run = plan_fair(fair=fair, by=site.manager)
    work_run(run_id=run.pk, by=Actor.of_system("planner", site.network.pk))
    return Timetable.objects.get(run=run)


def publish(site: Site, draft: Timetable) -> None:
    """Publish the draft; the mails wait for their job."""
    publish_timetable(timetable=draft, by=site.manager)
