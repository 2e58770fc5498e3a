"""Beside a state stands why; a milestone missed before its day asks; the history calls fields by names people know."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from educities.activity.texts.history_rows import _name_field
from educities.kit.concurrent_edit import ConcurrentEditForm
from programs import actions
from programs.actions import AskAgain
from programs.models import Milestone, Program, Suspension
from programs.queries.ribbon import build_ribbon, load_ribbon_parts
from programs.renderers.ribbon_svg import render_ribbon_svg
from tests.factories import ProgramFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(scope: Any, director: Any) -> Program:
    day = scope.today()
    made: Program = ProgramFactory(starts_on=day - timedelta(days=80), signed_on=day - timedelta(days=90))
    return made


def first_due(program: Program, days: int) -> Milestone:
    """A milestone of year 1 that is due so many days from today."""
    row = Milestone.objects.select_related("year__program").filter(year__program=program, year__number=1).first()
    assert row is not None
    row.due_on = program.city.today() + timedelta(days=days)
    row.save(update_fields=["due_on"])
    return row


@pytest.mark.parametrize("state", ["at_risk", "missed", "dropped"])
def test_the_reason_stands_beside_the_state_with_who_and_when(
    state: str, client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    row = first_due(program, -3)
    sent = {"state": state, "words": "The hall burned down"}
    answer = sign_in(client, director).post(reverse("move_milestone", args=["bat-galim", row.pk]), sent, follow=True)
    page = answer.content.decode()
    assert answer.context["said"].reason == "The hall burned down"
    assert answer.context["said"].who == "Ruth"
    assert "The reason stands beside it." in page
    assert "Saved." not in page
    # No longer, once it is open again.
    actions.move_milestone(Milestone.objects.get(pk=row.pk), "planned", actor=director, reason="Found another hall")
    assert client.get(row.get_absolute_url()).context["said"] is None


def test_one_that_is_missed_before_its_day_asks_first(
    client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    row = first_due(program, 5)
    with pytest.raises(AskAgain):
        actions.move_milestone(row, "missed", actor=director, reason="No hall")
    sent = {"state": "missed", "words": "No hall"}
    page = sign_in(client, director).post(reverse("move_milestone", args=["bat-galim", row.pk]), sent)
    assert page.status_code == 409
    assert "that day has not passed" in page.content.decode()
    assert 'type="checkbox" name="sure"' in page.content.decode()
    client.post(reverse("move_milestone", args=["bat-galim", row.pk]), {**sent, "sure": "on"})
    row.refresh_from_db()
    assert row.state == "missed"


def test_what_is_missed_is_not_called_overdue_and_its_ring_is_in_the_key(
    client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    for row in Milestone.objects.filter(due_on__lt=program.city.today(), state="planned"):
        actions.move_milestone(row, "missed", actor=director, reason="No hall")
    row = Milestone.objects.filter(due_on__gt=program.city.today()).latest("due_on")
    actions.move_milestone(row, "missed", actor=director, reason="No hall", sure=True)
    page = sign_in(client, director).get(reverse("program", args=["bat-galim"])).content.decode()
    assert "· overdue" not in page
    assert "overdue or missed" in page


def test_a_record_that_is_needed_is_not_called_optional(
    client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    page = sign_in(client, director).get(first_due(program, 5).get_absolute_url()).content.decode()
    assert "(needed if it is reached)" in page
    assert "(optional)" not in page


def list_concurrent_fields() -> list[tuple[str, str]]:
    """Each field of a row that a form of several hands changes: what the history may name."""

    def find_forms(kind: type) -> set[type]:
        return {kind}.union(*(find_forms(one) for one in kind.__subclasses__()))

    found = set()
    for form in find_forms(ConcurrentEditForm):
        meta = getattr(form, "Meta", None)
        model = getattr(meta, "model", None)
        if model is not None:
            columns = {field.name for field in model._meta.get_fields()}
            found |= {(model._meta.label_lower, name) for name in meta.fields if name in columns}
    return sorted(found)


def test_the_history_names_each_changed_field_in_the_readers_language() -> None:
    """A key without a name of its own has been called by its column, in English, on Hebrew pages."""
    assert ("programs.milestone", "owner") in list_concurrent_fields()
    english = []
    for label, name in list_concurrent_fields():
        with translation.override("he"):
            said = _name_field(label, name)
        if any("a" <= sign <= "z" for sign in said.lower()):
            english.append(f"{label}.{name}: {said}")
    assert english == []
    with translation.override("en"):
        assert _name_field("programs.milestone", "owner_role") == "Who is responsible, by role"
    assert apps.get_model("programs.milestone") is Milestone


def test_the_page_says_since_when_and_why_it_rests_and_by_whom(
    client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    today = program.city.today()
    sent = {"starts_on": today, "expected_until": today + timedelta(days=9), "reason": "The schools are closed"}
    answer = sign_in(client, director).post(
        reverse("suspend_program", args=["bat-galim", program.pk]), sent, follow=True
    )
    rest = answer.context["rest"]
    assert (rest.row.starts_on, rest.row.reason, rest.act.who) == (today, "The schools are closed", "Ruth")
    ask = client.get(reverse("resume_program", args=["bat-galim", program.pk])).content.decode()
    assert "The schools are closed" in ask
    answer = client.post(reverse("resume_program", args=["bat-galim", program.pk]), follow=True).content.decode()
    assert "no date has moved" in answer
    assert "0 days" not in answer


def test_what_is_late_does_not_vanish_by_a_rest_of_before(
    director: Any, steward: Any, program: Program, client: Client, sign_in: Any
) -> None:
    """Where a steward accompanies the city a director's rest begins today; the steward's 14 days before at most."""

    def suspend(ago: int, actor: Any) -> str:
        day = program.city.today() - timedelta(days=ago)
        return refused(lambda: actions.suspend_program(program, actor=actor, starts_on=day, reason="Closed"))

    page = sign_in(client, director).get(reverse("suspend_program", args=["bat-galim", program.pk])).content.decode()
    assert "Only the network steward can let it begin earlier" in page
    assert suspend(1, director) == "programs.suspension_first"
    assert suspend(15, steward) == "programs.suspension_first"
    day = program.city.today() - timedelta(days=14)
    actions.suspend_program(program, actor=steward, starts_on=day, reason="Closed")
    assert Suspension.objects.get().starts_on == day


@pytest.mark.parametrize("is_rtl", [False, True])
def test_the_picture_names_its_milestones_and_rings_and_shows_today(
    is_rtl: bool, director: Any, program: Program
) -> None:
    row = first_due(program, 5)
    actions.move_milestone(row, "missed", actor=director, reason="No hall", sure=True)
    today = program.city.today()
    drawn = build_ribbon(load_ribbon_parts(program, list(program.years.all()), today), today)
    text = render_ribbon_svg(drawn, "Five years", is_rtl=is_rtl)
    for said in (*(bead.title[:40] for bead in drawn.beads), "overdue or missed", "next milestone", ">today<"):
        assert said.replace("&", "&amp;").replace("'", "&#x27;") in text
    assert text.count("<circle") == len(drawn.beads) + 4


def test_the_draft_of_a_reason_goes_when_it_has_arrived(
    client: Client, sign_in: Any, director: Any, program: Program
) -> None:
    """The form stands on the milestone's page and is taken by another address: both name the same draft."""
    row = first_due(program, -3)
    kept = (
        sign_in(client, director).get(row.get_absolute_url()).context["form"].fields["words"].widget.attrs["data-draft"]
    )
    sent = {"state": "dropped", "words": "No hall"}
    answer = client.post(reverse("move_milestone", args=["bat-galim", row.pk]), sent)
    arrived = next(value for name, value in answer.cookies.items() if name.endswith("arrived"))
    assert kept in arrived.value.split("|")
