"""Badges: a code that is read and a short one that is typed, both worked out from the party; and their replacement.

A badge has no row of its own. Its code holds the party, the edition and a signature of ours, so a printed badge can be
told from a forged one, and every badge of an earlier edition is worth nothing once a new one was issued.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from spona.events.actions.addresses import base_url
from spona.events.models import Party
from spona.kernel.actions import action, lock, record
from spona.kernel.models import Actor
from spona.kernel.rules import require

BADGE_PATH = "/b/{token}/"
"""The page a badge opens in the camera of a phone. ``web`` declares its URL under the same path."""

SIGNATURE_BYTES = 12
CODE_LENGTH = 8
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no letter of it is taken for another, and what is typed wrongly is read as what was meant."""

READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


@dataclass(frozen=True)
class ReadBadge:
    """What a badge of ours says: whose it is, and which edition."""

    party_id: UUID
    edition: int


def badge_token(party: Party) -> str:
    """Return what the code of the party's present badge holds: 40 letters, signed."""
    said = party.pk.bytes + party.badge_edition.to_bytes(2)
    return base64.urlsafe_b64encode(said + _signature(said)).decode().rstrip("=")


def badge_url(party: Party) -> str:
    """Return the full address printed as the code of the party's present badge."""
    return base_url() + BADGE_PATH.format(token=badge_token(party))


def read_badge(scanned: str) -> ReadBadge | None:
    """Return what a scanned text or a token says; None where it is no badge of ours or was tampered with."""
    token = scanned.strip().rstrip("/").rpartition("/")[2]
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    said, signature = raw[:18], raw[18:]
    if len(said) < 18 or not constant_time_compare(signature, _signature(said)):
        return None
    return ReadBadge(UUID(bytes=said[:16]), int.from_bytes(said[16:]))


def _signature(said: bytes) -> bytes:
    return salted_hmac("spona.badge", said, algorithm="sha256").digest()[:SIGNATURE_BYTES]


def short_code(party_id: UUID, edition: int) -> str:
    """Return the short code of one edition of a party's badge, in two groups of four: "7KQ2-M0XD"."""
    digest = salted_hmac("spona.badge.code", f"{party_id}.{edition}", algorithm="sha256").digest()
    number = int.from_bytes(digest[:5])
    code = "".join(LETTERS[number >> 5 * place & 31] for place in range(CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def typed_code(text: str) -> str:
    """Return what somebody typed as ``short_code`` writes it; empty where it cannot be a short code."""
    code = "".join(text.split()).replace("-", "").upper().translate(READ_AS)
    if len(code) != CODE_LENGTH or set(code) - set(LETTERS):
        return ""
    return f"{code[:4]}-{code[4:]}"


@action
def reissue_badge(*, party: Party, by: Actor) -> Party:
    """Make the party's badges worthless and give it a new one, because one was lost or copied. An entry stays."""
    require("events.run_day", by, party.fair)
    locked = lock(party)
    locked.badge_edition += 1
    locked.save(update_fields=["badge_edition", "updated_at"])
    record("events.badge_reissued", on=locked, by=by, data={"edition": locked.badge_edition})
    return locked
