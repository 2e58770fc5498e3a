"""The design system: contrasts are computed, tags say what they draw, names that templates use exist."""

import re
from datetime import UTC, date, datetime
from itertools import combinations, pairwise
from math import dist
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from educities.activity.texts.mail_frame import Stop, render_frame
from educities.activity.texts.mail_kinds import Mail
from educities.kit.icons import TURNING, icon_paths
from educities.kit.templatetags import look

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static/css/main.css").read_text()
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
# Plain values first; what is dark stands behind the reader's own setting.
IN_LIGHT, IN_DARK = CSS.split("@media screen and (prefers-color-scheme: dark)", 1)
HEX = re.compile(r"--([\w-]+): (#\w{6});")
LIGHT, DARK = dict(HEX.findall(IN_LIGHT)), dict(HEX.findall(IN_DARK))
TOKENS = {name: (LIGHT[name], DARK[name]) for name in LIGHT if name != "city"}
CITY = re.compile(r'data-colour="(\w+)"\] \{ --city: (#\w{6})')
PALETTES = {name: (light, dict(CITY.findall(IN_DARK))[name]) for name, light in CITY.findall(IN_LIGHT)}
MEANINGS = ("sea", "sun", "now", "good", "bad")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "sea") for ground in ("paper", "card", "sunk", "sea-wash", "sun-wash")),
    *((ink, ground) for ink in ("soft", "sea") for ground in ("good-wash", "bad-wash")),
    ("sea-deep", "sea-wash"),
    ("sea-ink", "sea"),
    ("sea-ink", "sea-deep"),
    *((tone, ground) for tone in ("sun", "good", "bad") for ground in ("card", "paper", f"{tone}-wash")),
    ("sun", "sunk"),
]
DRAWN = [
    *((mark, ground) for mark in ("now", "sea", "control", "s1", "s2", "s3", "s4") for ground in ("card", "paper")),
    *((f"s{number}", "sunk") for number in range(1, 5)),
]


