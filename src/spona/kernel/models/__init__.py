"""The nouns everything else stands on."""

from spona.kernel.models.account import Account, Invitation, Role, RoleKind
from spona.kernel.models.actor import Actor, Grant, LinkGrant
from spona.kernel.models.audit import AuditEntry, AuditHead
from spona.kernel.models.errors import Conflict, Problem, Problems, Refused, TooMany
from spona.kernel.models.file import StoredFile
from spona.kernel.models.idempotency import Draft, IdempotencyRecord
from spona.kernel.models.importing import (
    CREATE,
    SKIP,
    ImportContext,
    Importer,
    ImportField,
    ImportLog,
    ImportPreview,
    ImportRow,
    Match,
    RowPreview,
    SheetChoice,
    SheetMapping,
)
from spona.kernel.models.imports import ColumnMemory, ImportBatch, ImportChange, ImportState
from spona.kernel.models.link import Link
from spona.kernel.models.money import Money, UnknownRate
from spona.kernel.models.network import Network, NetworkDomain
from spona.kernel.models.outbox import OutboxMessage, OutboxState
from spona.kernel.models.pace import PaceCount
from spona.kernel.models.record import NetworkRecord, Record, Versioned, uuid7
from spona.kernel.models.scripts import NameInScript, ShownName, in_readers_language, in_readers_script
from spona.kernel.models.search import SearchDocument
from spona.kernel.models.sentence import register_sentences, sentence_for, sentences
from spona.kernel.models.translated import Translated, TranslatedField
from spona.kernel.models.workbook import Cell, MergedRange, Sheet, Value, Workbook, column_letter, column_number
from spona.kernel.models.written import NotWritableError, Written, written

__all__ = [
    "CREATE",
    "SKIP",
    "Account",
    "Actor",
    "AuditEntry",
    "AuditHead",
    "Cell",
    "ColumnMemory",
    "Conflict",
    "Draft",
    "Grant",
    "IdempotencyRecord",
    "ImportBatch",
    "ImportChange",
    "ImportContext",
    "ImportField",
    "ImportLog",
    "ImportPreview",
    "ImportRow",
    "ImportState",
    "Importer",
    "Invitation",
    "Link",
    "LinkGrant",
    "Match",
    "MergedRange",
    "Money",
    "NameInScript",
    "Network",
    "NetworkDomain",
    "NetworkRecord",
    "NotWritableError",
    "OutboxMessage",
    "OutboxState",
    "PaceCount",
    "Problem",
    "Problems",
    "Record",
    "Refused",
    "Role",
    "RoleKind",
    "RowPreview",
    "SearchDocument",
    "Sheet",
    "SheetChoice",
    "SheetMapping",
    "ShownName",
    "StoredFile",
    "TooMany",
    "Translated",
    "TranslatedField",
    "UnknownRate",
    "Value",
    "Versioned",
    "Workbook",
    "Written",
    "column_letter",
    "column_number",
    "in_readers_language",
    "in_readers_script",
    "register_sentences",
    "sentence_for",
    "sentences",
    "uuid7",
    "written",
]
