"""For tables of permissions: what is declared, and a rule that lets everybody in, which a table must notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import rules

from spona.kernel.rules import anybody, declared_permissions


def declared_in(module: str) -> set[str]:
    """Every permission a module declares."""
    return {name for name in declared_permissions() if name.startswith(f"{module}.")}


@contextmanager
def open_to_everybody(name: str) -> Iterator[None]:
    """Put a rule that refuses nobody in the place of a permission's own, for a negative control."""
    own = rules.permissions.permissions[name]
    rules.set_perm(name, anybody)
    try:
        yield
    finally:
        rules.set_perm(name, own)
