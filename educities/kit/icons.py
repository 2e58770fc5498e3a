"""Line drawings from lucide, inlined."""

import re
from functools import lru_cache
from importlib.resources import files
from zipfile import ZipFile

from django.utils.safestring import SafeString, mark_safe

# These point along the reading direction and turn with it.
TURNING = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "log-in",
    "log-out",
    "reply",
    "send",
    "undo-2",
}


@lru_cache(maxsize=256)
def icon_paths(name: str) -> SafeString:
    """What lies inside the `<svg>` of a drawing. Raises KeyError for a name that lucide does not have."""
    with files("lucide").joinpath("lucide.zip").open("rb") as packed, ZipFile(packed) as drawings:
        svg = drawings.read(f"{name}.svg").decode()
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", svg, flags=re.DOTALL)
    return mark_safe(re.sub(r"\s+", " ", inside).strip())  # noqa: S308 (a packaged drawing)
