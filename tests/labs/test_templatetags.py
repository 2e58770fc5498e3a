"""The path of the four stages as pages draw it."""

from xml.etree import ElementTree as ET

import pytest

from labs.templatetags.stages import stage_path


@pytest.mark.parametrize("stage", range(5))
def test_path_has_what_is_done_now_and_ahead(stage: int) -> None:
    path = ET.fromstring(stage_path(stage))
    assert [item.get("class") for item in path] == [
        "done" if number < stage else "now" if number == stage else "ahead" for number in range(1, 5)
    ]
    assert [item.get("aria-current") for item in path].count("step") == (stage > 0)
    assert path.get("aria-label")
