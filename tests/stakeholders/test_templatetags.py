"""The four sectors as pages draw them."""

from xml.etree import ElementTree as ET

from django.utils.translation import override

from stakeholders.templatetags.sectors import sector_bar, sector_mark


def test_bar_says_which_sector_is_missing() -> None:
    with override("en"):
        bar = ET.fromstring(sector_bar({1: 3, 2: 1, 4: 2}))
    assert [item.get("class") for item in bar] == ["", "", "missing", ""]
    assert "missing" in "".join(bar[2].itertext())


def test_mark_is_a_shape_and_the_name() -> None:
    with override("en"):
        mark = ET.fromstring(sector_mark(3))
    assert mark[0][0].get("class") == "f3"
    assert mark[0].tail == "non-profit"
    assert sector_mark(None) == ""
