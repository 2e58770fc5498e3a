"""Forms of every app: what is missing is told by its name, what belongs together stands together."""

from datetime import date
from typing import Any, ClassVar

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from educities.kit.dates import DayField
from educities.kit.forms import WordsFormField, group_fields, name_missing_answers
from educities.kit.views import FormPage


class Sample(forms.Form):
    LAYOUT: ClassVar[Any] = [
        (_("About"), ["title", ("day", "sector")]),
        (_("Nothing of this is shown"), ["absent"]),
    ]

    title = forms.CharField(label=_("Title"), max_length=20)
    day = DayField(label=_("Day"))
    sector = forms.ChoiceField(label=_("Sector"), choices=[("1", _("public"))])
    file = forms.FileField(label=_("File"))
    agreed = forms.BooleanField(label=_("I agree"))
    several = forms.MultipleChoiceField(label=_("Sectors"), choices=[("1", _("public"))])
    asked = forms.ChoiceField(label=_("Do you agree?"), choices=[("yes", _("yes"))])
    own = forms.CharField(error_messages={"required": _("Write your name.")})


def missing(name: str) -> str:
    form = Sample({}, {})
    name_missing_answers(form)
    return form.errors[name][0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "Fill in “Title”."),
        ("day", "Fill in “Day”."),
        ("sector", "Choose “Sector”."),
        ("file", "Choose a file for “File”."),
        ("agreed", "Tick “I agree” to go on."),
        ("several", "Choose at least one: “Sectors”."),
        ("asked", "Answer the question “Do you agree?”."),
    ],
)
def test_an_answer_left_out_is_told_by_its_name(name: str, text: str) -> None:
    assert missing(name) == text


def test_a_sentence_of_the_form_itself_stays() -> None:
    assert missing("own") == "Write your name."


@pytest.mark.parametrize(("lang", "text"), [("he", "צריך למלא את ״שם״."), ("ar", "يرجى تعبئة «الاسم».")])
def test_it_is_told_in_the_readers_language(lang: str, text: str) -> None:
    form = forms.Form({})
    form.fields["name"] = WordsFormField(label=_("name"))
    name_missing_answers(form)
    with override(lang):
        assert form.errors["name"] == [text]


def test_every_page_of_a_form_tells_so(rf: Any) -> None:
    page = FormPage(form_class=Sample)
    page.setup(rf.post("/", {}))
    assert page.get_form().errors["title"] == ["Fill in “Title”."]


def test_the_summary_says_a_name_once() -> None:
    form = Sample({}, {})
    name_missing_answers(form)
    summary = str(form).split("</ul>")[0]
    assert summary.count("Title") == 1


def test_fields_stand_as_the_layout_says() -> None:
    groups = group_fields(Sample())
    rows = [[[field.name for field in row] for row in group.rows] for group in groups]
    assert rows == [[["title"], ["day", "sector"]], [["file"], ["agreed"], ["several"], ["asked"], ["own"]]]


def test_a_row_of_fields_is_drawn_beside_each_other() -> None:
    assert str(Sample()).count('class="beside"') == 1


def test_a_form_without_layout_is_one_column() -> None:
    form = forms.Form()
    form.fields["name"] = forms.CharField()
    assert [group.label for group in group_fields(form)] == [""]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Thursday, 26\u00a0November 2026"),
        ("he", "חמישי, 26\u00a0בנובמבר 2026"),
        ("ar", "الخميس، 26\u00a0نوفمبر 2026"),
    ],
)
def test_a_chosen_day_is_said_in_words_of_the_page(lang: str, words: str) -> None:
    with override(lang):
        assert words in str(Sample(initial={"day": date(2026, 11, 26)})["day"].as_field_group())


@pytest.mark.parametrize("typed", ["", "26.11.2026", "2026-13-40"])
def test_what_is_no_day_has_no_words(typed: str) -> None:
    drawn = " ".join(Sample({"day": typed})["day"].as_field_group().split())
    assert "data-day></output>" in drawn


def words_box(value: dict[str, str], lang: str, data: dict[str, str] | None = None) -> str:
    form = forms.Form(data, initial={"name": value})
    form.fields["name"] = WordsFormField(label=_("name"), max_length=10)
    with override(lang):
        return " ".join(str(form["name"].as_field_group()).split())


def test_other_languages_are_folded_and_named() -> None:
    box = words_box({"en": "Youth", "he": "נוער", "ar": "شباب"}, "en")
    assert "Also written in: Hebrew, Arabic" in box
    assert '<details class="more-languages">' in box


def test_a_text_of_another_language_alone_is_seen() -> None:
    assert '<details class="more-languages" open>' in words_box({"he": "נוער"}, "en")


def test_a_refused_text_is_seen_in_every_language() -> None:
    box = words_box({}, "en", {"name_en": "Youth", "name_he": "נוער נוער נוער נוער"})
    assert '<details class="more-languages" open>' in box


def test_a_tick_is_pressed_anywhere_on_its_words() -> None:
    drawn = " ".join(str(Sample()["agreed"].as_field_group()).split())
    assert drawn.startswith('<label class="choice" for="id_agreed"> <input type="checkbox"')


def test_a_folded_group_is_one_line_until_it_holds_something() -> None:
    class Folded(forms.Form):
        LAYOUT = (("", ("title",)), ("More", ("note",)))
        FOLDED = ("More",)
        title = forms.CharField()
        note = forms.CharField(required=False, max_length=3)

    assert [group.is_folded for group in group_fields(Folded())] == [False, True]
    assert [group.is_folded for group in group_fields(Folded({"title": "a", "note": "too long"}))] == [False, False]
    assert [group.is_folded for group in group_fields(Folded(initial={"note": "b"}))] == [False, False]
