"""The five years to take along: a calendar of the milestones, and a picture."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from programs.models import Milestone
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def test_each_milestone_is_a_day_of_the_calendar(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    first, second = Milestone.objects.order_by("due_on")[:2]
    Milestone.objects.filter(pk=second.pk).update(state="dropped")
    answer = sign_in(client, director).get(reverse("program_calendar", args=[scope.slug]))
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == Milestone.objects.count()
    assert text.count("STATUS:CANCELLED") == 1
    assert f"DTSTART;VALUE=DATE:{first.due_on:%Y%m%d}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_the_picture_has_every_milestone_and_bar(
    client: Any, scope: Any, director: Any, sign_in: Any, language: str, direction: str
) -> None:
    ProgramFactory(actor=director, signed=True)
    see = sign_in(client, director)
    see.cookies["language"] = language
    answer = see.get(reverse("program_picture", args=[scope.slug]))
    assert answer["Content-Type"] == "image/svg+xml"
    picture = ET.fromstring(answer.content)
    assert picture.get("direction") == direction
    assert len(picture.findall("{*}circle")) == Milestone.objects.count()


def test_without_a_program_there_is_nothing_to_take(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    see = sign_in(client, director)
    for name in ("program_calendar", "program_picture"):
        assert see.get(reverse(name, args=[scope.slug])).status_code == 404
