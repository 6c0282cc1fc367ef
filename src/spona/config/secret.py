"""The installation's own secret, made once and never committed."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(var: Path) -> str:
    """SPONA_SECRET_KEY, else the content of `var/secret_key`, which the first caller creates, readable by us alone."""
    given = os.environ.get("SPONA_SECRET_KEY")
    if given:
        return given
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(get_random_secret_key())
        try:
            os.link(fresh, path)  # fails where another process was first: then its key counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
