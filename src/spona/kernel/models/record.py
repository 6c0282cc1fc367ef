"""What every row has: an opaque key that sorts by time, and when it was written."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelState


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then randomness.

    Keys made later sort later, so an index on the key is also an index on time and inserts stay local.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)


class Record(models.Model):
    """A row with an opaque id. Ids appear in addresses, so they tell nobody how many rows there are."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    personal: ClassVar[dict[str, str]] = {}
    """Columns that hold personal data -> retention class (see ``kernel.models.retention``)."""

    is_worked_out: ClassVar[bool] = False
    """Rows a computer makes from others and makes again at any time: they keep nobody from deleting those."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs describe a later Django, which has one argument more
        cls, db: str | None, field_names: Sequence[str], values: Sequence[Any]
    ) -> Self:
        """Make the object of a row that was read, a tenth of the work of ``__init__``: a list has hundreds of them.

        The same as Django's own where nothing listens to ``pre_init`` and ``post_init`` and no column's descriptor does
        more than store its value; ``tests/architecture`` holds every model to that.
        """
        made = cls.__new__(cls)
        state = ModelState()
        state.adding = False
        state.db = db
        vars(made).update(zip(field_names, values, strict=True), _state=state)
        return made


class NetworkRecord(Record):
    """A row that belongs to one network and is invisible to every other."""

    network = models.ForeignKey("kernel.Network", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Something people edit: a writer names the version it has read, and a lost race is shown, never overwritten."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def raise_version(self) -> None:
        """Count one more edition; the caller saves."""
        self.version += 1

    def snapshot(self, fields: list[str]) -> dict[str, Any]:
        """Return the named fields as text, for showing base, theirs and yours side by side."""
        return {name: str(getattr(self, name)) for name in fields}
