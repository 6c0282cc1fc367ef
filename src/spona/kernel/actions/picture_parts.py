"""Pictures taken apart and put together again without what they tell beside the picture.

JPEG (ITU-T T.81, JFIF, Exif 2.3), PNG (W3C, third edition), GIF 89a and WebP (RFC 9649) are all lists of marked parts.
What a picture needs to look right is a short list, colour profiles among it; everything else goes: place and time, the
camera's number, names, comments, previews, a second picture or a film behind the first. Nothing is decoded, so the
picture loses no quality and a small file cannot become a large one here.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EXIF = b"Exif\x00\x00"
ORIENTATION = 0x0112
UPRIGHT = 1

ICC_PROFILE = b"ICC_PROFILE\x00"
JFIF = b"JFIF\x00"
JFIF_WITHOUT_PREVIEW = 12
"""Bytes of a JFIF part before the sizes of its preview."""
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START_OF_SCAN, END_OF_IMAGE, COMMENT = 0xDA, 0xD9, 0xFE
APPLICATION = range(0xE0, 0xF0)
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers that no length follows."""
MARKER_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs".split())
GIF_PROFILE = b"ICCRGBG1012"
WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"})
WEBP_HAS_EXIF, WEBP_HAS_XMP = 0x08, 0x04


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without its metadata: ``width`` and ``height`` in pixels as stored, before it is turned."""

    content: bytes
    width: int
    height: int
    is_moving: bool = False


def jpeg(data: bytes) -> Picture:
    """Keep tables, frames, scans, colour profile and the JFIF header. Errors: ``ValueError``, ``IndexError``."""
    header, kept, turned = b"", [], UPRIGHT
    width = height = 0
    for marker, part in _jpeg_parts(data):
        body = part[4:]
        if marker == 0xE1 and body.startswith(EXIF) and turned == UPRIGHT:
            turned = _orientation(body[len(EXIF) :])
        elif marker == 0xE0 and body.startswith(JFIF):
            header = _jpeg_part(0xE0, body[:JFIF_WITHOUT_PREVIEW] + b"\x00\x00")
        elif marker in START_OF_FRAME:
            height, width = struct.unpack(">HH", body[1:5])
        if marker not in APPLICATION or _is_about_colour(marker, body):
            kept.append(part)
    turn = _jpeg_part(0xE1, EXIF + _only_orientation(turned)) if turned != UPRIGHT else b""
    return Picture(b"\xff\xd8" + header + turn + b"".join(kept) + b"\xff\xd9", width, height)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and part up to the end of the first image; a scan brings the compressed rows behind it."""
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError("no marker where one belongs")
        while data[position + 1] == 0xFF:
            position += 1
        marker = data[position + 1]
        if marker == END_OF_IMAGE:
            return
        if marker in ALONE:
            position += 2
            continue
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4])
        if marker == START_OF_SCAN:
            found = MARKER_AFTER_SCAN.search(data, end)
            end = found.start() if found else len(data) + 1
        if end > len(data):
            raise ValueError("cut off")
        if marker != COMMENT:
            yield marker, data[position:end]
        position = end


def _is_about_colour(marker: int, body: bytes) -> bool:
    return (marker == 0xE2 and body.startswith(ICC_PROFILE)) or (marker == 0xEE and body.startswith(b"Adobe"))


