"""What can be done with organisations and people."""

from spona.parties.actions.intake import take_in_new_organisations, take_in_organisation
from spona.parties.actions.memberships import join_network, leave_network
from spona.parties.actions.merges import keep_apart, merge_organisations, undo_merge
from spona.parties.actions.names import add_name, add_register_number, remove_name, remove_register_number
from spona.parties.actions.networks import own_network
from spona.parties.actions.organisations import (
    archive_organisation,
    create_organisation,
    edit_organisation,
    publish_organisation,
    restore_organisation,
)
from spona.parties.actions.people import add_person, affiliate, edit_person, end_affiliation
from spona.parties.actions.places import place_for, places_for
from spona.parties.actions.topics import add_topic, seed_topics, set_topics

__all__ = [
    "add_name",
    "add_person",
    "add_register_number",
    "add_topic",
    "affiliate",
    "archive_organisation",
    "create_organisation",
    "edit_organisation",
    "edit_person",
    "end_affiliation",
    "join_network",
    "keep_apart",
    "leave_network",
    "merge_organisations",
    "own_network",
    "place_for",
    "places_for",
    "publish_organisation",
    "remove_name",
    "remove_register_number",
    "restore_organisation",
    "seed_topics",
    "set_topics",
    "take_in_new_organisations",
    "take_in_organisation",
    "undo_merge",
]
