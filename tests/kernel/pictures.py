"""Small pictures of every kind, 16 by 8 pixels (a GIF: one), and what cameras and programs write into them."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

HOME = b"44.8125 N, 20.4612 E"
"""What nobody should find in a picture that is kept."""
PROFILE = b"a colour profile"
FILM = b"\x00\x00\x00\x18ftypmp42" + HOME

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABAD"
    "ASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQG/8QAGBABAAMBAAAAAAAAAAAAAAAAABZlo+L/xAAUAQEAAAAAAAAAAAAAAAAAAAAE/8QA"
    "FxEBAQEBAAAAAAAAAAAAAAAAAQAxAv/aAAwDAQACEQMRAD8AvnVbvyx4EnIZHVdv/9k="
)
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAANElEQVR4AcyPQQ0AAAgCnVG0ilbR/gm0gTz8wHYvNsbpgFjUXKg8QzDg2XKBDAkU"
    "0EXULwAAAP//j7SX4gAAAAZJREFUAwBTYTTBcYZr5AAAAABJRU5ErkJggg=="
)
VP8 = b64decode("sAEAnQEqEAAIAALATCWIAnQBCzwsgAD++qjv6K+/FAZrq2aJrtFpjjZbF8zhXnwAAAA=")
GIF_HEAD = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
GIF_FRAME = b"\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"


def exif(turned: int) -> bytes:
    """Metadata of a camera: how it was held, and where."""
    gps = struct.pack(">HHII", 0x8825, 7, len(HOME), 40)
    return b"MM\x00*" + struct.pack(">IHHHIHH", 8, 2, 0x0112, 3, 1, turned, 0) + gps + bytes(6) + HOME


def jpeg(turned: int = 6) -> bytes:
    """As a phone makes it: EXIF, XMP, IPTC, a comment, a preview, a colour profile, and a film behind the picture."""
    said = (
        (0xE1, b"Exif\x00\x00" + exif(turned)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + HOME),
        (0xE0, b"JFXX\x00\x10" + HOME),
        (0xE2, b"ICC_PROFILE\x00\x01\x01" + PROFILE),
        (0xE2, b"MPF\x00" + HOME),
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04" + HOME),
        (0xFE, HOME),
    )
    return JPEG[:20] + b"".join(_segment(marker, body) for marker, body in said) + JPEG[20:] + FILM


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def png(turned: int = 6) -> bytes:
    """With EXIF, texts plain and packed, XMP, the day it was changed, a colour profile, and a film behind it."""
    said = (
        (b"iCCP", b"profile\x00\x00" + zlib.compress(PROFILE)),
        (b"eXIf", exif(turned)),
        (b"tEXt", b"Location\x00" + HOME),
        (b"zTXt", b"Raw profile type exif\x00\x00" + HOME),
        (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + HOME),
        (b"tIME", bytes((7, 226, 10, 24, 10, 0, 0))),
        (b"prVt", HOME),
    )
    return PNG[:33] + b"".join(png_chunk(kind, body) for kind, body in said) + PNG[33:] + FILM


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in few bytes."""
    return PNG[:8] + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) + PNG[33:]


def webp(turned: int = 6) -> bytes:
    """Extended, with a colour profile, EXIF and XMP."""
    head = bytes((0x2C, 0, 0, 0, 15, 0, 0, 7, 0, 0))
    parts = ((b"VP8X", head), (b"ICCP", PROFILE), (b"VP8 ", VP8), (b"EXIF", exif(turned)), (b"XMP ", HOME))
    return _riff(b"".join(webp_chunk(kind, body) for kind, body in parts)) + FILM


def webp_of_film() -> bytes:
    """A WebP that moves: two frames announced."""
    head = bytes((0x02, 0, 0, 0, 15, 0, 0, 7, 0, 0))
    return _riff(webp_chunk(b"VP8X", head) + webp_chunk(b"ANIM", bytes(6)) + webp_chunk(b"ANMF", VP8) * 2)


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk, filled up to an even length."""
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _riff(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def gif(frames: int = 1) -> bytes:
    """With a comment, XMP and a colour profile."""
    comment = b"\x21\xfe" + bytes((len(HOME),)) + HOME + b"\x00"
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes((len(HOME),)) + HOME + b"\x00"
    profile = b"\x21\xff\x0bICCRGBG1012" + bytes((len(PROFILE),)) + PROFILE + b"\x00"
    return GIF_HEAD + profile + comment + xmp + GIF_FRAME * frames + b";" + FILM


ALL = {"image/jpeg": jpeg(), "image/png": png(), "image/webp": webp(), "image/gif": gif()}
