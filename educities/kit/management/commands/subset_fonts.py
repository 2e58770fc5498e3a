import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset

RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+2000-206F,U+20AC,U+2122,U+2212",
    "hebrew": "U+0590-05FF,U+200C-2010,U+20AA,U+25CC,U+FB1D-FB4F",
    "arabic": "U+0600-06FF,U+0750-077F,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC",
}


class Command(BaseCommand):
    help = "Cut the typeface into one small file for each script."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.VAR_DIR) / "static" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        source = files("fontpkg_rubik") / "files" / "Rubik[wght].ttf"
        for name, codes in RANGES.items():
            target = folder / f"rubik-{name}.woff2"
            if not target.exists():
                self._cut(str(source), codes, target)
        self.stdout.write(f"{len(RANGES)} font files in {folder.name}/")

    def _cut(self, source: str, codes: str, target: Path) -> None:
        options = subset.Options(flavor="woff2", layout_features=["*"])
        font = subset.load_font(source, options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(codes))
        cutter.subset(font)
        # Several processes may cut the same file at once; the last one's stays.
        scratch = target.with_suffix(f".{os.getpid()}.tmp")
        subset.save_font(font, str(scratch), options)
        scratch.replace(target)
