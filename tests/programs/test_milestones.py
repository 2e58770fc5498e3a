"""A milestone is reached by evidence, missed or dropped with a reason, and open again with one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import AuditEntry
from educities.kit.day_words import format_day
from programs import actions
from programs.models import Milestone
from tests.factories import ProgramFactory
from tests.programs.support import show_milestone
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(scope: Any) -> Any:
    year = ProgramFactory().years.first()
    due = year.starts_on
    return Milestone.objects.create(year=year, title={"en": "First lab"}, due_on=due, baseline_due_on=due)


@pytest.mark.parametrize("to", ["missed", "dropped"])
def test_an_end_needs_its_reason(milestone: Any, director: Any, to: str) -> None:
    assert refused(lambda: actions.move_milestone(milestone, to, actor=director)) == "programs.reason_missing"
    actions.move_milestone(milestone, to, actor=director, reason="No room was found")
    assert AuditEntry.objects.get(verb=f"programs.milestone_{to}").reason == "No room was found"


@pytest.mark.parametrize("state", ["reached", "missed", "dropped"])
def test_each_end_has_a_way_back_with_a_reason(milestone: Any, director: Any, state: str) -> None:
    link = show_milestone(milestone) if state == "reached" else None
    actions.move_milestone(milestone, state, actor=director, reason="Minutes of 3 November", link=link)
    assert refused(lambda: actions.move_milestone(milestone, "planned", actor=director)) == "programs.reason_missing"
    actions.move_milestone(milestone, "planned", actor=director, reason="It was the wrong one")
    assert milestone.state == "planned"
    assert AuditEntry.objects.filter(verb="programs.milestone_reopened").count() == 1


def test_its_page_names_who_moved_it(client: Any, director: Any, sign_in: Any, milestone: Any) -> None:
    actions.move_milestone(milestone, "reached", actor=director, reason="Minutes", link=show_milestone(milestone))
    assert ">Ruth<" in sign_in(client, director).get(milestone.get_absolute_url()).content.decode()


def test_its_page_says_since_when_it_is_reached(
    client: Any, scope: Any, director: Any, milestone: Any, sign_in: Any
) -> None:
    read = sign_in(client, director).get
    assert "noted as reached on" not in read(milestone.get_absolute_url()).content.decode()
    actions.move_milestone(milestone, "reached", actor=director, reason="Minutes", link=show_milestone(milestone))
    day = format_day(scope.today())
    assert f"noted as reached on {day}" in read(milestone.get_absolute_url()).content.decode()


def test_old_evidence_is_not_offered_as_a_reason(
    client: Any, scope: Any, director: Any, sign_in: Any, milestone: Any
) -> None:
    actions.move_milestone(milestone, "reached", actor=director, reason="Minutes", link=show_milestone(milestone))
    sign_in(client, director)
    form = client.get(milestone.get_absolute_url()).context["form"]
    assert form["words"].value() is None
    where = reverse("move_milestone", args=[scope.slug, milestone.pk])
    assert client.post(where, {"state": "planned", "words": ""}).status_code == 422


def test_one_way_is_no_choice(client: Any, scope: Any, director: Any, sign_in: Any, milestone: Any) -> None:
    sign_in(client, director)
    assert "What is the status?" in client.get(milestone.get_absolute_url()).content.decode()
    actions.move_milestone(milestone, "reached", actor=director, reason="Minutes", link=show_milestone(milestone))
    page = client.get(milestone.get_absolute_url()).content.decode()
    assert "What is the status?" not in page
    assert 'type="radio"' not in page
    assert '<input type="hidden" name="state" value="planned"' in page
    where = reverse("move_milestone", args=[scope.slug, milestone.pk])
    assert client.post(where, {"state": "planned", "words": "It was another day"}).status_code == 302
    milestone.refresh_from_db()
    assert milestone.state == "planned"


def change(client: Any, city: Any, row: Any, **values: Any) -> Any:
    """What the form answers."""
    fields = {"title_en": "First lab", "due_on": row.due_on, **values}
    return client.post(reverse("change_milestone", args=[city.slug, row.pk]), fields)


def test_it_is_not_moved_to_a_day_that_is_over(
    client: Any, scope: Any, director: Any, sign_in: Any, milestone: Any
) -> None:
    answer = change(sign_in(client, director), scope, milestone, due_on=milestone.due_on + timedelta(days=1))
    assert answer.status_code == 422
    assert answer.context["form"].errors["due_on"][0].startswith("This day is over.")
    assert Milestone.objects.get(pk=milestone.pk).due_on == milestone.due_on


def test_one_whose_day_is_over_changes_in_all_else(
    client: Any, scope: Any, director: Any, sign_in: Any, milestone: Any
) -> None:
    assert change(sign_in(client, director), scope, milestone, title_en="A new title").status_code == 302
    assert Milestone.objects.get(pk=milestone.pk).title["en"] == "A new title"


def test_one_whose_day_is_over_moves_to_today(scope: Any, director: Any) -> None:
    year = next(one for one in ProgramFactory().years.all() if one.starts_on < scope.today() <= one.ends_on)
    day = year.starts_on
    made = Milestone.objects.create(year=year, title={"en": "Second lab"}, due_on=day, baseline_due_on=day)
    actions.change_milestone(made, actor=director, due_on=scope.today())
    assert Milestone.objects.get(pk=made.pk).due_on == scope.today()


def test_the_way_back_asks_for_the_reason_alone(
    client: Any, scope: Any, director: Any, sign_in: Any, milestone: Any
) -> None:
    actions.reach_milestone(milestone, actor=director, evidence="The minutes", link=show_milestone(milestone))
    sign_in(client, director)
    page = client.get(milestone.get_absolute_url()).content.decode()
    assert "Reached: what the record does not say" not in page
    assert "(optional)" not in page
    answer = client.post(reverse("move_milestone", args=[scope.slug, milestone.pk]), {"state": "planned", "words": ""})
    assert answer.status_code == 422
    assert "Say why it is open again." in answer.content.decode()


@pytest.mark.parametrize(("state", "said"), [("reached", "is reached and stays"), ("dropped", "was dropped and stays")])
def test_the_form_of_one_that_is_over_says_so_at_once(client, scope, director, sign_in, milestone, state, said):
    type(milestone).objects.filter(pk=milestone.pk).update(state=state, evidence="Minutes", reached_by="words")
    sign_in(client, director)
    page = client.get(reverse("change_milestone", args=[scope.slug, milestone.pk])).content.decode()
    assert said in page
    assert 'class="row save"' not in page


def test_the_list_calls_the_day_of_one_that_is_reached_its_due_day(
    client: Any, director: Any, milestone: Any, sign_in: Any
) -> None:
    actions.move_milestone(milestone, "reached", actor=director, reason="Minutes", link=show_milestone(milestone))
    page = sign_in(client, director).get(reverse("program", args=[milestone.city.slug])).content.decode()
    link = page.index(f'class="cover" href="{milestone.get_absolute_url()}"')
    row = " ".join(re.sub("<[^>]*>", " ", page[link : page.index("</li>", link)]).split())
    assert " ".join(f"Due {format_day(milestone.due_on)}".split()) in row
