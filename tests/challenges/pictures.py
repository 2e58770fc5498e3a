"""Photos as tests need them, drawn by Pillow: of any measure and kind, and with what a camera writes beside the pixels."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from challenges.actions import photos
from challenges.imports.photos import read_photo
from challenges.models import IdeaPhoto

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)
# Written into a picture, and looked for in what is made of it.
SECRET = b"Tuatara Street"


def draw_picture(width: int = 640, height: int = 480, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), LEFT)
    picture.paste(RIGHT, (width // 2, 0, width, height))
    written = io.BytesIO()
    picture.convert(mode).save(written, kind, **options)
    return written.getvalue()


def camera_exif(orientation: int) -> Image.Exif:
    """How the phone was held, and where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, SECRET.decode()
    exif.get_ifd(0x8825)[0x001D] = SECRET.decode()
    return exif


def forge_png(width: int, height: int) -> bytes:
    """A few bytes that call themselves a picture of these measures."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def photo_file(name: str = "IMG_0001.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile(name, draw_picture() if data is None else data, content_type="image/jpeg")


def photo_of(idea: Any, description: str = "") -> IdeaPhoto:
    """A photo that its author has sent with the idea; it waits for a moderator."""
    return photos.send_photo(idea, read_photo(draw_picture()), description, actor=idea.author.user)


def shown_photo_of(idea: Any, description: str = "") -> IdeaPhoto:
    """A photo that a moderator has shown."""
    photo = photo_of(idea, description)
    photos.show_photo(photo, actor=None)
    return photo
