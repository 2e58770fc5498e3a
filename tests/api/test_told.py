"""Whatever changes a member that the API shows leaves an event, whose object is the row that was changed."""

from collections.abc import Callable
from typing import Any

import pytest

from challenges.actions.ideas import decrement_idea_count, publish_row
from challenges.actions.participation import join_challenge, leave_challenge
from challenges.models import Challenge, Contribution, Participation
from educities.tenancy.scope import city_scope
from growth.actions.counts import publish_counts
from growth.models import Engine
from programs.actions.program import change_focus
from programs.models import ProgramYear
from stakeholders.actions.sites import add_site
from stakeholders.actions.strengths import claim_area, remove_claim
from stakeholders.models import Organisation, StrengthClaim
from tests.api.shown_rows import find_changed, list_told, newest_event, read_shown
from tests.api.world import World, world
from tests.factories import ProfileFactory, UserFactory

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def claim_strength(actor: Any) -> None:
    organisation = Organisation.objects.earliest("pk")
    claim_area(organisation, actor=actor, area=Engine.objects.get().area, kind="strength", visibility="resident")
    publish_counts()


def unclaim_strength(actor: Any) -> None:
    remove_claim(StrengthClaim.objects.get(organisation__isnull=False), actor=actor)
    publish_counts()


def publish_idea(actor: Any) -> None:
    challenge, author = Challenge.objects.earliest("pk"), ProfileFactory()
    idea = Contribution.objects.create(challenge=challenge, author=author, text="A bench", state="pending")
    publish_row(idea, actor)


# Each act after those before it, with the members that it changes, by the model.
ACTS: dict[str, tuple[Callable[[Any], Any], dict[str, list[str]]]] = {
    "focus": (
        lambda actor: change_focus(ProgramYear.objects.latest("pk"), actor=actor, focus={"en": "Reading together"}),
        {"programs.programyear": ["focus"]},
    ),
    "strength": (
        claim_strength,
        {"stakeholders.organisation": ["last_act_at"], "growth.engine": ["organisations"]},
    ),
    "strength gone": (
        unclaim_strength,
        {"growth.engine": ["organisations"]},
    ),
    "site": (
        lambda actor: add_site(Organisation.objects.earliest("pk"), actor=actor, name={"en": "Yard"}, kind="workplace"),
        {"stakeholders.organisation": ["last_act_at"], "stakeholders.site": ["came"]},
    ),
    "join": (
        lambda actor: join_challenge(Challenge.objects.earliest("pk"), profile=ProfileFactory(), actor=actor),
        {"challenges.challenge": ["places_taken"]},
    ),
    "leave": (
        lambda actor: leave_challenge(Participation.objects.get(), actor=actor),
        {"challenges.challenge": ["places_taken"]},
    ),
    "idea": (
        publish_idea,
        {"challenges.challenge": ["contributions_count"]},
    ),
    "idea gone": (
        lambda _actor: decrement_idea_count(Contribution.objects.get()),
        {"challenges.challenge": ["contributions_count"]},
    ),
}


def test_each_act_that_changes_what_is_shown_is_told_of_the_very_row(world: World) -> None:
    city, actor = world.city, UserFactory()
    with city_scope(city.pk):
        Challenge.objects.update(state="open")
        Organisation.objects.update(state="active")
        publish_counts()
    for name, (act, members) in ACTS.items():
        before, newest = read_shown(city), newest_event(city)
        with city_scope(city.pk):
            act(actor)
        changed = find_changed(before, read_shown(city))
        assert {model: fields for (model, _pk), fields in changed.items()} == members, name
        assert changed.keys() - list_told(city, newest) == set(), name
