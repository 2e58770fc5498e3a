"""One page of A4, right-to-left where the language is."""

import json
import unicodedata
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from educities.kit.signs import FORMAT_SIGNS

TEMPLATE = Path(__file__).with_name("city.typ")
FONT = files("fontpkg_rubik") / "files" / "Rubik[wght].ttf"
WEIGHTS = (400, 500, 600)
# Many names here are Amharic or Tigrinya, for which Rubik has no letters.
ETHIOPIC = tuple(sorted(Path(__file__).with_name("fonts").glob("*.woff")))
COLOURED = "\N{VARIATION SELECTOR-16}"


@lru_cache(maxsize=1)
def static_fonts_dir() -> str:
    """The folder of static cuts of the typeface: text in drawings needs static weights. Made once."""
    folder = Path(settings.VAR_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        target = folder / f"Rubik-{weight}.ttf"
        if not target.exists():
            cut = instantiateVariableFont(TTFont(str(FONT)), {"wght": weight})
            scratch = target.with_suffix(".tmp")
            cut.save(str(scratch))
            scratch.replace(target)
    for packed in ETHIOPIC:
        _unpack_font(packed, folder / f"{packed.stem}.ttf")
    return str(folder)


def _unpack_font(packed: Path, target: Path) -> None:
    """The typeface as its maker packed it for the web, in the form that is drawn from."""
    if not target.exists():
        font, scratch = TTFont(str(packed)), target.with_suffix(".tmp")
        font.flavor = None
        font.save(str(scratch))
        scratch.replace(target)


@lru_cache(maxsize=1)
def drawn_signs() -> frozenset[int]:
    """The signs that the typefaces have."""
    return frozenset().union(*(TTFont(str(font)).getBestCmap() for font in (FONT, ETHIOPIC[0])))


def name_missing_letters(content: dict[str, Any]) -> dict[str, Any]:
    """The content as it is; its foot says so where a letter of a text is in no typeface and prints as a question mark."""
    texts = json.dumps(content, ensure_ascii=False, default=str)
    if all(ord(sign) in drawn_signs() for sign in texts if sign.isalpha()):
        return content
    return {**content, "footer": f"{content['footer']} · {_('Some letters could not be printed.')}"}


def drop_pictures(value: Any) -> Any:
    """The content without the emoji in its texts: the typeface has none, and a box in a name says less than nothing there.

    Letters stay, whatever their script: a name is not cut in silence.
    """
    if isinstance(value, str):
        if drawn_signs().issuperset(map(ord, value)):
            return value
        kept = "".join(sign for sign in value if ord(sign) in drawn_signs() or not _is_picture(sign))
        return " ".join(kept.split()) if kept != value else value
    if isinstance(value, dict):
        return {name: drop_pictures(part) for name, part in value.items()}
    return [drop_pictures(part) for part in value] if isinstance(value, list | tuple) else value


def replace_undrawn(value: Any) -> Any:
    """The content with a question mark for each letter that no typeface has, and without signs that nobody sees.

    With one of them the drawing would end in an error: a page that speaks to screen readers has no box for a letter.
    """
    if isinstance(value, str):
        if drawn_signs().issuperset(map(ord, value)):
            return value
        return "".join(sign if ord(sign) in drawn_signs() else _replace_sign(sign) for sign in value)
    if isinstance(value, dict):
        return {name: replace_undrawn(part) for name, part in value.items()}
    return [replace_undrawn(part) for part in value] if isinstance(value, list | tuple) else value


def _replace_sign(sign: str) -> str:
    if sign.isspace() or FORMAT_SIGNS.match(sign):
        return sign if sign in "\n\t" or not sign.isspace() else " "
    return "" if unicodedata.category(sign)[0] in "CM" else "?"


def _is_picture(sign: str) -> bool:
    """A picture, a colour of skin, or the mark that asks for the coloured form of the sign before it."""
    return unicodedata.category(sign) in {"So", "Sk"} or sign == COLOURED


def render_pdf(content: dict[str, Any], template: Path = TEMPLATE) -> bytes:
    """The content as PDF/UA, drawn by the template: the city's report by its own."""
    drawable = replace_undrawn(name_missing_letters(drop_pictures(content)))
    return typst.compile(
        str(template),
        sys_inputs={"data": json.dumps(drawable, ensure_ascii=False, default=str)},
        font_paths=[static_fonts_dir()],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
    )
