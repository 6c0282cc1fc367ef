"""What is typed is not lost: drafts of forms, and forms that arrive after their sender was signed out.

A form that keeps drafts carries a seal: the signed name of the account it was given to. A form that comes back without
a session is kept as a draft of that account, and shown again when she has signed in.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from spona.kernel.models import Draft

SALT = "spona.web.drafts"
SEAL_AGE = dt.timedelta(days=30)
UNKEPT = frozenset({"csrfmiddlewaretoken", "_key", "_discard", "_draft", "_owner"})
LONGEST_NAME = 200


def draft_name(path: str, part: str = "") -> str:
    """Return the name a form's draft is kept under: its address, and which of several forms it is there."""
    return (f"{path}#{part}" if part else path)[:LONGEST_NAME]


def draft_address(name: str) -> str:
    """Return where the script sends what is being typed into the form."""
    return f"{reverse('web:draft')}?{urlencode({'form': name})}"


def seal_of(owner: str) -> str:
    """Return the owner's name, signed, for a hidden field."""
    return signing.dumps(owner, salt=SALT)


def owner_in_seal(seal: str) -> str:
    """Return whom a form was given to; empty where the seal is old, missing or not ours."""
    try:
        owner: str = signing.loads(seal, salt=SALT, max_age=SEAL_AGE)
    except signing.BadSignature:
        return ""
    return owner


def kept_values(sent: QueryDict) -> dict[str, Any]:
    """Return what of a form is worth keeping: no keys, no passwords; several values of one field as a list."""
    kept = {name: values for name, values in sent.lists() if name not in UNKEPT and "password" not in name}
    return {name: values if len(values) > 1 else values[0] for name, values in kept.items() if values}


def as_sent(kept: dict[str, Any]) -> QueryDict:
    """Return kept values as a form reads them."""
    data = QueryDict(mutable=True)
    for name, value in kept.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def kept_at(draft: Draft) -> str:
    """Return when a draft was kept: the time today, else the day."""
    at = timezone.localtime(draft.updated_at)
    is_today = at.date() == timezone.localdate()
    return f"{at:%H:%M}" if is_today else f"{date_format(at, 'SHORT_DATE_FORMAT')}, {at:%H:%M}"
