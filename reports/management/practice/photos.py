"""Photos with ideas of the practice city: pictures of flat shapes, drawn here."""

import io
from typing import TYPE_CHECKING

from challenges.actions import photos
from challenges.imports.photos import read_photo
from challenges.models import Contribution, IdeaPhoto
from reports.management.practice.cast import Cast

if TYPE_CHECKING:  # heavy, and only needed where the city is built
    from collections.abc import Callable

    from PIL.ImageDraw import ImageDraw

SIZE = (960, 720)
SKY, GRASS, WOOD, LEAF, STEEL, RED = "#dff0f2", "#b9cf8a", "#8a5a3b", "#5f8f4e", "#72838b", "#b04a3a"
BOARD, PAPER, INK = "#e9d3ae", "#fffdf6", "#14242b"


def add_shown_photo(idea: Contribution, cast: Cast) -> None:
    """The tools, as everybody sees them."""
    photos.show_photo(_send_photo(idea, _draw_tools, TOOLS), actor=cast.facilitator)


def add_waiting_photo(idea: Contribution) -> None:
    """The chess table; it waits for a moderator."""
    _send_photo(idea, _draw_chess, CHESS)


def _send_photo(idea: Contribution, draw: "Callable[[ImageDraw], None]", text: str) -> IdeaPhoto:
    return photos.send_photo(idea, read_photo(_draw_photo(draw)), text, actor=idea.author.user)


def _draw_photo(draw: "Callable[[ImageDraw], None]") -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy, and only needed here)

    picture, written = Image.new("RGB", SIZE, SKY), io.BytesIO()
    draw(ImageDraw.Draw(picture))
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()


TOOLS = "ארון כלים פתוח: פטיש, מסור וסולם"


def _draw_tools(pen: "ImageDraw") -> None:
    """An open cupboard with a hammer, a saw and a ladder."""
    pen.rectangle((0, 620, 960, 720), fill=BOARD)
    pen.rectangle((170, 80, 790, 640), fill=WOOD)
    pen.rectangle((200, 110, 760, 610), fill=BOARD)
    pen.rectangle((300, 210, 330, 520), fill=WOOD)
    pen.rectangle((245, 170, 385, 230), fill=STEEL)
    pen.polygon(((440, 200), (480, 200), (520, 520), (440, 470)), fill=STEEL)
    pen.rectangle((425, 130, 495, 205), fill=RED)
    for left in (590, 690):
        pen.rectangle((left, 140, left + 24, 610), fill=RED)
    for top in range(190, 600, 80):
        pen.rectangle((590, top, 714, top + 20), fill=RED)


CHESS = "طاولة عليها رقعة شطرنج تحت شجرة، ومقعدان بلا ظهر"


def _draw_chess(pen: "ImageDraw") -> None:
    """A table with a board under a tree, and two stools."""
    pen.rectangle((0, 480, 960, 720), fill=GRASS)
    pen.rectangle((150, 260, 200, 560), fill=WOOD)
    pen.ellipse((20, 40, 340, 330), fill=LEAF)
    pen.ellipse((180, 90, 430, 320), fill=LEAF)
    pen.rectangle((580, 470, 620, 640), fill=WOOD)
    pen.polygon(((470, 440), (730, 440), (790, 500), (410, 500)), fill=PAPER)
    for column in range(6):
        left = 440 + 56 * column
        pen.polygon(((left, 470), (left + 28, 470), (left + 30, 498), (left - 2, 498)), fill=INK)
    for left in (400, 700):
        pen.ellipse((left, 560, left + 110, 600), fill=RED)
        pen.rectangle((left + 40, 590, left + 70, 660), fill=WOOD)
