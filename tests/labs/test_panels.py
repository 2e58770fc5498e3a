"""What the city's public page shows of the labs."""

from typing import Any

import pytest

from labs.queries.panels import SHOWN
from tests.factories import LabFactory

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/"
CUT = 'Show all (<span class="num">%s</span>)'


def names_in(page: str, labs: list[Any]) -> list[Any]:
    return [lab for lab in labs if lab.name["en"] in page]


def test_each_lab_at_work_stands_on_the_page_and_the_fold_says_how_many(client: Any, scope: Any) -> None:
    labs = [LabFactory(name={"en": f"Lab number {number}."}) for number in range(SHOWN + 1)]
    page = client.get(PAGE).content.decode()
    assert names_in(page, labs) == labs
    assert CUT % (SHOWN + 1) in page
    assert names_in(page.split("<summary>Show all")[0], labs) == labs[:SHOWN]


def test_as_many_as_stand_there_are_not_folded(client: Any, scope: Any) -> None:
    labs = [LabFactory(name={"en": f"Lab number {number}."}) for number in range(SHOWN)]
    page = client.get(PAGE).content.decode()
    assert names_in(page, labs) == labs
    assert CUT % SHOWN not in page
