"""The verbs everything else is made of."""

from spona.kernel.actions.accounts import accept_invitation, end_role, grant_role, invite, withdraw_invitation
from spona.kernel.actions.drafts import (
    discard_draft,
    forget_old_forms,
    save_draft,
)
from spona.kernel.actions.files import store_file
from spona.kernel.actions.forms import (
    Answer,
    FormChanged,
    answer_once,
)
from spona.kernel.actions.import_sheets import (
    ImportView,
    look_at_import,
    mapping_from_form,
)
from spona.kernel.actions.imports import (
    abandon_import,
    apply_import,
    preview_counts,
    preview_import,
    register_importer,
    set_mapping,
    start_import,
    undo_import,
)
from spona.kernel.actions.jobs import enqueue, enqueue_each
from spona.kernel.actions.journal import record, verify_chain
from spona.kernel.actions.links import issue_link, issue_links, open_link, revoke_links, spend_link
from spona.kernel.actions.networks import edit_network, found_network
from spona.kernel.actions.outbox import (
    Letter,
    cancel_mail,
    deliver_mail,
    mail_template_names,
    register_mail,
    release_mail,
    render_mail,
    send_mail_message,
    send_mail_messages,
)
from spona.kernel.actions.pace import forget_old_paces, keep_pace
from spona.kernel.actions.search import SearchText, index_document, index_documents, register_searchable, reindex
from spona.kernel.actions.transaction import action, in_network, insert, lock, lock_version, move
from spona.kernel.rules import allowed, permission, require

__all__ = [
    "Answer",
    "FormChanged",
    "ImportView",
    "Letter",
    "SearchText",
    "abandon_import",
    "accept_invitation",
    "action",
    "allowed",
    "answer_once",
    "apply_import",
    "cancel_mail",
    "deliver_mail",
    "discard_draft",
    "edit_network",
    "end_role",
    "enqueue",
    "enqueue_each",
    "forget_old_forms",
    "forget_old_paces",
    "found_network",
    "grant_role",
    "in_network",
    "index_document",
    "index_documents",
    "insert",
    "invite",
    "issue_link",
    "issue_links",
    "keep_pace",
    "lock",
    "lock_version",
    "look_at_import",
    "mail_template_names",
    "mapping_from_form",
    "move",
    "open_link",
    "permission",
    "preview_counts",
    "preview_import",
    "record",
    "register_importer",
    "register_mail",
    "register_searchable",
    "reindex",
    "release_mail",
    "render_mail",
    "require",
    "revoke_links",
    "save_draft",
    "send_mail_message",
    "send_mail_messages",
    "set_mapping",
    "spend_link",
    "start_import",
    "store_file",
    "undo_import",
    "verify_chain",
    "withdraw_invitation",
]
