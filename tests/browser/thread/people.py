"""People at their browsers: they read, press, fill in and follow the links of their mail, in Hebrew if not said."""

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from tests.browser.looks import faults, keep, open_page
from tests.installation import PATIENCE

PHONE, DESK = 390, 1280
# A browser says so of every refusal with a reason, which the page itself tells in words.
REFUSED = "status of 409 (Conflict)"


def he(text: str, plural: str = "", count: int = 1, /, language: str = "he", **values: Any) -> str:
    """The Hebrew of a text of the product (or another language's); a text that has none is a fault."""
    with translation.override(language):
        said = ngettext(text, plural, count) if plural else gettext(text)
    assert said not in {text, plural}, f"“{text}” is not translated"
    return said % values if values else said


def he_in(context: str, text: str) -> str:
    """The Hebrew of a text of the product that has one meaning of several."""
    with translation.override("he"):
        return pgettext(context, text)


# A person opens what is folded before they write into it.
UNFOLD = "box => { for (let one = box.closest('details'); one; one = one.parentElement.closest('details')) one.open = true; }"


class Person:
    """Somebody with a browser of their own. `wrong` gathers what is not right with any page they come to."""

    def __init__(
        self,
        browser: Any,
        base: str,
        name: str,
        email: str = "",
        *,
        width: int = PHONE,
        language: str = "he",
        cookies: tuple[dict[str, str], ...] = (),
    ) -> None:
        self.base, self.name, self.email, self.language = base, name, email, language
        self.wrong: list[str] = []
        kept = [{"name": "language", "value": language, "url": base}, *cookies]
        zone, locale = "Asia/Jerusalem", f"{language}-IL"
        self.page = open_page(browser, width=width, cookies=kept, locale=locale, timezone_id=zone)

    def word(self, text: str, **values: Any) -> str:
        """A text of the product as this person reads it."""
        return he(text, language=self.language, **values)

    def goes(self, path: str) -> None:
        """The page at a path or at a whole address of a mail."""
        address = path if path.startswith("http") else self.base + path
        answer = self.page.goto(address)
        assert answer.status < 400, (self.name, path, answer.status, self.page.inner_text("main"))
        self.looks()

    def looks(self) -> None:
        """The page they stand on is fit to be seen."""
        found = [one for one in faults(self.page, axe=False) if REFUSED not in one]
        self.wrong += [f"{self.name} {self.page.url}: {one}" for one in found]
        self.page.said.clear()

    def presses(self, text: str, *, exact: bool = False, within: str = "main") -> None:
        """A button or a link is pressed, and the next page has come."""
        place = self.page.locator(within)
        found = place.locator("button:visible, a:visible, summary:visible")
        pattern = re.compile(rf"^\s*{re.escape(text)}\s*$") if exact else text
        hit = found.filter(has_text=pattern)
        folded = place.locator("details:not([open]) :is(button, a)").filter(has_text=pattern)
        if not hit.count() and folded.count():
            folded.first.locator("xpath=ancestor::details[1]/summary").click()
        assert hit.count(), f"{self.name} finds no “{text}” on {self.page.url}:\n{self.page.inner_text('body')}"
        with self.page.expect_navigation():
            hit.first.click()
        self.looks()

    def opens(self, text: str) -> None:
        """A folded part of the page is unfolded."""
        self.page.locator("summary:visible").filter(has_text=text).first.click()

    def fills(self, within: str = "main", **lines: Any) -> None:
        """The form's lines by the names of their boxes: text, choice (value or visible words), tick, file."""
        for name, value in lines.items():
            boxes = self.page.locator(f'{within} [name="{name}"]:not([type=hidden])')
            assert boxes.count(), f"{self.name} finds no box {name} on {self.page.url}"
            boxes.first.evaluate(UNFOLD)
            self._fill(boxes, value)

    def _fill(self, boxes: Any, value: Any) -> None:
        box = boxes.first
        kind = box.evaluate("box => box.type")
        if kind == "radio":
            boxes.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            box.set_checked(bool(value))
        elif kind == "file":
            box.set_input_files(value)
        elif kind.startswith("select"):
            options = box.locator("option")
            every = [self._option(options.nth(n)) for n in range(options.count())]
            index = next((n for n, one in enumerate(every) if str(value) in one), None)
            assert index is not None, f"{self.name} on {self.page.url} cannot choose {value} among {every}"
            box.select_option(index=index)
        else:
            box.fill(str(value))

    @staticmethod
    def _option(option: Any) -> str:
        return f"{option.get_attribute('value')} {option.inner_text()}"

    def sends(self, **lines: Any) -> None:
        """The form with those lines is filled in and sent by its main button."""
        self.fills(**lines)
        box = self.page.locator(f'main [name="{next(iter(lines))}"]').first
        with self.page.expect_navigation():
            box.locator("xpath=ancestor::form").locator("button.primary, button").first.click()
        self._means_it()
        self.looks()
        summary = self.page.locator("#error-summary")
        assert not summary.count(), f"{self.name} on {self.page.url}: {summary.inner_text()}"

    def _means_it(self) -> None:
        """On some days of the week the form asks about the day."""
        sure = self.page.locator('main [name="sure"][type="checkbox"]')
        if sure.count():
            sure.check()
            with self.page.expect_navigation():
                sure.locator("xpath=ancestor::form").locator("button.primary").first.click()

    def sees(self, *texts: str) -> None:
        """These words stand on the page."""
        body = self.page.inner_text("body")
        for text in texts:
            assert text in body, f"{self.name} does not see “{text}” on {self.page.url}:\n{body}"

    def misses(self, *texts: str) -> None:
        """These words stand nowhere on the page, not even hidden."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"{self.name} sees “{text}” on {self.page.url}"

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def number(self) -> int:
        """The number in the address of the page they stand on."""
        return int(re.findall(r"\d+", self.path)[-1])

    def keeps(self, name: str) -> Path:
        return keep(self.page, f"thread {name}")

    def sets_up_a_second_step(self) -> None:
        """Sent to choose a second step, they take the app's code and copy it from the secret on the page."""
        self.sees(he("A second step at sign-in"))
        self.presses(he("A code from an app"))
        secret = self.page.locator("#authenticator_secret").input_value()
        self.sends(code=code_now(secret))


