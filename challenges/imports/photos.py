"""From the bytes of a file that somebody chose to pictures that are shown: upright, small, and silent about place and camera."""

import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.values import Picture, ReadPhoto
from educities.kit.errors import DomainError

if TYPE_CHECKING:  # heavy, and only needed where a photo is read
    from PIL.Image import Image

MAX_PHOTO_BYTES = 5 * 1024 * 1024
# Asked of the head of the file, before any of its pixels is unpacked.
MAX_PIXELS = 25_000_000
# What lies in a file is looked at by these readers alone; a drawing or a page that calls itself a photo is none of them.
FORMATS = ("JPEG", "PNG", "WEBP")
LARGE_EDGE, SMALL_EDGE = 1280, 480
MIN_EDGE, MAX_RATIO = 100, 6
MAX_LARGE_BYTES = 300_000
# The longest edge and the quality, tried one after the other until the picture is light enough; the last one counts anyway.
TRIES = ((LARGE_EDGE, 80), (LARGE_EDGE, 60), (1024, 50), (800, 40))
SMALL_QUALITY = 70


def read_photo(data: bytes) -> ReadPhoto:
    """The photo in its two sizes. Raises DomainError, in words for whoever chose the file.

    The pictures are drawn anew from the pixels alone: nothing of what else lay in the file comes along.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise _photo_error("too_big", _("This photo is larger than 5 MB. Choose a smaller one."))
    try:
        picture = _read_pixels(data)
        return ReadPhoto(_write_large(picture), _write_picture(picture, SMALL_EDGE, SMALL_QUALITY))
    except DomainError:
        raise
    except Exception as error:  # the library raises whatever the damaged part makes it raise
        text = _("We cannot read this file as a photo. Choose a photo in JPEG, PNG or WebP.")
        raise _photo_error("unreadable", text) from error


def _photo_error(code: str, text: str) -> DomainError:
    return DomainError(text, code=f"challenges.photo_{code}", field="photo")


def _too_many_pixels() -> DomainError:
    return _photo_error("too_large", _("This photo has more than 25 million pixels. Choose a smaller one."))


def _read_pixels(data: bytes) -> "Image":
    """The picture upright, in plain colours, on white where one could look through it, no longer than is needed."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (heavy, and only needed here)

    try:
        head = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    with head:
        _check_measures(*head.size)
        # Whether the parts of the file are whole. It spoils the reader, so the picture is read by another one.
        head.verify()
    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        # A JPEG is unpacked at half or a quarter of its size where that is enough.
        found.draft("RGB", (LARGE_EDGE, LARGE_EDGE))
        found.load()
        # Small before it is turned: a large picture is not held twice.
        found.thumbnail((LARGE_EDGE, LARGE_EDGE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(found).convert("RGBA")
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright.getchannel("A"))
    return canvas


def _check_measures(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < MIN_EDGE:
        text = ngettext(
            "This photo is too small: each side needs at least %(n)s pixel.",
            "This photo is too small: each side needs at least %(n)s pixels.",
            MIN_EDGE,
        )
        raise _photo_error("too_small", text % {"n": MIN_EDGE})
    if max(width, height) > MAX_RATIO * min(width, height):
        raise _photo_error("too_narrow", _("This photo is too long and narrow. Cut it, or choose another one."))


def _write_large(picture: "Image") -> Picture:
    for edge, quality in TRIES:
        found = _write_picture(picture, edge, quality)
        if len(found.data) <= MAX_LARGE_BYTES:
            break
    return found


def _write_picture(picture: "Image", edge: int, quality: int) -> Picture:
    copy, written = picture.copy(), io.BytesIO()
    copy.thumbnail((edge, edge))
    copy.save(written, "WEBP", quality=quality, method=4)
    return Picture(written.getvalue(), *copy.size)
