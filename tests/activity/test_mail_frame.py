"""The frame of every mail: each line of a list or a text stands by itself, in its own direction."""

import re
from html.parser import HTMLParser

import pytest

from educities.activity.texts.mail_frame import Stop, render_frame
from educities.activity.texts.mail_kinds import LinkedLine, Mail, compose_sentence, isolate_text

NAME = "עומר שגיא (Gal Software)"
TYPED = ["• Six are too few", f"• {isolate_text(NAME)}: too dear", "• الضوء كثير"]


class Lines(HTMLParser):
    """The text of each element that finds its own direction as a block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self.is_open = dict(attrs).get("dir") == "auto"
            if self.is_open:
                self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1] += data.strip("\n")


def draw(language: str, **parts: object) -> tuple[str, str]:
    """The text and the HTML."""
    words = {"subject": "s", "heading": "h", "lead": "l", "button": ("", ""), "why": "w", **parts}
    mail = Mail(**words)  # type: ignore[arg-type]
    return render_frame(mail, language, sender="x", greeting="y", stop=Stop())[1:]


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_each_line_of_a_list_is_an_element_with_its_own_direction(language: str) -> None:
    text, html = draw(language, facts=[("Said", TYPED)])
    lines = [line.replace("\u2068", "").replace("\u2069", "") for line in TYPED]
    assert Lines(html).found == lines
    assert [line.strip() for line in text.splitlines() if "•" in line] == lines


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_so_is_each_line_of_a_text_that_somebody_typed(language: str) -> None:
    """Also where what is isolated goes over the end of a line."""
    typed = compose_sentence("%(words)s", words="One\nשתיים\n\nThree")
    for parts in ({"facts": [("Said", typed)]}, {"body": [typed]}, {"lead": typed}, {"other": typed}):
        text, html = draw(language, **parts)
        assert Lines(html).found == ["One", "שתיים", "Three"], parts
        assert not re.search("One.*<br>", html)
        assert "Three" in [line.strip() for line in text.splitlines()]


def test_the_direction_of_a_line_is_that_of_its_own_words() -> None:
    """A part that has its own direction is passed over when an element looks for one."""
    html = draw(
        "he", facts=[("א", ["Six are too few", f"{isolate_text(NAME)}: too dear", "יום ג׳ 1.12", isolate_text("ok")])]
    )[1]
    inner = re.findall(r'<div dir="auto"[^>]*>(.*?)</div>', html, re.DOTALL)
    bare = [re.sub(r"<span dir=.*?</span>", "", part).strip() for part in inner]
    assert bare == ["Six are too few", ": too dear", "יום ג׳", "ok"]


def test_a_line_that_leads_somewhere_still_does() -> None:
    text, html = draw("en", facts=[("Said", [LinkedLine("Here", "https://x.example/a"), "There"])])
    assert 'href="https://x.example/a"' in html
    assert "  https://x.example/a\n" in text
    assert Lines(html).found == ["Here", "There"]
