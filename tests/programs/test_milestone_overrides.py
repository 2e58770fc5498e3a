"""A milestone that no record shows is reached by an override alone: asked by one person, granted by the steward."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from educities.activity.models import Notice
from programs.actions import change_milestone, move_milestone, reach_milestone
from programs.actions import milestone_overrides as overrides
from programs.models import Milestone
from tests.access.filling import FormReader
from tests.factories import ProgramFactory, in_days
from tests.programs.support import show_milestone
from tests.support import refused

pytestmark = pytest.mark.django_db
WHY = "The minutes were lost when the office moved"


@pytest.fixture
def milestone(scope: Any, director: Any) -> Any:
    ProgramFactory(actor=director, signed=True)
    return Milestone.objects.select_related("year__program").filter(year__number=3).first()


def test_invariant_45_a_milestone_is_reached_only_with_a_record_or_an_override(
    milestone: Any, director: Any, steward: Any
) -> None:
    rows = Milestone.objects.filter(pk=milestone.pk)
    for harm in ({}, {"evidence": "Minutes"}, {"evidence": "Minutes", "reached_by": "record"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="reached", **harm)
    assert refused(lambda: reach_milestone(milestone, actor=director, link=None, evidence="Minutes")) == (
        "programs.evidence_missing"
    )
    asked = overrides.request_milestone_override(milestone, actor=director, reason=WHY)
    overrides.grant_milestone_override(asked, actor=steward)
    milestone.refresh_from_db()
    assert (milestone.state, milestone.reached_by, milestone.evidence) == ("reached", "override", WHY)
    move_milestone(milestone, "planned", actor=director, reason="It was a mistake")
    reach_milestone(milestone, actor=director, link=show_milestone(milestone))
    assert milestone.reached_by == "record"


def test_nobody_grants_their_own(milestone: Any, director: Any, steward: Any) -> None:
    asked = overrides.request_milestone_override(milestone, actor=steward, reason=WHY)
    for person in (steward, director):
        assert (
            refused(lambda who=person: overrides.grant_milestone_override(asked, actor=who)) == "programs.override_role"
        )


def test_the_steward_hears_decides_and_the_asker_hears(
    client: Any, milestone: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    slug = milestone.city.slug
    ask = sign_in(client, director)
    where = reverse("request_milestone_override", args=[slug, milestone.pk])
    assert ask.post(where, {"reason": "too short"}).status_code == 409
    assert ask.post(where, {"reason": WHY}).status_code == 302
    assert ask.post(where, {"reason": WHY}).status_code == 409
    asked = milestone.overrides.get()
    assert Notice.objects.filter(verb="programs.milestone_override_requested").get().user_id == steward.pk
    decide = reverse("decide_milestone_override", args=[slug, asked.pk])
    assert ask.get(decide).status_code == 403
    see = sign_in(client, steward)
    assert "count as reached?" in see.get(reverse("dashboard", args=[slug])).content.decode()
    assert WHY in see.get(decide).content.decode()
    assert see.post(decide, {"decision": "refuse", "answer": ""}).status_code == 409
    assert see.post(decide, {"decision": "refuse", "answer": "Ask the forum"}).status_code == 302
    assert Notice.objects.filter(verb="programs.milestone_override_refused").get().user_id == director.pk
    assert "Ask the forum" in see.get(milestone.get_absolute_url()).content.decode()


def test_what_was_asked_for_stays_while_it_waits(
    client: Any, milestone: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    asked = overrides.request_milestone_override(milestone, actor=director, reason=WHY)
    swapped = {"title": {"en": "All 40 schools are rebuilt"}}
    assert refused(lambda: change_milestone(milestone, actor=director, **swapped)) == "programs.milestone_finished"
    page = sign_in(client, director).get(reverse("change_milestone", args=[milestone.city.slug, milestone.pk]))
    assert "was asked for in these words" in page.content.decode()
    overrides.withdraw_milestone_override(asked, actor=director, reason="The words have to change")
    assert change_milestone(milestone, actor=director, **swapped).title == swapped["title"]


@pytest.mark.parametrize("change", [{"title": {"en": "Swapped"}}, {"due_on": in_days(400)}, {"owner_role": "forum"}])
def test_what_is_granted_is_what_was_read(
    client: Any, milestone: Any, director: Any, steward: Any, sign_in: Any, change: Any
) -> None:
    """Days move by a suspension too, which asks nobody about a question that waits."""
    asked = overrides.request_milestone_override(milestone, actor=director, reason=WHY)
    see, decide = (
        sign_in(client, steward),
        reverse("decide_milestone_override", args=[milestone.city.slug, asked.pk]),
    )
    seen = see.get(decide).context["form"]["seen"].value()
    Milestone.objects.filter(pk=milestone.pk).update(**change)
    for sent in (seen, ""):
        answer = see.post(decide, {"decision": "grant", "seen": sent})
        assert (answer.status_code, "Read it again" in answer.content.decode()) == (409, True)
    seen = see.get(decide).context["form"]["seen"].value()
    assert see.post(decide, {"decision": "grant", "seen": seen}).status_code == 302
    assert Milestone.objects.get(pk=milestone.pk).state == "reached"


def test_a_record_ends_the_question(milestone: Any, director: Any, steward: Any) -> None:
    asked = overrides.request_milestone_override(milestone, actor=director, reason=WHY)
    reach_milestone(milestone, actor=director, link=show_milestone(milestone))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_city_without_a_steward_says_so(milestone: Any, director: Any) -> None:
    code = refused(lambda: overrides.request_milestone_override(milestone, actor=director, reason=WHY))
    assert code == "programs.override_not_asked"


def test_words_of_before_stay_and_say_so(client: Any, milestone: Any, director: Any, sign_in: Any) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(state="reached", evidence="Minutes", reached_by="words")
    page = sign_in(client, director).get(milestone.get_absolute_url()).content.decode()
    assert "It was reached by words alone, as it was done before." in page


def test_a_risk_needs_its_reason(milestone: Any, director: Any) -> None:
    assert refused(lambda: move_milestone(milestone, "at_risk", actor=director)) == "programs.reason_missing"
    move_milestone(milestone, "at_risk", actor=director, reason="The school has no room")
    move_milestone(milestone, "planned", actor=director)


def test_the_page_of_a_refused_press_shows_what_stands_now_and_is_pressed_again(
    client: Any, milestone: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    asked = overrides.request_milestone_override(milestone, actor=director, reason=WHY)
    decide = reverse("decide_milestone_override", args=[milestone.city.slug, asked.pk])
    late = sign_in(client, steward).post(decide, {"decision": "grant", "seen": "of before"})
    assert (late.status_code, "Who is responsible" in late.content.decode()) == (409, True)
    ((_address, boxes),) = [
        one for one in FormReader(late.content.decode()).found if any(box.get("name") == "seen" for box in one[1])
    ]
    seen = next(box["value"] for box in boxes if box["name"] == "seen")
    assert client.post(decide, {"decision": "grant", "seen": seen}).status_code == 302
