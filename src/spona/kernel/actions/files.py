"""Uploads: looked at, pictures freed of metadata, hashed and safe on the disk before the row says they are there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from spona.kernel.actions.archives import media_type_of
from spona.kernel.actions.pictures import cleaned_picture, is_picture
from spona.kernel.actions.transaction import action
from spona.kernel.models import Actor, Problem, StoredFile
from spona.kernel.queries import content_path

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 25 * MEGABYTE


@action
def store_file(
    *,
    name: str,
    content: BinaryIO | bytes,
    by: Actor,
    programme_id: UUID | None = None,
    subject_id: UUID | None = None,
    limit: int = UPLOAD_LIMIT,
) -> StoredFile:
    """Keep an upload under the hash of its content and return its row.

    Order matters: into a temporary file, looked at (``media_type_of``), a picture rewritten without its metadata
    (``cleaned_picture``), flushed to the disk, renamed to its address, then the row; a crash in between leaves an
    unnamed file and never a row without content. Whether the actor may hand in a file is the caller's permission.
    Errors: ``Problem`` for a file that is too large, empty, dangerous or not what its name says.
    """
    shown_name = Path(name.replace("\\", "/")).name[:255] or "file"
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix="upload-", dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _copy(content, file, limit, shown_name)
        media_type = media_type_of(path, shown_name)
        if is_picture(media_type):
            path.write_bytes(cleaned_picture(path.read_bytes(), media_type, shown_name))
        digest, size = _flushed(path)
        path.chmod(0o640)
        _settle(path, content_path(digest))
    finally:
        path.unlink(missing_ok=True)
    return StoredFile.objects.create(
        network_id=by.network_id,
        name=shown_name,
        media_type=media_type,
        size=size,
        sha256=digest,
        programme_id=programme_id,
        subject_id=subject_id,
        uploaded_by=by.account_id or (by.link.id if by.link else None),
    )


def _copy(content: BinaryIO | bytes, file: BinaryIO, limit: int, name: str) -> None:
    size = 0
    pieces = iter([content]) if isinstance(content, bytes) else iter(lambda: content.read(MEGABYTE), b"")
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Problem(
                _("“%(name)s” is larger than %(limit)s MB.") % {"name": name, "limit": limit // MEGABYTE},
                place="file",
                remedy=_("Take pictures out of it, or split it into several files."),
                code="file_too_large",
            )
        file.write(piece)


def _flushed(path: Path) -> tuple[str, int]:
    """Make what lies there durable; return its hash and its size in bytes."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256")
    return digest.hexdigest(), path.stat().st_size


def _settle(path: Path, address: Path) -> None:
    """Rename to the content address and make the new name itself durable. The same content again changes nothing."""
    address.parent.mkdir(parents=True, exist_ok=True)
    path.replace(address)
    for folder in (address.parent, address.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
