"""One page of A4, right-to-left where the language is."""

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TEMPLATE = Path(__file__).with_name("city.typ")
WEIGHTS = (400, 500, 600)


@lru_cache(maxsize=1)
def static_fonts_dir() -> str:
    """The folder of static cuts of the typeface: text in drawings needs static weights. Made once."""
    folder = Path(settings.VAR_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    source = files("fontpkg_rubik") / "files" / "Rubik[wght].ttf"
    for weight in WEIGHTS:
        target = folder / f"Rubik-{weight}.ttf"
        if not target.exists():
            cut = instantiateVariableFont(TTFont(str(source)), {"wght": weight})
            scratch = target.with_suffix(".tmp")
            cut.save(str(scratch))
            scratch.replace(target)
    return str(folder)


def render_pdf(content: dict[str, Any]) -> bytes:
    """The report as PDF/UA."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"data": json.dumps(content, ensure_ascii=False, default=str)},
        font_paths=[static_fonts_dir()],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
    )
