"""The four sectors as pages draw them."""

from xml.etree import ElementTree as ET

from django.utils.translation import override

from stakeholders.templatetags.sectors import sector_line, sector_mark, sector_seats


def shapes(row: ET.Element) -> list[str]:
    return [one[0].get("class", "") for one in row[1]]


def test_a_seat_is_filled_for_each_who_is_there_and_dashed_where_one_is_free() -> None:
    with override("en"):
        seats = ET.fromstring(sector_seats({1: 3, 2: 1, 4: 2}, 16))
    assert shapes(seats[0]) == ["f1", "f1", "f1", "free"]
    assert [row[2].text for row in seats] == ["3", "1", "0", "2"]


def test_seats_say_which_sector_is_missing() -> None:
    with override("en"):
        seats = ET.fromstring(sector_seats({1: 3, 2: 1, 4: 2}))
    assert shapes(seats[2]) == ["free"]
    assert [("missing" in "".join(row.itertext())) for row in seats] == [False, False, True, False]


def test_a_row_of_seats_stays_short() -> None:
    assert len(ET.fromstring(sector_seats({1: 40}, 200))[0][1]) == 12


def test_the_line_of_a_list_says_what_is_missing() -> None:
    with override("en"):
        line = ET.fromstring(sector_line({1: 3, 2: 1, 4: 2}))
    assert line[-1].text == "Missing: non-profit"


def test_mark_is_a_shape_and_the_name() -> None:
    with override("en"):
        mark = ET.fromstring(sector_mark(3))
    assert mark[0][0].get("class") == "f3"
    assert mark[0].tail == "non-profit"
    assert sector_mark(None) == ""
