"""Where people without an account find their agreement: signed links and the addresses made of them."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from spona.events.models import Fair
from spona.kernel.actions import action, issue_link, issue_links, record, require
from spona.kernel.models import Actor
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck
from spona.partnerships.states import AGREEMENT_LINK, CHECK_LINK, DESK_LINK

AGREEMENT_PATH = "/a/{token}/"
"""The page a party's take-home code opens. ``web`` declares its URL under the same path."""

CHECK_PATH = "/ask/{token}/"
"""The page a contact check's link opens. ``web`` declares its URL under the same path."""

DESK_PATH = "/at/{token}/"
"""The agreement desk on a tablet. ``web`` declares its URL under the same path."""

AGREEMENT_DAYS = 730
CHECK_LINK_DAYS = 60
DESK_DAYS_AFTER = 2
CODE_HOURS = 24
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
SALT = "spona.partnerships"


def agreement_token(party: AgreementParty) -> str:
    """Return the token of a party's take-home link: 144 bits made from the installation's secret.

    It is worked out again wherever the code is printed, so a page or a paper that shows it writes nothing. The link
    itself is a row that expires and can be revoked; a raised ``link_serial`` gives another token.
    """
    digest = salted_hmac(SALT, f"agreement {party.pk} {party.link_serial}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def typed_code(party: AgreementParty) -> str:
    """Return the short code that opens the same page for a day: 40 bits, without letters that look alike.

    A stranger who guesses a million times meets one of a thousand open codes with a chance of one in a thousand, in a
    day; the page slows guessing down.
    """
    digest = salted_hmac(SALT, f"code {party.pk} {party.link_serial}", algorithm="sha256").digest()
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:CODE_LENGTH])


def agreement_url(party: AgreementParty) -> str:
    """Return the full address of a party's agreement, for paper and mail."""
    return _base() + AGREEMENT_PATH.format(token=agreement_token(party))


def check_url(token: str) -> str:
    """Return the full address a contact check's mail carries."""
    return _base() + CHECK_PATH.format(token=token)


def desk_url(token: str) -> str:
    """Return the full address that makes a tablet an agreement desk."""
    return _base() + DESK_PATH.format(token=token)


def _base() -> str:
    base: str = settings.SPONA_BASE_URL
    return base.rstrip("/")


def issue_agreement_links(agreement: Agreement, parties: Sequence[AgreementParty], by: Actor) -> None:
    """Give every party its take-home link, and for a day the short code that is typed instead."""
    now = timezone.now()
    for token_of, valid in (
        (agreement_token, dt.timedelta(days=AGREEMENT_DAYS)),
        (typed_code, dt.timedelta(hours=CODE_HOURS)),
    ):
        issue_links(
            purpose=AGREEMENT_LINK,
            subjects=parties,
            on=agreement,
            expires_at=now + valid,
            tokens={party.pk: token_of(party) for party in parties},
            by=by,
        )


def issue_check_links(checks: Sequence[ContactCheck], on: Agreement, by: Actor) -> dict[UUID, str]:
    """Return a fresh address for every check, by the check's id. Earlier ones keep working until they expire."""
    expires_at = timezone.now() + dt.timedelta(days=CHECK_LINK_DAYS)
    tokens = issue_links(purpose=CHECK_LINK, subjects=checks, on=on, expires_at=expires_at, by=by)
    return {check_id: check_url(token) for check_id, token in tokens.items()}


@action
def open_desk(*, fair: Fair, by: Actor) -> str:
    """Make a link that turns a tablet into the fair's agreement desk, without an account, and return its address.

    It works until two days after the fair: what was written without signal may still arrive.
    """
    require("partnerships.set_desk", by, fair)
    last = max(fair.starts_on, timezone.localdate()) + dt.timedelta(days=DESK_DAYS_AFTER)
    token = issue_link(
        purpose=DESK_LINK, subject=fair, expires_at=dt.datetime.combine(last, dt.time.max, tzinfo=dt.UTC), by=by
    )
    record("partnerships.desk_opened", on=fair, by=by)
    return desk_url(token)
