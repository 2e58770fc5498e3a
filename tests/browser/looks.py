"""How a page is looked at in a real browser: fit for everybody, inside its width, quiet, in its direction."""

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.urls import Resolver404, resolve

from tests.browser.process import CHROMIUM, PROCESS

SCREENS = Path(settings.BASE_DIR) / "var" / "screens"
DIRECTIONS = {"en": "ltr", "he": "rtl", "ar": "rtl"}
WIDTHS = {390: 844, 1280: 900}
# Milliseconds after which a page is given up; only a fault takes so long, on a busy machine too.
PATIENCE = 120_000
PAST_THE_EDGE = """() => {
  const root = document.documentElement;
  // A phone widens what it calls its window to hold a page that is too wide.
  const width = Math.min(root.clientWidth, screen.width);
  // What lies outside a bar that stands fast widens no page, and nobody reaches it.
  const outside = [...document.querySelectorAll(".thumb > :is(a, details)")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  });
  if (root.scrollWidth <= width) return outside.map((one) => `outside the bar: ${one.textContent.trim()}`);
  // What lies in a part that scrolls by itself is not what makes the page too wide.
  const scrolls = (one) => one !== document.body && getComputedStyle(one).overflowX !== "visible";
  const inside = (one) => one && (scrolls(one) || inside(one.parentElement));
  // What is folded has a place too, and is not seen.
  const folded = (one) => one.closest("details:not([open])") && !one.closest("summary");
  const past = [...document.querySelectorAll("body *")].filter((one) => !inside(one.parentElement) && !folded(one)).filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  });
  return [`${root.scrollWidth} > ${width}`, ...past.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}"""

