"""Who is acting: an account with its roles, a signed link, a job or a command.

Actions and rules see nothing else of a request.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from spona.kernel.models.account import RoleKind

NO_NETWORK = uuid.UUID(int=0)
"""The network of somebody who acts in none: no row belongs to it, so every question answers "nothing"."""


@dataclass(frozen=True)
class Grant:
    """One role as the rules see it."""

    kind: str
    network_id: uuid.UUID
    programme_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkGrant:
    """What a signed link allows: one purpose on one subject, for whoever holds it."""

    id: uuid.UUID
    purpose: str
    subject_id: uuid.UUID
    network_id: uuid.UUID


@dataclass(frozen=True)
class Actor:
    """The one who acts, in one network, with the roles held at the start of the request."""

    network_id: uuid.UUID = NO_NETWORK
    account_id: uuid.UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = field(default=())
    link: LinkGrant | None = None
    system: str = ""

    @classmethod
    def of_system(cls, name: str, network_id: uuid.UUID) -> Actor:
        """A command or a job, named in the audit trail, acting for a network with a manager's rights."""
        grant = Grant(RoleKind.NETWORK_MANAGER, network_id)
        return cls(network_id=network_id, name=name, grants=(grant,), system=name)

    @property
    def is_anonymous(self) -> bool:
        return self.account_id is None and self.link is None and not self.system

    @property
    def kind(self) -> str:
        """How the audit trail calls the actor: account, link, system or anonymous."""
        if self.account_id:
            return "account"
        if self.link:
            return "link"
        return "system" if self.system else "anonymous"

    def grants_of(self, *kinds: str) -> tuple[Grant, ...]:
        """Return the roles of these kinds that count in the actor's network."""
        return tuple(g for g in self.grants if g.kind in kinds and g.network_id == self.network_id)

    def programmes_of(self, *kinds: str) -> tuple[uuid.UUID, ...]:
        """Return the programmes in which the actor holds one of these roles."""
        return tuple(g.programme_id for g in self.grants_of(*kinds) if g.programme_id is not None)

    def organisations_of(self, *kinds: str) -> tuple[uuid.UUID, ...]:
        """Return the organisations for which the actor holds one of these roles."""
        return tuple(g.organisation_id for g in self.grants_of(*kinds) if g.organisation_id is not None)

    def manages(self, programme_id: uuid.UUID | None) -> bool:
        """Whether the actor runs the network or manages this programme."""
        if self.grants_of(RoleKind.NETWORK_MANAGER):
            return True
        return any(
            programme_id is not None and g.programme_id == programme_id for g in self.grants_of(RoleKind.MANAGER)
        )

    def speaks_for(self, organisation_id: uuid.UUID) -> bool:
        """Whether the actor holds a member's role for this organisation."""
        return any(g.organisation_id == organisation_id for g in self.grants_of(RoleKind.ORGANISATION_MEMBER))

    @property
    def runs_network(self) -> bool:
        return bool(self.grants_of(RoleKind.NETWORK_MANAGER))
