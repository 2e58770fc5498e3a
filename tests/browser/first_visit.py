"""What a first visit of a resident asks of a phone: bytes, requests and the time until something is to be seen."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from tests.browser.looks import open_page

# An old phone at the edge of the city: 400 kbit a second, 400 ms there and back, a processor slowed four times.
BYTES_A_SECOND, THERE_AND_BACK, SLOWED = 400_000 / 8, 400, 4
KINDS = {
    ".css": "style",
    ".js": "script",
    ".woff2": "fonts",
    ".svg": "pictures",
    ".png": "pictures",
    ".ico": "pictures",
}


@dataclass(frozen=True)
class Visit:
    """Of one page: the language it came in, the addresses asked for, bytes by kind, and the first paint in ms."""

    lang: str
    asked: list[str]
    bytes: dict[str, int]
    first_paint: float

    @property
    def weight(self) -> int:
        """Bytes over the wire, headers and all."""
        return sum(self.bytes.values())

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(self.bytes.items()))
        return f"{self.weight / 1000:5.1f} kB in {len(self.asked)} requests ({kinds}), first paint {self.first_paint:.0f} ms"


def visit_first(browser: Any, address: str, lang: str, *, slowed: bool = False) -> Visit:
    """The page as a browser sees it that has never been here; `slowed`: on the old phone."""
    page = open_page(browser, width=390, locale=lang)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = defaultdict(int)
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    wire.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: round(event["encodedDataLength"])})
    )
    _prepare(wire, slowed=slowed)
    page.goto(address, wait_until="networkidle")
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    _fetch_icon(page, asked)
    painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    spoken = page.locator("html").get_attribute("lang")
    page.context.close()
    return Visit(spoken, list(asked.values()), _by_kind(asked, sizes), painted)


def _fetch_icon(page: Any, asked: dict[str, str]) -> None:
    """The picture of the tab counts too: a browser without a window does not ask for it of itself."""
    icon = page.evaluate("() => document.querySelector('link[rel=icon]').href")
    if icon not in asked.values():
        page.evaluate("async (icon) => { await (await fetch(icon)).arrayBuffer(); }", icon)
        page.wait_for_load_state("networkidle")


def _prepare(wire: Any, *, slowed: bool) -> None:
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if slowed:
        speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND, "latency": THERE_AND_BACK}
        wire.send("Network.emulateNetworkConditions", {"offline": False, **speed})
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


def _by_kind(asked: dict[str, str], sizes: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for request, size in sizes.items():
        found[KINDS.get(PurePosixPath(urlsplit(asked[request]).path).suffix, "page")] += size
    return dict(found)
