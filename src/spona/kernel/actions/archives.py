"""A look at an uploaded file before anything opens it: what it is, and whether opening it is safe."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
WEBP_MAGIC = (b"RIFF", b"WEBP")
"""At the first byte and at the ninth; the size lies between."""
TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
OFFICE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".docx", ".docm"})
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
RATIO_COUNTS_FROM = 20 * 1024 * 1024
"""Below this unpacked size any ratio is harmless: short repetitive sheets pack very well."""

AS_XLSX = _("Open it in a spreadsheet program and save it as .xlsx (Excel workbook, without macros).")


def media_type_of(path: Path, name: str) -> str:
    """Return what a file is by its first bytes, not by its name; archives are searched for danger first.

    Only the zip directory is read, so a bomb costs milliseconds. Errors: ``Problem`` for an empty file, an archive that
    unpacks too far, one with macros or other archives inside, an encrypted or pre-2007 office file, and a file that
    isn't what its name says.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    suffix = Path(name).suffix.lower()
    if not head.strip(b"\x00 \r\n\t"):
        raise Problem(
            _("“%(name)s” is empty.") % {"name": name},
            place="file",
            remedy=_("Check that the right file was chosen and that it was saved."),
            code="file_empty",
        )
    if head.startswith(OLE_MAGIC):
        raise _old_or_locked(path, name)
    if head.startswith(b"PK"):
        return _archive_type(path, name)
    if suffix in OFFICE_SUFFIXES:
        raise Problem(
            _("“%(name)s” is called %(suffix)s, but it isn't one inside.") % {"name": name, "suffix": suffix},
            place="file",
            remedy=AS_XLSX,
            code="file_not_what_it_says",
        )
    for magic, media_type in MAGIC:
        if head.startswith(magic):
            return media_type
    if (head[:4], head[8:12]) == WEBP_MAGIC:
        return "image/webp"
    if suffix in TEXT_SUFFIXES:
        return "text/csv"
    raise Problem(
        _("“%(name)s” is a kind of file that isn't taken here.") % {"name": name},
        place="file",
        remedy=_("Send a spreadsheet (.xlsx, .csv), a PDF, a Word document (.docx) or a picture (.jpg, .png, .webp)."),
        code="file_kind_unknown",
    )


def _old_or_locked(path: Path, name: str) -> Problem:
    with path.open("rb") as file:
        is_locked = "EncryptedPackage".encode("utf-16-le") in file.read(1024 * 1024)
    if is_locked:
        return Problem(
            _("“%(name)s” is protected with a password.") % {"name": name},
            place="file",
            remedy=_("Save it without the password and upload it again."),
            code="file_encrypted",
        )
    return Problem(
        _("“%(name)s” is in the office format from before 2007.") % {"name": name},
        place="file",
        remedy=AS_XLSX,
        code="file_legacy",
    )


def _archive_type(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, path.stat().st_size, name)
            _refuse_dangerous(entries, name)
            names = {entry.filename for entry in entries}
            types = _content_types(archive, names)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Problem(
            _("“%(name)s” is damaged.") % {"name": name},
            place="file",
            remedy=_("Upload it again; where that doesn't help, open it and save it once more."),
            code="file_damaged",
        ) from error
    if "macroEnabled" in types or "vbaProject" in types:
        raise _has_macros(name)
    if "xl/workbook.xml" in names:
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    raise Problem(
        _("“%(name)s” is an archive, not a document.") % {"name": name},
        place="file",
        remedy=_("Unpack it and upload the documents inside one by one."),
        code="file_kind_unknown",
    )


def _content_types(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    with archive.open("[Content_Types].xml") as file:
        return file.read(1024 * 1024).decode("utf-8", errors="replace")


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Compare what the directory declares with the limits.

    Python's reader stops at the declared size, so a lie gains nothing.
    """
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked > size * MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense:
        raise Problem(
            _("“%(name)s” would unpack to %(megabytes)s MB, which is more than a sheet made by people needs.")
            % {"name": name, "megabytes": unpacked // 1024**2},
            place="file",
            remedy=_("Copy the filled cells into a new sheet and save that as .xlsx."),
            code="archive_too_large",
        )


def _refuse_dangerous(entries: list[zipfile.ZipInfo], name: str) -> None:
    for entry in entries:
        inside = entry.filename.lower()
        if inside.endswith(("vbaproject.bin", "vbadata.xml")) or inside.startswith(
            ("xl/macrosheets/", "xl/dialogsheets/")
        ):
            raise _has_macros(name)
        if inside.endswith((".zip", ".rar", ".7z", ".gz", ".jar", ".exe", ".dll")):
            raise Problem(
                _("“%(name)s” has another archive or a program inside.") % {"name": name},
                place="file",
                remedy=AS_XLSX,
                code="archive_nested",
            )
        if entry.flag_bits & 0x1:
            raise Problem(
                _("“%(name)s” is protected with a password.") % {"name": name},
                place="file",
                remedy=_("Save it without the password and upload it again."),
                code="file_encrypted",
            )


def _has_macros(name: str) -> Problem:
    return Problem(
        _("“%(name)s” has macros (small programs) inside.") % {"name": name},
        place="file",
        remedy=_("Save it as .xlsx: that leaves the macros out and keeps the rows."),
        code="file_macros",
    )
