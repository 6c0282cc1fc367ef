"""A network with something on every page, and the confidential words in it. Everybody here is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern
from django.utils import timezone
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out
from tests.factories import a_manager
from tests.security.partnership_parts import partnership_parts

from spona.events.actions import plan_fair, publish_timetable
from spona.events.actions.badges import badge_token
from spona.events.models import Gate, Party, Proposal, ProposalEdition, Rating
from spona.events.states import ProposalState
from spona.kernel.actions import start_import, store_file
from spona.kernel.models import Actor, Invitation, Network, OutboxMessage, Role, RoleKind, uuid7
from spona.parties.actions import create_organisation, merge_organisations
from spona.programmes.states import ProgrammeState, Visibility

UNGUESSABLE = "x" * 32
"""A token nobody was given."""


@dataclass
class Scene:
    """A network whose rows stand behind every address. ``word`` is in every confidential field and nowhere else."""

    word: str
    ready: ReadyFair
    manager: Actor
    parts: dict[str, Any]

    @property
    def network(self) -> Network:
        return self.ready.fair.network

    def address(self, route: str, pattern: URLPattern) -> str:
        """The address of a page about this network's rows."""
        for name, converter in pattern.pattern.converters.items():  # type: ignore[attr-defined]
            kind = type(converter).__name__.removesuffix("Converter").lower()
            written = f"<{kind}:{name}>" if kind != "string" else f"<str:{name}>"
            route = route.replace(written, str(self.parts[name]))
        return f"/{route}"


def a_scene(word: str, *, is_shown: bool = False) -> Scene:
    """Write the network. ``is_shown``: its programme and its fair are public; their secrets are not."""
    ready = a_ready_fair(csos=2, companies=2, slots=2, is_public=is_shown)
    fair, network = ready.fair, ready.fair.network
    manager = a_manager(network)
    if is_shown:
        type(fair.programme).objects.filter(pk=fair.programme_id).update(
            visibility=Visibility.PUBLIC, state=ProgrammeState.RUNNING
        )
    everybody_wishes(ready)
    party = _confidential(ready.csos[0], word)
    timetable = worked_out(plan_fair(fair=fair, by=manager, time_limit=5.0), ready)
    if is_shown:
        publish_timetable(timetable=timetable, by=manager)
    parts = {"slug": fair.slug, "key": fair.programme.slug, "code": "en", "token": UNGUESSABLE}
    parts |= {"number": timetable.number, "slot_id": ready.slots[0].pk, "party_id": party.pk}
    parts |= {"organisation_id": party.organisation_id, "proposal_id": _a_proposal(party, word).pk}
    parts |= _of_the_day(ready, party, word)
    parts |= partnership_parts(fair, (ready.companies[0], party), manager, word)
    return Scene(word, ready, manager, parts | _of_the_kernel(ready, manager, word))


def _confidential(party: Party, word: str) -> Party:
    party.contact_name, party.contact_email, party.note = f"{word} name", f"{word}@contact.example", f"{word} note"
    party.save()
    party.organisation.email, party.organisation.phone = f"{word}@office.example", f"{word} phone"
    party.organisation.save()
    return party


def _a_proposal(party: Party, word: str) -> Proposal:
    proposal = Proposal.objects.create(
        network_id=party.network_id, programme_id=party.programme_id, party=party, state=ProposalState.SUBMITTED
    )
    ProposalEdition.objects.create(
        proposal=proposal, number=1, title=f"{word} title", text=f"{word} text", language="en"
    )
    return proposal


def _of_the_day(ready: ReadyFair, party: Party, word: str) -> dict[str, Any]:
    """A gate, a badge and what a party wrote about a meeting: address part -> id."""
    shared = {"network_id": party.network_id, "programme_id": party.programme_id, "fair": party.fair}
    gate = Gate.objects.create(name="A", **shared)
    rating = Rating.objects.create(rater=party, about=ready.companies[0], answer="held", words=f"{word} said", **shared)
    return {"gate_id": gate.pk, "badge": badge_token(party), "rating_id": rating.pk}


def _of_the_kernel(ready: ReadyFair, manager: Actor, word: str) -> dict[str, Any]:
    """A mail, a role, an invitation, an import and a merge: address part -> id."""
    network_id = ready.fair.network_id
    mail = OutboxMessage.objects.create(
        network_id=network_id,
        programme_id=ready.fair.programme_id,
        template="kernel.invitation",
        to=f"{word}@mail.example",
        language="en",
        subject=f"{word} subject",
        text=f"{word} text",
        html=f"<p>{word} text</p>",
    )
    invitation = Invitation.objects.create(
        network_id=network_id,
        email=f"{word}@invited.example",
        kind=RoleKind.MENTOR,
        programme_id=ready.fair.programme_id,
        expires_at=timezone.now() + dt.timedelta(days=3),
    )
    content = f"Naziv,Email\n{word} company,{word}@sheet.example\n".encode()
    file = store_file(name=f"{word}.csv", content=content, by=manager, programme_id=ready.fair.programme_id)
    batch = start_import(file=file, kind="events.parties", subject=ready.fair, by=manager)
    pair = [
        create_organisation(kind="cso", name=f"{word} twin {n}", country="RS", language="en", by=manager) for n in "12"
    ]
    merge = merge_organisations(kept=pair[0], absorbed=pair[1], by=manager)
    role = Role.objects.filter(network_id=network_id).order_by("created_at", "id").first()
    return {
        "mail_id": mail.pk,
        "invitation_id": invitation.pk,
        "batch_id": batch.pk,
        "merge_id": merge.pk,
        "role_id": role.pk if role else uuid7(),
    }
