"""Proposals and their editions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from spona.events.models import Fair, Party, Proposal, ProposalComment, ProposalEdition
from spona.events.queries.fairs import is_own
from spona.kernel.models import Actor
from spona.kernel.rules import allowed, require

ORDER = ("party__sort_key", "id")
"""The order of a fair's proposals, for ``kernel.queries.keyset``: by party."""


def with_comments(editions: QuerySet[ProposalEdition]) -> QuerySet[ProposalEdition]:
    """Return the editions, each with its comments in ``comments.all()``, oldest first."""
    return editions.prefetch_related(Prefetch("comments", ProposalComment.objects.order_by("created_at", "id")))


def proposals_for(actor: Actor, fair: Fair, *, state: str = "") -> QuerySet[Proposal]:
    """Return the fair's proposals the actor may read, in ``ORDER``, each with ``title`` and ``title_language`` of its
    latest edition.

    All for managers and mentors, its own for a party.
    """
    latest = ProposalEdition.objects.filter(proposal=OuterRef("pk"), number=OuterRef("edition"))
    proposals = Proposal.objects.filter(party__fair=fair).select_related("party__side")
    proposals = proposals.annotate(
        title=Subquery(latest.values("title")), title_language=Subquery(latest.values("language"))
    )
    if not allowed("events.decide_proposal", actor, fair):
        own = Party.objects.filter(is_own(actor), network_id=actor.network_id, fair=fair)
        proposals = proposals.filter(party__in=own)
    if state:
        proposals = proposals.filter(state=state)
    return proposals.order_by(*ORDER)


def proposal_for(actor: Actor, proposal_id: UUID) -> Proposal | None:
    """Return one proposal where the actor may read it."""
    found = Proposal.objects.filter(pk=proposal_id, network_id=actor.network_id)
    proposal = found.select_related("party__fair", "party__side").first()
    return proposal if proposal is not None and allowed("events.see_proposal", actor, proposal) else None


def editions_of(actor: Actor, proposal: Proposal) -> QuerySet[ProposalEdition]:
    """Return the proposal as it read over time, latest first, comments included. Errors: ``Refused``."""
    require("events.see_proposal", actor, proposal)
    return with_comments(ProposalEdition.objects.filter(proposal=proposal)).order_by("-number")


def comments_of(actor: Actor, proposal: Proposal) -> QuerySet[ProposalComment]:
    """Return everything said about a proposal, oldest first, each with the number of its edition. Errors:
    ``Refused``.
    """
    require("events.see_proposal", actor, proposal)
    said = ProposalComment.objects.filter(edition__proposal=proposal).annotate(number=F("edition__number"))
    return said.order_by("created_at", "id")
