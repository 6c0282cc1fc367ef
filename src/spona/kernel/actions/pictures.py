"""Uploaded pictures, as they are kept: what they show, and nothing on who took them, when and where."""

from __future__ import annotations

import struct

from django.utils.translation import gettext_lazy as _

from spona.kernel.actions.picture_parts import KINDS
from spona.kernel.models import Problem

MEGAPIXEL = 1_000_000
MOST_PIXELS = 70 * MEGAPIXEL
"""What a phone takes at its best is 50 to 64 megapixels. A browser needs four bytes for each to show it."""


def is_picture(media_type: str) -> bool:
    """Whether a file of this kind is kept as a picture, without its metadata."""
    return media_type in KINDS


def cleaned_picture(content: bytes, media_type: str, name: str) -> bytes:
    """Return a picture without EXIF, XMP, IPTC, comments, previews and whatever follows it; it looks as before.

    Pixels and colour profile stay as they are. Of the metadata one number is written anew where the picture would lie
    on its side without it. Errors: ``Problem`` for a damaged picture, one that moves, and one with more than
    ``MOST_PIXELS`` however few bytes it has.
    """
    try:
        picture = KINDS[media_type](content)
    except (ValueError, IndexError, struct.error) as error:
        raise _damaged(name) from error
    pixels = picture.width * picture.height
    if not pixels:
        raise _damaged(name)
    if picture.is_moving:
        raise Problem(
            _("“%(name)s” is a moving picture.") % {"name": name},
            place="file",
            remedy=_("Send a still picture: one moment of it as a screenshot, for instance."),
            code="picture_moves",
        )
    if pixels > MOST_PIXELS:
        raise Problem(
            _("“%(name)s” has %(found)s megapixels. At most %(most)s are taken.")
            % {"name": name, "found": -(-pixels // MEGAPIXEL), "most": MOST_PIXELS // MEGAPIXEL},
            place="file",
            remedy=_("Send it in a smaller size; phones ask for the size when a picture is shared."),
            code="picture_too_large",
        )
    return picture.content


def _damaged(name: str) -> Problem:
    return Problem(
        _("“%(name)s” is damaged.") % {"name": name},
        place="file",
        remedy=_("Open it, save it once more as .jpg or .png, and upload that."),
        code="file_damaged",
    )
