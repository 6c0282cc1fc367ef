"""The network somebody acts in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.kernel.models import Actor, Network, Problem


def own_network(by: Actor) -> Network:
    """Return the network the actor acts in. Errors: ``Problem`` for somebody who acts in none."""
    found = Network.objects.filter(pk=by.network_id).first()
    if found is None:
        raise Problem(_("This belongs to a network, and you act in none."), code="no_network")
    return found
