"""The demo fair: invented organisations who have said whom they want to meet, ready to be planned."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID
from zoneinfo import ZoneInfo

from faker import Faker

from spona.events.actions.fairs import SideSpec, create_fair, open_fair, set_sides
from spona.events.actions.parties import add_party, confirm_party, set_absences
from spona.events.actions.proposals import accept_proposal, submit_proposal, write_proposal
from spona.events.actions.slots import add_slots
from spona.events.actions.suggestions import compute_suggestions
from spona.events.actions.wishes import Saying, state_wishes
from spona.events.models import Fair, Party, Side, Suggestion, WishLevel
from spona.events.presets.demo import PARTIES, DemoParty
from spona.events.presets.demo_names import ENGLISH_NAMES
from spona.kernel.actions import action
from spona.kernel.models import Actor, Translated
from spona.parties.actions import add_name, create_organisation, publish_organisation
from spona.parties.states import NameKind
from spona.programmes.models import Programme

SEED = 2026
TIME_ZONE = "Europe/Belgrade"
SLUG = "demo-fair"
FAKER_LOCALES = {"hr": "hr_HR", "bg": "bg_BG", "sr": "hr_HR", "sr-latn": "hr_HR", "bs": "hr_HR", "en": "en_GB"}
"""Faker knows no Serbian or Bosnian names; Croatian ones are the nearest."""

SIDES = (
    SideSpec(
        "cso",
        Translated.of(
            "Civil-society organisations",
            "en",
            sr="Организације цивилног друштва",
            hr="Udruge",
            bg="Граждански организации",
        ),
        "cso",
        min_meetings=3,
        max_meetings=6,
        places=24,
    ),
    SideSpec(
        "company",
        Translated.of("Companies", "en", sr="Компаније", hr="Tvrtke", bg="Компании"),
        "company",
        min_meetings=2,
        max_meetings=8,
        hosts=True,
        places=20,
    ),
    SideSpec(
        "town",
        Translated.of("Towns", "en", sr="Градови и општине", hr="Gradovi i općine", bg="Общини"),
        "public_authority",
        min_meetings=1,
        max_meetings=8,
        hosts=True,
        places=8,
    ),
)
STILL_TO_READ = frozenset(spec.name for spec in PARTIES[2:14:4])
"""A few proposals nobody has read yet, so that something waits on the manager's desk."""
NAME = Translated.of(
    "Partnership Fair (demo)",
    "en",
    sr="Сајам партнерства (пример)",
    hr="Sajam partnerstava (primjer)",
    bg="Панаир на партньорствата (пример)",
)
ABOUT = Translated.of(
    "An example with invented organisations: associations bring proposals, companies and towns meet them at tables for "
    "twenty minutes each.",
    "en",
    sr="Пример са измишљеним организацијама: удружења доносе предлоге, компаније и градови се са њима срећу за "
    "столовима, по двадесет минута.",
    hr="Primjer s izmišljenim organizacijama: udruge donose prijedloge, tvrtke i gradovi susreću ih za stolovima, po "
    "dvadeset minuta.",
    bg="Пример с измислени организации: сдруженията носят предложения, компаниите и общините се срещат с тях на маси "
    "по двадесет минути.",
)


@action
def write_demo_fair(*, programme: Programme, starts_on: dt.date, by: Actor) -> Fair:
    """Write the demo fair with its parties, proposals, hours and wishes; it is open when this returns.

    Same day, same content: names of people and wishes are drawn with a fixed seed. Suggestions need the
    embeddings for a few seconds and go by words alone where these cannot load.
    """
    fair = create_fair(
        programme=programme,
        name=NAME,
        about=ABOUT,
        slug=SLUG,
        starts_on=starts_on,
        is_public=True,
        tables=18,
        venue="Dom kulture",
        city="Niš",
        time_zone=TIME_ZONE,
        meeting_minutes=20,
        break_minutes=5,
        by=by,
    )
    sides = {side.code: side for side in set_sides(fair=fair, sides=SIDES, by=by)}
    first = dt.datetime.combine(starts_on, dt.time(10, 0), ZoneInfo(TIME_ZONE))
    slots = add_slots(fair=fair, starts_at=first, count=8, long_breaks={4: 30}, by=by)
    open_fair(fair=fair, by=by)
    parties = [_party(spec, sides[spec.side], by) for spec in PARTIES]
    for party in parties[::7]:
        set_absences(party=party, slots=[slot.pk for slot in slots[:3]], by=by)
    compute_suggestions(fair=fair, by=by)
    _state_wishes(fair, parties, by)
    return fair


def _party(spec: DemoParty, side: Side, by: Actor) -> Party:
    faker = Faker(FAKER_LOCALES[spec.language])
    faker.seed_instance(f"{SEED} {spec.name}")
    kind = {"cso": "cso", "company": "company", "town": "public_authority"}[spec.side]
    organisation = create_organisation(
        kind=kind,
        name=spec.name,
        language=spec.language,
        country=spec.country,
        town=spec.town,
        about=Translated.of(spec.text, spec.language),
        by=by,
    )
    if spec.name in ENGLISH_NAMES:
        english = ENGLISH_NAMES[spec.name]
        organisation = add_name(
            organisation=organisation, name=english, language="en", kind=NameKind.TRANSLATION, by=by
        ).organisation
    publish_organisation(organisation=organisation, by=by)
    party = add_party(
        side=side,
        organisation=organisation,
        contact_name=f"{faker.name()} (demo)",
        contact_email=f"party-{organisation.pk.hex[-8:]}@demo.example",
        language={"bs": "hr"}.get(spec.language, spec.language),
        by=by,
    )
    party = confirm_party(party=party, by=by)
    proposal = write_proposal(party=party, title=spec.title, text=spec.text, language=spec.language, by=by)
    proposal = submit_proposal(proposal=proposal, by=by)
    if spec.name not in STILL_TO_READ:
        accept_proposal(proposal=proposal, by=by)
    return party


def _state_wishes(fair: Fair, parties: list[Party], by: Actor) -> None:
    """Let every party wish what its suggestions make likely: a must for some of the best, yes for others, a rare no."""
    dice = random.Random(SEED)  # noqa: S311  a fixed draw of sample data, nothing secret
    near: dict[UUID, list[UUID]] = {party.pk: [] for party in parties}
    best_first = Suggestion.objects.filter(fair=fair).order_by("-score", "a__sort_key", "b__sort_key")
    for a, b in best_first.values_list("a_id", "b_id"):
        near[a].append(b)
        near[b].append(a)
    for party in sorted(parties, key=lambda row: (row.sort_key, row.name)):
        sayings = []
        for rank, other in enumerate(near[party.pk][:9]):
            draw = dice.random()
            level = WishLevel.MUST if rank < 2 and draw < 0.6 else WishLevel.NO if draw > 0.95 else WishLevel.YES
            if draw > 0.12 or rank < 3:
                sayings.append(Saying(other, level))
        state_wishes(chooser=party, sayings=sayings, by=by)