def _jpeg_part(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def png(data: bytes) -> Picture:
    """Keep the chunks of ``PNG_KEPT``. Errors: ``ValueError`` for a wrong checksum, ``struct.error``."""
    head, kept, turned, is_moving = b"", [], UPRIGHT, False
    position = len(PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        body = data[position + 8 : end - 4]
        checksum = struct.unpack_from(">I", data, end - 4)[0]
        if kind in PNG_KEPT and checksum != zlib.crc32(kind + body):
            raise ValueError("a chunk is damaged")
        if kind == b"IHDR":
            head = data[position:end]
        elif kind in PNG_KEPT:
            kept.append(data[position:end])
        elif kind == b"eXIf":
            turned = _orientation(body)
        is_moving = is_moving or kind == b"acTL"
        position = end
    width, height = struct.unpack_from(">II", head, 8)
    turn = _png_chunk(b"eXIf", _only_orientation(turned)) if turned != UPRIGHT else b""
    return Picture(PNG_SIGNATURE + head + turn + b"".join(kept), width, height, is_moving)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def gif(data: bytes) -> Picture:
    """Keep frames, how they are drawn, a colour profile. Errors: ``ValueError``, ``IndexError``, ``struct.error``."""
    width, height = struct.unpack_from("<HH", data, 6)
    position = 13 + _gif_colours(data[10])
    kept, frames = [data[:position]], 0
    while (kind := data[position]) != 0x3B:
        if kind == 0x21:
            end = _after_blocks(data, position + 2)
            is_kept = data[position + 1] == 0xF9 or data.startswith(GIF_PROFILE, position + 3)
        elif kind == 0x2C:
            left, top, across, down, flags = struct.unpack_from("<HHHHB", data, position + 1)
            width, height = max(width, left + across), max(height, top + down)
            end, is_kept, frames = _after_blocks(data, position + 11 + _gif_colours(flags)), True, frames + 1
        else:
            raise ValueError("no block where one belongs")
        if is_kept:
            kept.append(data[position:end])
        position = end
    return Picture(b"".join(kept) + b";", width, height, frames > 1)


def _gif_colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    """Where the chain of blocks that begins here has ended."""
    while data[position]:
        position += data[position] + 1
    return position + 1


def webp(data: bytes) -> Picture:
    """Keep the chunks of ``WEBP_KEPT``. Errors: ``ValueError``, ``IndexError``, ``struct.error`` for a damaged file."""
    chunks = list(_webp_chunks(data))
    turned = next((_orientation(_bare(body)) for kind, body in chunks if kind == b"EXIF"), UPRIGHT)
    kept, sizes, is_moving, is_extended = [], [], False, False
    for kind, body in chunks:
        is_moving = is_moving or kind in {b"ANIM", b"ANMF"}
        if kind not in WEBP_KEPT:
            continue
        if kind not in {b"ALPH", b"ICCP"}:
            sizes.append(_webp_size(kind, body))
        if kind == b"VP8X":
            is_extended = True
            flags = body[0] & ~(WEBP_HAS_EXIF | WEBP_HAS_XMP) | (WEBP_HAS_EXIF if turned != UPRIGHT else 0)
            kept.append(_webp_chunk(kind, bytes((flags,)) + body[1:10]))
        else:
            kept.append(_webp_chunk(kind, body))
    if turned != UPRIGHT and is_extended:
        kept.append(_webp_chunk(b"EXIF", _only_orientation(turned)))
    content = b"WEBP" + b"".join(kept)
    width, height = (max(side) for side in zip(*sizes, strict=True))
    return Picture(b"RIFF" + struct.pack("<I", len(content)) + content, width, height, is_moving)


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise ValueError("cut off")
    while position < end:
        kind, length = struct.unpack_from("<4sI", data, position)
        if position + 8 + length > end:
            raise ValueError("cut off")
        yield kind, data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(body)) + body + b"\x00" * (len(body) % 2)


def _bare(exif: bytes) -> bytes:
    """Some programs put JPEG's heading before the metadata of a WebP."""
    return exif.removeprefix(EXIF)


def _orientation(tiff: bytes) -> int:
    """Return how the picture is turned, 1 to 8. What cannot be read counts as upright, as it does for a browser."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        entries = struct.unpack_from(f"{order}H", tiff, first)[0]
        for place in range(first + 2, first + 2 + 12 * entries, 12):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _only_orientation(turned: int) -> bytes:
    """Metadata written anew with one number in it: how to turn the picture."""
    return b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)


KINDS: dict[str, Callable[[bytes], Picture]] = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/gif": gif,
    "image/webp": webp,
}
"""How a picture of a media type is taken apart."""
