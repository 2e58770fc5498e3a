"""A person at a plain HTTP client, who keeps cookies and sends what the form on the page holds."""

import re
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.installation import PATIENCE

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """`status`, `text` and `url` are those of the last answer, redirects followed."""

    def __init__(self, base: str) -> None:
        self.base, self.status, self.text, self.url = base, 0, "", ""
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def _ask(self, request: Request) -> int:
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            answer = refused
        self.status, self.url, self.text = answer.status, answer.url, answer.read().decode()
        return self.status

    def get(self, path: str) -> int:
        return self._ask(Request(self.base + path))

    def post(self, path: str, fields: dict[str, Any], *, page: str = "") -> int:
        """The form of `page` (else of the path itself) is sent with these fields."""
        assert self.get(page or path) == 200, (path, self.status, self.text[:500])
        return self.send(path, fields)

    def send(self, path: str, fields: dict[str, Any]) -> int:
        """The form of the page that was answered last is sent to `path` with these fields."""
        token = TOKEN.search(self.text)[1]
        data = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True).encode()
        return self._ask(Request(self.base + path, data=data, headers={"Referer": self.base + path}))

    def signs_in(self, email: str, password: str) -> None:
        self.post("/accounts/login/", {"login": email, "password": password})
        assert "/accounts/login/" not in self.url, self.text
