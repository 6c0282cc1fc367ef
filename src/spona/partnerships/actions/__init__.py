"""The verbs of partnerships."""

from spona.partnerships.actions.addresses import (
    AGREEMENT_PATH,
    CHECK_PATH,
    DESK_PATH,
    agreement_token,
    agreement_url,
    open_desk,
    typed_code,
)
from spona.partnerships.actions.agreements import (
    Side,
    Written,
    change_state,
    edit_agreement,
    renew_agreement,
    set_desk_terms,
    write_agreement,
)
from spona.partnerships.actions.checks import answer_check, pass_on_check, send_due_checks, send_reminders
from spona.partnerships.actions.confirmations import ask_to_confirm, confirm_party
from spona.partnerships.actions.contributions import Line, deliver, void_contribution
from spona.partnerships.actions.desk import Taken, take_batch, take_item
from spona.partnerships.actions.introductions import introduce, note_outcome
from spona.partnerships.actions.keeping import add_evidence, add_milestone, finish_milestone, write_story
from spona.partnerships.actions.owners import change_owner

__all__ = [
    "AGREEMENT_PATH",
    "CHECK_PATH",
    "DESK_PATH",
    "Line",
    "Side",
    "Taken",
    "Written",
    "add_evidence",
    "add_milestone",
    "agreement_token",
    "agreement_url",
    "answer_check",
    "ask_to_confirm",
    "change_owner",
    "change_state",
    "confirm_party",
    "deliver",
    "edit_agreement",
    "finish_milestone",
    "introduce",
    "note_outcome",
    "open_desk",
    "pass_on_check",
    "renew_agreement",
    "send_due_checks",
    "send_reminders",
    "set_desk_terms",
    "take_batch",
    "take_item",
    "typed_code",
    "void_contribution",
    "write_agreement",
    "write_story",
]
