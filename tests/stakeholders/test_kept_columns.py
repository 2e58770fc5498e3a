"""The list of people without mail under a heading: a name holds nothing of the other columns."""

import pytest

from stakeholders.forms.kept_list import read_lines


@pytest.mark.parametrize("word", ["אין", "-", "לא ידוע", "none", "لا يوجد", ""])
def test_other_columns_are_no_part_of_a_name(word: str) -> None:
    _heading, line = read_lines(f"#\tשם\tמייל\tטלפון\tשכונה\n1\tדוד כהן\t{word}\t03-5551234\tשכונת הים")
    assert (line.name, line.phone, line.problem) == ("דוד כהן", "03-5551234", "")


@pytest.mark.parametrize("cell", ["not-an-address", "d@example.org", "d @example.org"])
def test_an_address_is_no_part_of_a_name(cell: str) -> None:
    _heading, line = read_lines(f"שם\tמייל\nדוד כהן\t{cell}")
    assert (line.name, line.problem[:4]) == ("דוד כהן", f"“{cell}"[:4])
    (alone,) = read_lines(f"דוד כהן\t{cell}")
    assert alone.problem


def test_a_word_for_nothing_is_no_part_of_a_name() -> None:
    (line,) = read_lines("דוד כהן, אין, 03-5551234")
    assert (line.name, line.phone, line.problem) == ("דוד כהן", "03-5551234", "")