# With more rules, by the style sheet's own interface: the content security policy allows no inline style.
STYLED = f"""(rules) => {{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
  return ({PAST_THE_EDGE})();
}}"""
ENLARGED = "html { font-size: 200% !important; }"
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }
"""
# What of the page is not on its paper: it lies past the edge, or in a part that a reader would slide.
CUT_ON_PAPER = """() => {
  const width = document.documentElement.clientWidth;
  const hidden = (one) => one.closest(".vh, .at-desk") || (one.closest("svg") && !one.matches("svg"));
  const cut = [...document.querySelectorAll("main, main *")].filter((one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || style.display === "inline" || hidden(one) || one.matches("input, select, textarea")) return false;
    return (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) || box.right > width + 1 || box.left < -1;
  });
  return cut.slice(0, 3).map((one) => `cut on paper: ${one.outerHTML.slice(0, 100)}`);
}"""
# A4 upright within its edges, in CSS pixels.
PAPER = {"width": 718, "height": 1000}
# Headings, labels and buttons of a Hebrew or Arabic page that read in English: what nobody has translated.
LEFT_IN_ENGLISH = """() => {
  if (document.documentElement.lang === "en") return [];
  const own = (one) => [...one.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join(" ").trim();
  const parts = "label, legend, summary, h1, h2, h3, th, dt, button, a.btn, .tag, .eyebrow, .lede, .soft";
  return [...document.querySelectorAll(`main :is(${parts})`)]
    .filter((one) => !one.closest("bdi, [dir=ltr], [lang=en]") && /^[A-Za-z][A-Za-z ,.’'():-]{2,}$/.test(own(one)))
    .map(own).filter((text) => !["PDF", "Excel", "CSV", "English"].includes(text))
    .map((text) => `left in English: ${text}`);
}"""

# All of it in one question: each takes as long as to find words in a page. Playwright's own locators would besides bring a
# script of theirs into each page.
CONTENT = f"""() => [document.documentElement.lang, document.documentElement.dir, ({LEFT_IN_ENGLISH})(),
  [...document.querySelectorAll("a[href^='/']")].map((one) => one.getAttribute("href"))]"""
# Nothing where axe is not on the page yet.
AXE = "() => window.axe ? axe.run({resultTypes: ['violations']}).then((found) => found.violations) : null"


@contextmanager
def chromium(*, unseen: bool = False) -> Iterator[Any]:
    """The browser of this process; whatever is open in it is closed at the end. Without one on this machine the test is
    skipped loudly, or fails when REQUIRE_BROWSER is set. `unseen`: its pages are measured; none is photographed."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set and there is no chromium on this machine")
        warnings.warn("NO CHROMIUM: nothing was looked at in a browser", stacklevel=2)
        pytest.skip("no chromium on this machine")
    # A test asks the database from the thread in which the browser's loop runs; it waits, so nothing runs beside it.
    with patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"):
        try:
            yield PROCESS.enter_unseen() if unseen else PROCESS.enter()
        finally:
            # While the loop runs this thread asks the database through connections of their own, which outlive the
            # test: the next one would find them ended.
            connections.close_all()
            PROCESS.leave()


def open_page(browser: Any, *, width: int = 1280, cookies: list[dict[str, str]] | None = None, **context: Any) -> Any:
    """A fresh page of that width; `page.said` gathers what its console and its scripts complain about."""
    fresh = browser.new_context(viewport={"width": width, "height": WIDTHS.get(width, 844)}, **context)
    fresh.set_default_timeout(PATIENCE)
    fresh.add_cookies(cookies or [])
    page = fresh.new_page()
    page.said = []
    page.on("console", lambda message: is_complaint(message) and page.said.append(complaint(message)))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def is_complaint(message: Any) -> bool:
    """That the browser has cleared what signing out asked it to clear is none."""
    return message.type != "info" or "Clear-Site-Data" not in message.text


def complaint(message: Any) -> str:
    """What the console says, with the address that it speaks of: "404 (Not Found)" alone helps nobody."""
    return f"{message.type}: {message.text} {message.location.get('url', '')}".strip()


def faults(page: Any, *, axe: bool = True, content: bool = True) -> list[str]:
    """What is wrong with the page as it stands: width, console, and by axe. Empty when it is fine.

    `content`: also what is the same in every width and theme: direction, words left in English, links.
    """
    found = faults_of_content(page) if content else []
    found += page.evaluate(PAST_THE_EDGE) + getattr(page, "said", [])
    return found + (_axe(page) if axe else [])


def faults_of_content(page: Any) -> list[str]:
    """What is wrong with what the page says and where it leads."""
    lang, direction, english, links = page.evaluate(CONTENT)
    found = [] if DIRECTIONS.get(lang) == direction else [f"lang={lang} dir={direction}"]
    return found + english + dead_ends(links)


def faults_when_spaced(page: Any) -> list[str]:
    """What passes the edge on the narrowest phone when a reader spaces the text out (WCAG 1.4.10 and 1.4.12)."""
    page.set_viewport_size({"width": 320, "height": 700})
    return page.evaluate(STYLED, SPACED)


def faults_when_enlarged(page: Any) -> list[str]:
    """What passes the edge when a reader doubles the size of the text (WCAG 1.4.4)."""
    return page.evaluate(STYLED, ENLARGED)


def faults_on_paper(page: Any) -> list[str]:
    """What a printed page leaves out, because it is wider than A4 upright."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    found = page.evaluate(CUT_ON_PAPER)
    page.emulate_media(media="null")
    return found


@cache
def _view_at(path: str) -> Any:
    return resolve(path).func


def dead_ends(links: list[str]) -> list[str]:
    """Which of the addresses lead nowhere: to none, or to one that takes no GET."""
    found = []
    for address in links:
        try:
            view = _view_at(urlsplit(address).path)
        except Resolver404:
            found.append(f"a link to no page: {address}")
            continue
        kind = getattr(view, "view_class", None)
        if kind and ("get" not in kind.http_method_names or not hasattr(kind, "get")):
            found.append(f"a link to an action: {address}")
    return found


def _axe(page: Any) -> list[str]:
    from axe_playwright_python.base import AXE_SCRIPT

    rules = page.evaluate(AXE)
    # Half a megabyte of rules travels once for each page, and of the answer only what is wrong.
    if rules is None:
        page.evaluate(AXE_SCRIPT)
        rules = page.evaluate(AXE)
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for rule in rules
        for node in rule["nodes"][:3]
    ]


def assert_page_ok(page: Any, *, axe: bool = True) -> None:
    """The page speaks a known language in its direction, fits its width, keeps its console empty, pleases axe."""
    assert faults(page, axe=axe) == [], page.url


def keep(page: Any, name: str) -> Path:
    """A picture of the whole page in var/screens, for people to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    target = SCREENS / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
    page.screenshot(path=str(target), full_page=True)
    return target
