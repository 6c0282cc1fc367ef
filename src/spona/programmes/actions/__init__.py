"""What can be done with programmes."""

from spona.programmes.actions.demo import seed_programmes
from spona.programmes.actions.partners import add_funding, add_partner, remove_partner
from spona.programmes.actions.programmes import (
    change_state,
    create_programme,
    edit_programme,
    set_phases,
    start_programme,
)

__all__ = [
    "add_funding",
    "add_partner",
    "change_state",
    "create_programme",
    "edit_programme",
    "remove_partner",
    "seed_programmes",
    "set_phases",
    "start_programme",
]
