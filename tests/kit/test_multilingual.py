"""Text in several languages keeps the one it was written in, whatever the database sorts and whoever edits."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.utils.translation import override

from educities.activity.actions.records import record
from educities.activity.models import Notice
from educities.kit.forms import WordsFormField
from educities.kit.multilingual import (
    get_translation,
    isolate_ranges,
    join_in_script,
    join_localised,
    translate_html,
    translate_plain,
    write_range,
)
from stakeholders.models import Organisation
from stakeholders.verbs import ORGANISATION_PROPOSED
from tests.factories import OrganisationFactory

NAMES = {"he": "בית", "ar": "بيت", "en": "House"}


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["he", "ar", "en"])
def test_the_original_comes_first_again(scope: Any, first: str) -> None:
    words = {first: NAMES[first], **NAMES}
    row = OrganisationFactory(name=words)
    found = Organisation.objects.get(pk=row.pk).name
    assert (next(iter(found)), found) == (first, words)
    assert next(iter(Organisation.objects.values_list("name", flat=True)[0])) == first
    Organisation.objects.filter(pk=row.pk).update(name={**found, "en": "Home"})
    assert next(iter(Organisation.objects.get(pk=row.pk).name)) == first


@pytest.mark.django_db
def test_a_reader_of_a_third_language_reads_the_original(scope: Any) -> None:
    row = OrganisationFactory(name={"he": "בית", "ar": "بيت"})
    assert translate_plain(Organisation.objects.get(pk=row.pk).name, "en") == "בית"


@pytest.mark.django_db
def test_words_read_past_the_field_say_the_original_too(scope: Any) -> None:
    row = OrganisationFactory(name={"he": "בית", "ar": "بيت"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_build_array(name) FROM stakeholders_organisation WHERE id = %s", [row.pk])
        (name,) = cursor.fetchone()[0]
    assert get_translation(name, "en") == ("בית", "he")
    assert get_translation(name, "ar") == ("بيت", "ar")


@pytest.mark.django_db
def test_one_language_needs_no_mark(scope: Any) -> None:
    row = OrganisationFactory(name={"ar": "بيت"})
    assert Organisation.objects.filter(pk=row.pk, name={"ar": "بيت"}).exists()


@pytest.mark.parametrize(("original", "writer", "first"), [("ar", "he", "ar"), ("", "he", "he"), ("en", "ar", "ar")])
def test_a_form_keeps_the_original_while_it_has_words(original: str, writer: str, first: str) -> None:
    field = WordsFormField()
    with override(writer):
        found = field.clean(["", "בית", "بيت", original])
    assert next(iter(found)) == first
    assert set(found) == {"he", "ar"}


def test_texts_that_are_all_empty_are_missing_whichever_language_is_the_original() -> None:
    """A page that shows words sends their original beside them, and still does once all of them are taken out."""
    for original in ("", "he"):
        with pytest.raises(ValidationError) as error:
            WordsFormField().clean(["", " ", "", original])
        assert error.value.code == "required"
        assert WordsFormField(required=False).clean(["", "", "", original]) == {}


def test_a_form_carries_the_original() -> None:
    html = str(WordsFormField().widget.render("name", {"ar": "بيت", "he": "בית"}, {"id": "id_name"}))
    assert '<input type="hidden" name="name_original" value="ar"' in html
    assert "name_original" not in str(WordsFormField().widget.render("name", {}, {"id": "id_name"}))


@pytest.mark.django_db
def test_a_record_keeps_the_original_of_its_words(scope: Any, director: Any) -> None:
    row = OrganisationFactory()
    entry = record(ORGANISATION_PROPOSED, row, actor=director, notify=[director], title={"he": "בית", "ar": "بيت"})
    entry.refresh_from_db()
    assert get_translation(entry.data["title"], "en") == ("בית", "he")
    assert get_translation(Notice.objects.get().data["title"], "en") == ("בית", "he")


def test_one_line_is_short_and_a_text_is_long() -> None:
    with override("he"):
        with pytest.raises(ValidationError) as refused:
            WordsFormField().clean(["", "א" * 201, "", ""])
        assert "200" in str(refused.value.messages)
    assert WordsFormField(rows=3).clean(["", "א" * 201, "", ""]) == {"he": "א" * 201}


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_words_of_people_are_divided_as_their_own_letters_are(language: str) -> None:
    with override(language):
        assert join_in_script(["هالة", "حي الميناء"]) == "هالة، حي الميناء"
        assert join_in_script(["Noa", "רמת יוסף"]) == "Noa, רמת יוסף"


@pytest.mark.parametrize(("language", "line"), [("en", "Noa, Sami"), ("he", "Noa, Sami"), ("ar", "Noa، Sami")])
def test_lists_are_divided_as_the_language_does(language: str, line: str) -> None:
    with override(language):
        assert join_localised(["Noa", "Sami"]) == line
        assert (
            Template("{{ names|listed }}")
            .render(Context({"names": ["<b>", "Sami"]}))
            .startswith('<span class="one"><bdi>&lt;b&gt;</bdi>')
        )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ימי חמישי, 17:00–19:00", "ימי חמישי, \u206617:00–19:00\u2069"),
        ("גילאי 10-12, 5–7%.", "גילאי \u206610-12\u2069, \u20665–7%\u2069."),
        ("2023/24 – 2025/26", "\u20662023/24 – 2025/26\u2069"),
        ("טלפון +972-50-123-4567", "טלפון \u2066+972-50-123-4567\u2069"),
        # Part of a code or an address, of which the rest would stay behind; isolated already; none.
        ("A-12-34, 12-34-B", "A-12-34, 12-34-B"),
        ("https://example.org/2024-25", "https://example.org/2024-25"),
        ("\u206617–19\u2069", "\u206617–19\u2069"),
        ("בית־ספר – 3 כיתות", "בית־ספר – 3 כיתות"),
    ],
)
def test_what_runs_from_number_to_number_is_isolated(text: str, shown: str) -> None:
    assert isolate_ranges(text) == shown
    assert translate_html({"he": text}, "he") == f"<bdi>{shown}</bdi>"
    assert shown in Template("{{ text|lines }}").render(Context({"text": text}))


def test_a_range_of_one_is_no_range() -> None:
    assert write_range("2024/25", "2024/25") == "2024/25"
    assert write_range(3, 7) == "\u20663–7\u2069"


def test_each_name_of_a_list_is_isolated_and_stays_whole() -> None:
    with override("ar"):
        assert Template("{{ names|listed }}").render(Context({"names": ["לינא <3", "Noa"]})) == (
            '<span class="one"><bdi>לינא &lt;3</bdi>،</span> <span class="one"><bdi>Noa</bdi></span>'
        )
        assert Template("{{ names|listed }}").render(Context({"names": []})) == ""


def test_what_stands_in_one_language_says_so_to_readers_of_another() -> None:
    place = "נמל <אחר>, 8–16"
    with override("ar"):
        text = Template("{{ place|marked }}").render(Context({"place": place}))
        assert text == '<bdi lang="he" dir="rtl">נמל &lt;אחר&gt;, \u20668–16\u2069</bdi>'
        assert Template("{{ place|marked }}").render(Context({"place": "ميناء"})) == "<bdi>ميناء</bdi>"
        assert Template("{{ place|marked }}").render(Context({"place": "12/3"})) == "<bdi>12/3</bdi>"
    with override("he"):
        assert 'lang="' not in Template("{{ place|marked }}").render(Context({"place": place}))


@pytest.mark.parametrize(("lang", "first"), [("ar", "بالغان"), ("he", "שני"), ("en", "שני")])
def test_the_readers_own_paragraph_comes_first(lang: str, first: str) -> None:
    safe = "שני מבוגרים.\nבשעה 17:00.\n\nبالغان مع المجموعة."
    with override(lang):
        text = Template("{{ safe|reader_first }}").render(Context({"safe": safe}))
    assert text.partition("<bdi")[2].partition(">")[2].startswith(first)
    # Nothing is left out, and what belongs together stays in its order.
    assert text.index("שני") < text.index("17:00")
    assert text.count("<p>") == 3