def code_now(secret: str) -> str:
    """What an authenticator app shows for the secret at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


class Postman:
    """Reads the embedded mailbox as the operator, who alone may."""

    def __init__(self, operator: Person) -> None:
        self.operator, self.read = operator, set[str]()

    def letters(self, to: str) -> dict[str, str]:
        """Subject of each letter to that person by its address in the mailbox, the newest first."""
        self.operator.page.goto(f"{self.operator.base}/platform/mailbox/")
        rows = self.operator.page.locator("ul.rows > li").filter(has_text=to)
        found = [rows.nth(n) for n in range(rows.count())]
        return {one.locator("a").get_attribute("href"): one.locator("a").inner_text() for one in found}

    def letter(self, to: str, *, holding: str = "") -> str:
        """The text of that person's newest unread letter in which these words stand, waited for."""
        until = time.monotonic() + PATIENCE
        while True:
            for address in self.letters(to):
                if address not in self.read and holding in (text := self.text(address)):
                    self.read.add(address)
                    return text
            assert time.monotonic() < until, f"no new letter to {to} that holds “{holding}”: {self.letters(to)}"
            time.sleep(0.2)

    def text(self, address: str) -> str:
        """What stands in a letter."""
        self.operator.page.goto(self.operator.base + address)
        return self.operator.page.locator("article").inner_text()

    def link(self, to: str, part: str) -> str:
        """The address with `part` in the newest letter that has one."""
        return next(one for one in re.findall(r"https?://\S+", self.letter(to, holding=part)) if part in one)
