"""Words that the glossary does not allow are found in texts of their language."""

from pathlib import Path

import pytest
from django.conf import settings

from educities.kit.glossary import (
    bends_name,
    find_words,
    forbidden_words,
    has_wrong_marks,
    list_bent_names,
    list_forbidden,
    list_wrong_marks,
)

TABLE = """
| word | not in English |
|---|---|
| role | `seat` |

| English | Hebrew | Arabic | not in English | not in Hebrew | not in Arabic |
|---|---|---|---|---|---|
| email | מייל | بريد | `e-mail`, letter | `דואר`, `דוא״ל` (pending): old | `رسالة` (pending)، `مكتوب` |

| other | `table` |
"""


class TestForbiddenWords:
    def test_only_backticks_of_the_table_of_three_languages(self) -> None:
        assert forbidden_words(TABLE)["en"] == ["e-mail"]

    def test_a_pending_word_is_not_looked_for(self) -> None:
        assert (forbidden_words(TABLE)["he"], forbidden_words(TABLE)["ar"]) == (["דואר"], ["مكتوب"])

    def test_a_document_without_the_table_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no table"):
            forbidden_words("| English | Hebrew |")

    def test_the_glossary_of_the_project_has_words_of_each_language(self) -> None:
        glossary = (Path(settings.BASE_DIR) / "docs/method.md").read_text(encoding="utf-8")
        assert {lang: len(words) > 10 for lang, words in forbidden_words(glossary).items()} == {
            "en": True,
            "he": True,
            "ar": True,
        }


@pytest.mark.parametrize(
    ("text", "word", "lang", "found"),
    [
        ("Somebody came", "somebody", "en", True),
        ("the rollout", "roll", "en", False),
        ("the roll-out", "roll", "en", False),
        ("Read %(mail)s or {mail}", "mail", "en", False),
        ("הקישור שבדואר שלהם", "דואר", "he", True),
        ("הדוארים", "דואר", "he", False),
        ("والمواطن", "مواطن", "ar", True),
        ("مُواطِن", "مواطن", "ar", True),
        ("مواطنون", "مواطن", "ar", False),
    ],
)
def test_a_whole_word_with_what_is_written_together_with_it(text: str, word: str, lang: str, found: bool) -> None:
    assert find_words(text, [word], lang) == ([word] if found else [])


def test_no_text_of_the_project_holds_a_forbidden_word() -> None:
    assert list_forbidden(Path(settings.BASE_DIR)) == []


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("המחזור ״%(title)s״", "he", False),
        ("המחזור ”%(title)s“", "he", True),
        ("ב־%(n)s ימים", "he", False),
        ("ב-%(n)s ימים", "he", True),
        ('<bdi dir="ltr">רחוב</bdi>', "he", False),
        ("الفوج «%(title)s»", "ar", False),
        ("الفوج “%(title)s”", "ar", True),
        ("الأحد، 29 نوفمبر", "ar", False),
        ("الأحد, 29 نوفمبر", "ar", True),
        ("%(day)s، %(time)s", "ar", False),
        ("%(day)s, %(time)s", "ar", True),
        ("لـ«%(title)s»", "ar", False),
        ("لـ%(n)s أشخاص", "ar", False),
        ("لـ%(title)s", "ar", True),
        ("المعدل القطري", "ar", True),
        ("المعدل القُطري", "ar", False),
    ],
)
def test_the_marks_of_a_language(text: str, lang: str, found: bool) -> None:
    assert has_wrong_marks(text, lang) is found


def test_no_text_of_the_project_has_marks_of_another_language() -> None:
    assert list_wrong_marks() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("הזמנה ל%(city)s", True),
        ("הזמנה לעיר %(city)s", False),
        ("עדכון מ{city}", True),
        ("כשב%(title)s נפתח", True),
        ("ל״%(title)s״", False),
        ("ב־%(n)s ימים", False),
        ("המפגש ב%(day)s", False),
        ("הזמנה מ%(name)s", False),
        ("של %(city)s", False),
    ],
)
def test_no_letter_is_written_together_with_a_name(text: str, found: bool) -> None:
    assert bends_name(text) is found


def test_no_text_of_the_project_bends_a_name() -> None:
    assert list_bent_names() == []
