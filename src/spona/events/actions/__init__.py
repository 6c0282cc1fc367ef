"""The verbs of a fair."""

from spona.events.actions.addresses import PARTY_PATH, TIMETABLE_PATH, fresh_party_url, party_url, timetable_url
from spona.events.actions.changes import (
    ChangeEffect,
    PairExplanation,
    TimetableChange,
    TimetableComparison,
    apply_change,
    compare_timetables,
    effect_of,
    explain_pair,
)
from spona.events.actions.demands import ban_pair, free_pair, pin_pair
from spona.events.actions.drafts import draft_from_run, write_draft
from spona.events.actions.fairs import (
    SideSpec,
    cancel_fair,
    close_wishes,
    create_fair,
    edit_fair,
    end_fair,
    open_fair,
    prepare_again,
    reopen_fair,
    set_sides,
)
from spona.events.actions.following import merge_parties, part_parties, rename_parties
from spona.events.actions.intake import PARTIES_IMPORTER
from spona.events.actions.parties import (
    add_party,
    confirm_party,
    decline_invitation,
    edit_party,
    invite_party,
    mark_no_show,
    note_told,
    register_organisation,
    set_absences,
    set_capacity,
    withdraw_party,
)
from spona.events.actions.places import forget_party
from spona.events.actions.planning import build_problem, plan_fair, replan_after
from spona.events.actions.proposals import (
    accept_proposal,
    comment_on_edition,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
    write_proposal,
)
from spona.events.actions.registration import expire_registrations, register_publicly
from spona.events.actions.requests import (
    accept_request,
    decline_request,
    expire_requests,
    send_request,
    withdraw_request,
)
from spona.events.actions.slots import add_slots, edit_slot, remove_slot
from spona.events.actions.suggestions import compute_suggestions, suggest_partners
from spona.events.actions.timetables import discard_draft, publish_timetable
from spona.events.actions.wishes import Saying, state_wish, state_wishes

__all__ = [
    "PARTIES_IMPORTER",
    "PARTY_PATH",
    "TIMETABLE_PATH",
    "ChangeEffect",
    "PairExplanation",
    "Saying",
    "SideSpec",
    "TimetableChange",
    "TimetableComparison",
    "accept_proposal",
    "accept_request",
    "add_party",
    "add_slots",
    "apply_change",
    "ban_pair",
    "build_problem",
    "cancel_fair",
    "close_wishes",
    "comment_on_edition",
    "compare_timetables",
    "compute_suggestions",
    "confirm_party",
    "create_fair",
    "decline_invitation",
    "decline_request",
    "discard_draft",
    "draft_from_run",
    "edit_fair",
    "edit_party",
    "edit_slot",
    "effect_of",
    "end_fair",
    "expire_registrations",
    "expire_requests",
    "explain_pair",
    "forget_party",
    "free_pair",
    "fresh_party_url",
    "invite_party",
    "mark_no_show",
    "merge_parties",
    "note_told",
    "open_fair",
    "part_parties",
    "party_url",
    "pin_pair",
    "plan_fair",
    "prepare_again",
    "publish_timetable",
    "register_organisation",
    "register_publicly",
    "remove_slot",
    "rename_parties",
    "reopen_fair",
    "replan_after",
    "return_proposal",
    "send_request",
    "set_absences",
    "set_capacity",
    "set_sides",
    "state_wish",
    "state_wishes",
    "submit_proposal",
    "suggest_partners",
    "timetable_url",
    "withdraw_party",
    "withdraw_proposal",
    "withdraw_request",
    "write_draft",
    "write_proposal",
]
