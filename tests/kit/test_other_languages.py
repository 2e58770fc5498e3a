"""A text in several languages that is changed in one: the others are kept or taken out by a word, never in silence."""

from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from educities.kit.forms import WordsFormField
from educities.kit.other_languages import OtherLanguagesForm
from forum.forms.agenda import DecisionForm, ProposalForm
from meetings.forms.sessions import SessionForm
from programs.forms.reviews import ReviewForm

WAS = {"he": "פותחים", "en": "We open it", "ar": "نفتح"}
NEW = {"words_he": "פותחים", "words_en": "We close it", "words_ar": "نفتح", "words_original": "he"}


class Text(OtherLanguagesForm, forms.Form):
    words = WordsFormField(label="Words", rows=3)
    day = forms.CharField(required=False)


def send(words: dict[str, str] | None = None, **typed: str) -> Text:
    shown = Text(initial={"words": WAS if words is None else words})
    data: Any = MultiValueDict({name: [value] for name, value in {**NEW, **typed}.items()})
    if "read_words" in shown.fields:
        data["read_words"] = shown["read_words"].value()
    return Text(data, initial={"words": WAS if words is None else words})


def test_one_that_was_left_is_asked_about() -> None:
    form = send()
    assert not form.is_valid()
    assert list(form.errors) == ["words_others"]
    text = str(form.errors["words_others"])
    assert "You changed: English. You left as it was: Hebrew, Arabic." in text
    page = str(form)
    assert 'type="radio"' in page
    assert '<details class="more-languages" open>' in page
    assert list(form.fields) == ["words", "words_others", "day", "read_words"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [("keep", {"he": "פותחים", "en": "We close it", "ar": "نفتح"}), ("drop", {"en": "We close it"})],
)
def test_the_answer_is_what_is_written(answer: str, words: dict[str, str]) -> None:
    form = send(words_others=answer)
    assert form.is_valid()
    assert form.cleaned_data == {"words": words, "day": ""}


def test_nothing_is_asked_where_each_was_written_or_none_was_changed() -> None:
    for typed in (
        {"words_en": "We open it"},
        {"words_he": "סוגרים", "words_ar": "نغلق"},
        {"words_he": "", "words_ar": ""},
    ):
        form = send(**typed)
        assert form.is_valid(), form.errors
    assert send({"en": "We open it"}, words_he="", words_ar="").is_valid()
    assert 'type="radio"' not in str(Text(initial={"words": WAS}))


def test_a_page_that_says_nothing_of_what_it_showed_is_asked_too() -> None:
    data: Any = MultiValueDict({name: [value] for name, value in NEW.items()})
    assert list(Text(data, initial={"words": WAS}).errors) == ["words_others"]


def test_what_the_page_showed_counts_where_somebody_else_wrote_meanwhile() -> None:
    shown = send().data["read_words"]
    data: Any = MultiValueDict({name: [value] for name, value in {**NEW, "read_words": shown}.items()})
    now = {"he": "משהו אחר", "en": "Something else", "ar": "شيء آخر"}
    assert list(Text(data, initial={"words": now}).errors) == ["words_others"]


def test_decisions_proposals_reviews_of_a_year_and_sessions_ask() -> None:
    for kind in (DecisionForm, ProposalForm, ReviewForm, SessionForm):
        assert issubclass(kind, OtherLanguagesForm)
