import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.varLib import instancer

# One file for what a page of any script holds, one a script, and one for what is rare. `main.css` names the same ranges;
# a browser fetches a file once a page holds a sign of it.
RANGES = {
    "signs": "U+0020-003B,U+003D,U+003F-0040,U+00A0,U+00AB,U+00B7,U+00BB,U+2013-2014,U+2018-2019,U+201C-201E,U+2026",
    "latin": "U+0041-005A,U+0061-007A,U+00E9",
    "hebrew": "U+05B0-05EA,U+05F3-05F4,U+20AA",
    "arabic": "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652",
    "more": "U+003C,U+003E,U+005B-0060,U+007B-007E,U+00A1-00AA,U+00AC-00B6,U+00B8-00BA,U+00BC-00E8,U+00EA-00FF,U+0131,"
    "U+0152-0153,U+2010-2012,U+2015,U+201A,U+2022,U+2030,U+20AC,U+2122,U+2212,U+FB1D-FB4F",
    "arabic-more": "U+0600-06FF,U+0750-077F,U+FB50-FDFF,U+FE70-FEFC",
}
# What letters need to join, to carry their marks and to keep their distance, and figures of one width.
FEATURES = ["ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "mark", "mkmk", "kern", "tnum"]
WEIGHTS = (400, 600)


class Command(BaseCommand):
    help = "Cut the typeface into small files, a script in each."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.VAR_DIR) / "static" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        source = files("fontpkg_rubik") / "files" / "Rubik[wght].ttf"
        for name, codes in RANGES.items():
            target = folder / f"rubik-{name}.woff2"
            if not target.exists() or target.stat().st_mtime < Path(__file__).stat().st_mtime:
                self._cut(str(source), codes, target)
        self.stdout.write(f"{len(RANGES)} font files in {folder.name}/")

    def _cut(self, source: str, codes: str, target: Path) -> None:
        options = subset.Options(
            flavor="woff2", layout_features=FEATURES, hinting=False, glyph_names=False, name_IDs=[]
        )
        font = subset.load_font(source, options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(codes))
        # Cut first: to narrow the weights of all signs for each of the files took ten seconds of the first start.
        cutter.subset(font)
        instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
        # Several processes may cut the same file at once; the last one's stays.
        scratch = target.with_suffix(f".{os.getpid()}.tmp")
        subset.save_font(font, str(scratch), options)
        scratch.replace(target)