def linear(colour: str) -> list[float]:
    """Red, green and blue in linear light, 0 to 1 (sRGB, IEC 61966-2-1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def light(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(colour: str) -> tuple[float, float, float]:
    """L*, a*, b* under D65 (CIE 15:2004)."""
    red, green, blue = linear(colour)
    rows = ((0.4124, 0.3576, 0.1805, 0.95047), (0.2126, 0.7152, 0.0722, 1.0), (0.0193, 0.1192, 0.9505, 1.08883))
    x, y, z = ((r * red + g * green + b * blue) / white for r, g, b, white in rows)
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str) -> float:
    """How far two colours are apart (CIE76); below about 10 most people call them the same."""
    return dist(lab(one), lab(other))


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground, scheme):
    assert contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), DRAWN)
def test_drawings_can_be_seen(mark, ground, scheme):
    assert contrast(TOKENS[mark][scheme], TOKENS[ground][scheme]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("meaning", MEANINGS)
@pytest.mark.parametrize("sector", ["s1", "s2", "s3", "s4"])
def test_no_sector_has_the_colour_of_a_meaning(sector, meaning, scheme):
    assert distance(TOKENS[sector][scheme], TOKENS[meaning][scheme]) >= 25


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("one", "other"), list(combinations(["s1", "s2", "s3", "s4"], 2)))
def test_sectors_are_told_apart_by_colour_too(one, other, scheme):
    assert distance(TOKENS[one][scheme], TOKENS[other][scheme]) >= 25


def test_each_city_colour_has_a_palette_that_can_be_read():
    from cities.models import City

    assert set(PALETTES) == {value for value in City.Colour.values if value != "sea"}
    for colours in PALETTES.values():
        for scheme in (0, 1):
            assert contrast(colours[scheme], TOKENS["paper"][scheme]) >= 4.5
            assert contrast(colours[scheme], TOKENS["card"][scheme]) >= 4.5


def test_layers_stand_in_order():
    names = re.search(r"@layer ([^;{]+);", CSS)[1].split(", ")
    assert names == ["reset", "tokens", "base", "layout", "components", "utilities"]
    places = [CSS.index(f"@layer {name} {{") for name in names]
    assert all(one < other for one, other in pairwise(places))
    assert "url(http" not in CSS
    assert "@import" not in CSS


def test_every_token_that_is_used_is_defined():
    assert set(re.findall(r"var\(--([\w-]+)", CSS)) - set(re.findall(r"--([\w-]+):", CSS)) == set()


def test_every_drawing_that_templates_name_exists():
    named = {name for text in TEMPLATES.values() for name in re.findall(r'{%-? icon "([\w-]+)"', text)} | TURNING
    for name in named:
        assert icon_paths(name)


def test_arrows_turn_with_the_page():
    assert "icon turns" in look.icon("arrow-right")
    assert "turns" not in look.icon("check")
    assert 'role="img" aria-label="&lt;b&gt;"' in look.icon("check", "<b>")


def test_ltr_isolates_and_escapes():
    assert look.ltr("03-555-1234") == '<bdi dir="ltr">03-555-1234</bdi>'
    assert look.ltr("<b>") == '<bdi dir="ltr">&lt;b&gt;</bdi>'
    assert look.ltr(None) == '<bdi dir="ltr"></bdi>'


def test_state_tag_shows_the_words_in_the_tone():
    class Row:
        tone = "good"

        def get_state_display(self):
            return "<verified>"

    assert look.state_tag(Row()) == '<span class="tag good">&lt;verified&gt;</span>'


@pytest.mark.parametrize(("state", "tone"), [("proposed", "sun"), ("dormant", ""), ("rejected", "bad")])
def test_a_state_has_the_tone_that_its_app_says(state, tone):
    from stakeholders.models import Organisation

    assert look.state_tag(Organisation(state=state)).startswith(f'<span class="tag {tone}">')


def test_a_value_of_another_field_has_its_tone():
    from meetings.models import Attendance

    assert look.state_tag(Attendance(status="absent"), "status").startswith('<span class="tag bad">')


def test_a_list_has_a_filter_from_eight_rows_or_where_it_is_narrowed():
    class Search(forms.Form):
        q = forms.CharField(required=False)

    assert [look.needs_filter(Search(), count) for count in (0, 7, 8)] == [False, False, True]
    assert look.needs_filter(Search({"page": "2"}), 3) is False
    assert look.needs_filter(Search({"q": "garden"}), 0) is True


def test_qr_is_an_image_with_a_name():
    svg = ET.fromstring(look.qr("https://example.org/?a=1&b=2", "a & b").replace('viewBox="', 'viewBox="', 1))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "a & b"


def test_progress_asks_again_only_while_it_runs():
    part = '{% include "kit/_progress.html" with percent=percent label="x" url="/here" %}'
    assert 'hx-get="/here"' in drawn(part, percent=40)
    assert "hx-get" not in drawn(part, percent=100)


def test_mistakes_are_listed_with_links_and_tied_to_their_fields():
    from educities.kit.showcase.forms import SampleForm

    html = drawn("{{ form }}", form=SampleForm({}))
    assert '<a href="#id_title">' in html
    assert 'id="id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("he", "rtl"), ("ar", "rtl")])
def test_mail_says_its_language_and_direction(lang, direction):
    mail = Mail(subject="s", heading="h", lead="<i>", button=("Go", "https://e.org/"), why="because")
    html = render_frame(mail, lang, sender="Harbour City", greeting="", stop=Stop())[2]
    assert f'<html lang="{lang}" dir="{direction}"' in html
    assert f'<div lang="{lang}" dir="{direction}">' in html
    assert ("&lt;" in html, "<i>" in html) == (True, False)
    assert html.count('href="https://e.org/"') == 2


@pytest.mark.parametrize("lang", ["en", "he", "ar"])
def test_page_that_says_the_house_is_down_needs_nobody(lang):
    with override(lang):
        html = engines["django"].get_template("503.html").render({}, RequestFactory().get("/"))
    assert f'<html lang="{lang}"' in html


TODAY = date(2026, 11, 26)


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.mark.usefixtures("on_that_day")
@pytest.mark.parametrize(
    ("lang", "day", "text"),
    [
        ("en", date(2026, 11, 29), "Sun 29\u00a0Nov"),
        ("en", date(2026, 2, 3), "3\u00a0Feb"),
        ("en", date(2027, 1, 3), "Sun 3\u00a0Jan 2027"),
        ("en", date(2027, 5, 29), "29\u00a0May 2027"),
        ("en", date(2025, 11, 29), "29\u00a0Nov 2025"),
        ("he", date(2026, 11, 29), "ראשון, 29\u00a0בנובמבר"),
        ("he", date(2027, 1, 3), "ראשון, 3\u00a0בינואר 2027"),
        ("ar", date(2026, 11, 29), "الأحد 29\u00a0نوفمبر"),
        ("ar", date(2027, 1, 3), "الأحد 3\u00a0يناير 2027"),
    ],
)
def test_a_date_in_a_row_says_its_year_only_when_it_is_another(lang, day, text):
    with override(lang):
        assert f">{text}</time>" in look.when(day)


@pytest.mark.usefixtures("on_that_day")
@pytest.mark.parametrize(
    ("lang", "this_year", "another"),
    [
        ("en", "29\u00a0November, 17:00", "3\u00a0January 2027, 17:00"),
        ("he", "29\u00a0בנובמבר, 17:00", "3\u00a0בינואר 2027, 17:00"),
        ("ar", "29\u00a0نوفمبر، 17:00", "3\u00a0يناير 2027، 17:00"),
    ],
)
def test_a_sentence_says_a_day_in_words_and_its_year_only_when_it_is_another(lang, this_year, another):
    with override(lang), timezone.override("Asia/Jerusalem"):
        for at, text in (
            (datetime(2026, 11, 29, 15, tzinfo=UTC), this_year),
            (datetime(2027, 1, 3, 15, tzinfo=UTC), another),
        ):
            assert drawn("{{ at|as_moment }}", at=at) == text
            assert drawn("{{ at|as_day }}", at=at) == text.rpartition(" ")[0].rstrip(",،")


@pytest.mark.usefixtures("on_that_day")
def test_two_days_of_a_sentence_both_have_their_year_where_one_is_of_another():
    first, last = date(2026, 10, 16), date(2029, 1, 13)
    text = "{{ first|as_day:last }} to {{ last|as_day:first }}"
    assert drawn(text, first=first, last=last) == "16\u00a0October 2026 to 13\u00a0January 2029"
    assert drawn(text, first=first, last=date(2026, 11, 3)) == "16\u00a0October to 3\u00a0November"
    assert drawn("{{ first|as_day:last }}", first=first, last=None) == "16\u00a0October"


def test_an_address_to_type_off_breaks_at_no_hyphen_of_its_own():
    address = "https://example.org/c/practice/take-over/"
    text = drawn("{{ address|web_address }}", address=address)
    assert re.sub("<[^>]+>", "", text) == address
    assert '<span class="one">take-over/</span>' in text


def test_a_day_that_nobody_said_is_none_in_a_sentence_too():
    assert drawn("{{ at|as_day }}{{ at|as_moment }}", at=None) == ""


@pytest.mark.usefixtures("on_that_day")
def test_a_moment_in_a_row_says_its_hours():
    start, end = (datetime(2026, 11, 29, hour, tzinfo=UTC) for hour in (15, 17))
    with timezone.override("Asia/Jerusalem"):
        assert 'Sun 29\u00a0Nov, <bdi dir="ltr">17:00</bdi>' in drawn("{{ at|when }}", at=start)
        assert '<bdi dir="ltr">17:00–19:00</bdi>' in drawn("{{ at|when:end }}", at=start, end=end)


def test_a_date_in_a_row_has_the_whole_of_it_in_its_title():
    assert 'datetime="2026-11-29" title="Sunday, 29\u00a0November 2026"' in look.when(date(2026, 11, 29))


def test_the_whole_date_is_divided_as_the_language_divides():
    with override("ar"):
        assert 'title="الأحد، 29\u00a0نوفمبر 2026"' in look.when(date(2026, 11, 29))


def test_no_date_says_nothing():
    assert look.when(None) == ""


def test_a_browser_of_some_years_ago_reads_every_value():
    """A value that a browser does not know empties what is drawn with it: a box without its edge or ground."""
    assert re.findall(r"light-dark\(|color-mix\(|oklch\(|contrast-color\(", CSS) == []


@pytest.mark.parametrize(
    ("label", "said"), [("Name", "Name:"), ("Until when?", "Until when?"), ("حتى متى؟", "حتى متى؟")]
)
def test_a_question_needs_no_colon(label: str, said: str) -> None:
    assert look.with_colon(label) == said


def test_a_drop_down_list_writes_its_choices_with_what_is_chosen_and_what_to_do() -> None:
    class Filter(forms.Form):
        area = forms.ChoiceField(
            choices=[("", "---------"), ('"<b>', "<i>Music & more"), ("Schools", [(7, "Seven")])], required=False
        )

    drawn = str(Filter({"area": "7"})["area"])

    assert '<option value="">Choose …</option>' in drawn
    assert '<option value="&quot;&lt;b&gt;">&lt;i&gt;Music &amp; more</option>' in drawn
    assert '<optgroup label="Schools"><option value="7" selected>Seven</option></optgroup>' in "".join(
        line.strip() for line in drawn.splitlines()
    )


def test_choices_stand_in_their_groups_and_beside_them() -> None:
    choices = [("", "---------"), ("Arts & crafts", [(1, "Clay"), (2, "<Wood>")])]
    drawn = str(forms.ChoiceField(choices=choices).widget.render("area", 2))
    assert '<option value="">Choose …</option><optgroup label="Arts &amp; crafts">' in drawn
    assert '<option value="1">Clay</option><option value="2" selected>&lt;Wood&gt;</option></optgroup>' in drawn


def test_large_numbers_of_rows_are_written_as_other_numbers_are() -> None:
    rows = Paginator(range(1425), 30)
    assert look.row_range(rows.page(48)) == '<bdi dir="ltr">1,411–1,425</bdi>'


class AskedForm(forms.Form):
    short = forms.ChoiceField(choices=[("a", "only me")])
    long = forms.ChoiceField(
        choices=[("a", "only me"), ("Those", [("b", "everyone who takes part in the city, on every page")])]
    )
    many = forms.IntegerField()
    phone = forms.CharField(max_length=20)


def test_a_box_is_as_wide_as_its_answers() -> None:
    form = AskedForm()
    sizes = Template("{% load look %}{% for field in form %}[{{ field|field_size }}]{% endfor %}")
    assert sizes.render(Context({"form": form})) == "[l][][s][m]"
