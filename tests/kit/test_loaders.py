"""What the loader takes from a template, and what it leaves."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
# What a reader would see of an indentation: a message that is not trimmed, and elements that keep their lines.
KEEPS_LINES = re.compile(
    r"\{% blocktranslate (?!trimmed)[^%]*%\}[^{]*\n|<(pre|textarea)\b[^>]*>[^<]*\n|class=\"[^\"]*\b(lines)\b[^\"]*\"[^>]*>[^<]*\n"
)


def test_a_page_travels_without_indentation() -> None:
    page = get_template("404.html").render({})
    assert "<main" in page
    assert not re.search(r"\n[ \t]", page)


def test_a_line_keeps_its_number() -> None:
    loaded = get_template("base.html").template.source
    assert loaded.count("\n") == (ROOT / "base.html").read_text().count("\n")


def test_the_text_of_a_mail_keeps_its_shape() -> None:
    path = ROOT / "kit" / "mail" / "frame.txt"
    assert get_template("kit/mail/frame.txt").template.source == path.read_text()


def test_no_template_means_its_indentation() -> None:
    means = {str(path.relative_to(ROOT)): KEEPS_LINES.findall(path.read_text()) for path in ROOT.rglob("*.html")}
    assert {path: found for path, found in means.items() if found} == {}
