"""`spona demo`: a network to look at, with its programmes, a planned fair and three logins."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from spona.events.actions import close_wishes, plan_fair, publish_timetable
from spona.events.actions.demo import SLUG, write_demo_fair
from spona.events.models import Fair, Party
from spona.events.queries import drafts_for
from spona.kernel.actions import grant_role, in_network
from spona.kernel.models import Account, Actor, Network, RoleKind, Translated
from spona.matching.actions import work_run
from spona.parties.actions import seed_topics
from spona.partnerships.actions.past import write_past
from spona.programmes.actions import change_state, seed_programmes, start_programme
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState

DAYS_AHEAD = 21
PASSWORDS = {"manager": "sajam-most-jabuka-7", "cso": "udruga-reka-lampa-7", "company": "firma-oblak-sto-7"}
"""Logins of the demo network only; printed by ``make run`` and in the README."""


class Command(BaseCommand):
    help = "Write the demo network: the sources' programmes, an invented fair and its past, three logins."

    def handle(self, **_options: Any) -> None:
        """Side effects: writes the demo network once; a second run changes nothing. Refuses beside real networks."""
        if Network.objects.exclude(slug="demo").exists():
            raise CommandError("this database holds a real network; the demo goes into an empty one only.")
        network = self._network()
        by = Actor.of_system("demo", network.pk)
        with in_network(network.pk):
            done = Fair.objects.filter(network=network, slug=SLUG).exists()
            if not done:
                seed_topics(by=by)
                seed_programmes(network=network, by=by)
                fair = write_demo_fair(programme=self._programme(by), starts_on=self._day(), by=by)
                close_wishes(fair=fair, by=by)
                run = plan_fair(fair=fair, by=by)
        if not done:
            work_run(run_id=run.pk, by=by)
            with in_network(network.pk):
                draft = next(iter(drafts_for(by, fair, 1)), None)
                if draft is None:
                    raise CommandError("the demo fair could not be planned; see its run in the cockpit.")
                publish_timetable(timetable=draft, by=by)
                write_past(programme=fair.programme, by=by)
        logins = self._logins(network, by)
        text = "\n".join(f"{label:<20} {email:<28} {password}" for label, email, password in logins)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        (settings.VAR_DIR / "demo_logins.txt").write_text(text + "\n", encoding="utf-8")
        self.stdout.write("The demo network is ready." if not done else "The demo network was there already.")

    def _network(self) -> Network:
        name = Translated.of(
            "Spona demo network", "en", sr="Спона, пример мреже", hr="Spona, primjer mreže", bg="Спона, примерна мрежа"
        )
        network, _ = Network.objects.get_or_create(
            slug="demo",
            defaults={"name": name, "country": "RS", "languages": ["sr-latn", "sr", "hr", "bg", "en"], "is_demo": True},
        )
        return network

    def _programme(self, by: Actor) -> Programme:
        name = Translated.of(
            "Partnership fairs (demo)",
            "en",
            sr="Сајмови партнерства (пример)",
            hr="Sajmovi partnerstava (primjer)",
            bg="Панаири на партньорствата (пример)",
        )
        begun = self._day() - dt.timedelta(days=63)
        programme = start_programme(recipe="partnership_fair", name=name, slug="demo-fairs", starts_on=begun, by=by)
        return change_state(programme=programme, state=ProgrammeState.RUNNING, by=by)

    def _day(self) -> dt.date:
        return timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)

    def _logins(self, network: Network, by: Actor) -> list[tuple[str, str, str]]:
        rows = []
        with in_network(network.pk):
            for who, label in (("manager", "programme manager"), ("cso", "CSO"), ("company", "company")):
                email = f"{who}@demo.example"
                account = Account.objects.filter(email=email).first()
                if account is None:
                    account = Account.objects.create_user(email, PASSWORDS[who], name=f"Demo {label}", is_demo=True)
                    self._give_role(who, account, by)
                rows.append((label, email, PASSWORDS[who]))
        return rows

    def _give_role(self, who: str, account: Account, by: Actor) -> None:
        if who == "manager":
            grant_role(account=account, kind=RoleKind.NETWORK_MANAGER, by=by)
            return
        party = Party.objects.filter(fair__slug=SLUG, side__code=who).order_by("sort_key").first()
        if party is not None:
            kind = RoleKind.ORGANISATION_MEMBER
            grant_role(account=account, kind=kind, organisation_id=party.organisation_id, by=by)
