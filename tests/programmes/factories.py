"""Programmes for tests, made through the public actions."""

from __future__ import annotations

import itertools
from typing import Any

from tests.parties.factories import a_manager, an_actor

from spona.kernel.models import Actor, Network, RoleKind, Translated
from spona.programmes.actions import change_state, create_programme, edit_programme
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState, Visibility

_numbers = itertools.count(1)


def a_programme(network: Network, name: str = "", *, is_open: bool = False, **fields: Any) -> Programme:
    """A programme of the network, a private draft; ``is_open``: public and running."""
    manager = a_manager(network)
    made = create_programme(name=Translated.of(name or f"Programme {next(_numbers)}", "en"), by=manager, **fields)
    if is_open:
        edit_programme(programme=made, version=None, changes={"visibility": Visibility.PUBLIC}, by=manager)
        change_state(programme=made, state=ProgrammeState.RUNNING, by=manager)
        made.refresh_from_db()
    return made


def a_programme_manager(programme: Programme) -> Actor:
    """Somebody who manages this programme and nothing else."""
    return an_actor(programme.network, RoleKind.MANAGER, programme_id=programme.pk)


def a_donor_of(programme: Programme) -> Actor:
    """Somebody who reads this programme for its donor."""
    return an_actor(programme.network, RoleKind.DONOR_VIEWER, programme_id=programme.pk)
