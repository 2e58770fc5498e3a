"""From a file that somebody chose to the scan of a signed form: a photo drawn anew from its pixels, or a PDF."""

import io
from typing import NamedTuple

from django.utils.translation import gettext as _

from consents.models import SignedForm
from educities.kit.errors import DomainError

MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# A page that was photographed is read at this size.
LONGEST_EDGE, QUALITY = 2000, 70
PDF, WEBP = "application/pdf", "image/webp"


class Scan(NamedTuple):
    """What is kept, and its content type."""

    data: bytes
    type: str


def read_scan(data: bytes) -> Scan:
    """The scan. What it is, the contents say and not the name. Raises DomainError, in words for whoever chose the file."""
    if len(data) > SignedForm.MOST_BYTES:
        raise DomainError(_("This file is larger than 4 MB. Choose a smaller one."), code="consents.scan_too_big")
    if data.startswith(b"%PDF-"):
        return Scan(data, PDF)
    try:
        return Scan(_draw_again(data), WEBP)
    except DomainError:
        raise
    except Exception as error:  # the library raises whatever the damaged part makes it raise
        text = _("We cannot read this file. Choose a photo in JPEG, PNG or WebP, or a PDF.")
        raise DomainError(text, code="consents.scan_unreadable") from error


def _draw_again(data: bytes) -> bytes:
    """The picture upright and silent about place and camera: nothing but its pixels comes along."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (heavy, and only needed here)

    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        width, height = found.size
        if width * height > MAX_PIXELS:
            text = _("This photo has more than 40 million pixels. Choose a smaller one.")
            raise DomainError(text, code="consents.scan_too_large")
        found.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        upright = ImageOps.exif_transpose(found).convert("RGB")
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    written = io.BytesIO()
    upright.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()
