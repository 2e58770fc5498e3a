"""The style sheet inside a page, for a reader's first view: one road to the server and back less before anything is seen."""

import base64
import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse

SHEET = "css/main.css"


class Sheet(NamedTuple):
    """What a page links, what stands in its place, and the source that the content security policy allows for it."""

    link: bytes
    inside: bytes
    source: str


def minify_css(text: str) -> str:
    """The same rules without comments and without blanks that say nothing."""
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r" ?([{};]) ?", r"\1", text).replace(";}", "}").strip()


@cache
def first_sheet() -> Sheet:
    """The sheet of every page, as it lies where static files are collected."""
    address = staticfiles_storage.url(SHEET)
    if settings.WHITENOISE_USE_FINDERS:
        path = Path(str(finders.find(SHEET)))
    else:
        path = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    beside = posixpath.dirname(posixpath.dirname(address))
    text = re.sub(r"url\(([\"']?)\.\./", rf"url(\1{beside}/", minify_css(path.read_text()))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    link = f'<link rel="stylesheet" href="{address}">'
    return Sheet(link.encode(), f"<style>{text}</style>".encode(), f"'sha256-{digest}'")


def comes_from_outside(request: HttpRequest) -> bool:
    """Whether this may be the reader's first page here: no page of ours led to it. Such a browser has no sheet yet."""
    beyond_scheme = request.headers.get("Referer", "").partition("://")[2]
    return not settings.DEBUG and beyond_scheme.partition("/")[0] != request.headers.get("Host", "")


def allow_sheet(response: Any) -> None:
    """The page's policy allows this one sheet inside it, by its digest, and no other."""
    # The middleware of the policy reads this attribute, which Django does not declare.
    response._csp_update = {"style-src": [first_sheet().source]}


def put_sheet_inside(response: HttpResponse) -> None:
    """The page holds the sheet that it linked."""
    sheet = first_sheet()
    response.content = response.content.replace(sheet.link, sheet.inside, 1)
    allow_sheet(response)
