"""Two columns pasted out of a spreadsheet: each line is read, or named."""

from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from educities.kit.school_years import read_school_year
from programs.forms.pasted import read_pairs
from programs.models import IndicatorValue
from tests.factories import IndicatorFactory


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("2024/25", 2024),
        ("2024-2025", 2024),
        ("2024 – 25", 2024),
        ("٢٠٢٤/٢٥", 2024),
        ("۲۰۲۴", 2024),
        ('"2024"', 2024),
        ("1.9.2018", 2018),
        ("01/09/2018", 2018),
        ("31.8.2019", 2018),
        ("2018-09-01", 2018),
        ("2018-09-01T00:00:00", 2018),
        ("1.9.18", 2018),
        ('תשע"ט', 2018),
        ("תשע״ט", 2018),
        ("התשע״ט", 2018),
        ("ה׳תשפ״ה", 2024),
        ("תשפה", 2024),
        ("תש״ף", 2019),
        ("2024/26", None),
        ("1.13.2018", None),
        ("1899", None),
        ("תמר", None),
        ("year", None),
        ("", None),
    ],
)
def test_school_years_as_people_write_them(text: str, year: int | None) -> None:
    assert read_school_year(text) == year


@pytest.mark.parametrize(("starts_in", "year"), [(8, 2018), (9, 2017)])
def test_a_day_belongs_to_the_school_year_of_the_city(starts_in: int, year: int) -> None:
    assert read_school_year("15.8.2018", starts_in=starts_in) == year


@pytest.mark.parametrize(
    "first",
    [
        "\ufeff2023/24\t60.5",
        '"2023/24"\t"60.5"',
        '"2023/24","60,5"',
        "2023/24;60,5",
        "2023/24, 60.5",
        "2023 - 24 60.5",
        "1.9.2023\t60.5",
        "2023-09-01,60.5",
        "٢٠٢٣/٢٤\t٦٠٫٥",
        "\u200f٢٠٢٣ ٦٠٫٥ ٪",
        'תשפ"ד\t60.5',
        "תשפ״ד 60.5 %",
        '"תשפ""ד"\t60.5',
        "\u20672023\u2069 60.5",
        "2023|60.5",
    ],
)
def test_the_first_line_is_read_however_it_is_written(first: str) -> None:
    assert read_pairs(f"{first}\n2024\t61") == {2023: D("60.5"), 2024: D(61)}


@pytest.mark.parametrize("heading", ["School year\tShare", "שנה\tאחוז", "\ufeff\nالسنة;النسبة", '"שנה"'])
def test_a_first_line_without_a_figure_is_the_heading(heading: str) -> None:
    assert read_pairs(f"{heading}\n2024\t61") == {2024: D(61)}


@pytest.mark.parametrize("line", ["of 2018\t5", "2024\tmany", "2024/26\t61", "2024", "2024\t1\t2", "1.13.2024 5"])
def test_a_line_that_is_not_read_is_named_with_its_number(line: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        read_pairs(f"2023 60\n\n{line}\n2025 62\nnothing here")
    assert refused.value.messages == [
        f"Line 3 has no school year and figure: {line}",
        "Line 5 has no school year and figure: nothing here",
    ]


def test_a_first_line_with_a_figure_that_is_not_read_is_named() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        read_pairs("Share of 2018\t5\n2024\t61")
    assert refused.value.messages == ["Line 1 has no school year and figure: Share of 2018\t5"]


@pytest.mark.django_db
def test_the_answer_counts_the_lines(client: Any, sign_in: Any, city: Any, scope: Any, director: Any) -> None:
    indicator = IndicatorFactory()
    page = f"/c/{city.slug}/indicators/{indicator.pk}/values/"
    sent = {"paste": "\ufeff1.9.2023\t60.5\nתשפ״ה\t61,5", "paste_into": "benchmark"}
    answer = sign_in(client, director).post(page, sent, follow=True)
    assert "2 pasted lines were read." in answer.content.decode()
    assert dict(IndicatorValue.objects.values_list("period", "value")) == {2023: D("60.5"), 2024: D("61.5")}
