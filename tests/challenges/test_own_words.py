"""What readers of a challenge and a moderator read in words made for them."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from challenges.actions import support_idea
from challenges.forms.staff import ChallengeForm
from challenges.models import Challenge, Contribution, IdeaPhoto
from educities.kit.forms import get_field
from stakeholders.forms.area_select import AreaField
from stakeholders.models import Area, Profile
from tests.challenges.people import published
from tests.factories import ChallengeFactory, ProfileFactory

pytestmark = pytest.mark.django_db


def test_the_area_of_a_challenge_is_chosen_as_in_a_profile(scope: Any) -> None:
    call_command("load_areas", verbosity=0)
    field = get_field(ChallengeForm(), "area", AreaField)
    assert set(field.queryset) == set(Area.objects.choosable(skills_only=True))
    assert not field.required


def test_a_challenge_about_a_whole_group_of_areas_keeps_it(scope: Any) -> None:
    call_command("load_areas", verbosity=0)
    group = Area.objects.groups().first()
    field = get_field(ChallengeForm(instance=ChallengeFactory(area=group)), "area", AreaField)
    assert field.clean(str(group.pk)) == group


def test_why_a_photo_is_refused_speaks_of_the_photo() -> None:
    assert str(IdeaPhoto.Rule.QUESTION.label) == "has nothing to do with the idea"
    with override("he"):
        for rule in (IdeaPhoto.Rule.QUESTION, IdeaPhoto.Rule.KINDNESS):
            assert str(rule.label) != str(Contribution.Rule(rule.value).label)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"places": 40, "places_taken": 7}, "7 of 40 places taken"),
        ({"state": "answered"}, ""),
        ({"places_taken": 1}, "1 person"),
    ],
)
def test_how_many_take_part_is_said_where_it_means_something(client: Any, scope: Any, fields: Any, says: str) -> None:
    page = client.get(ChallengeFactory(**fields).get_absolute_url()).content.decode()
    assert ("Taking part</dt>" in page) is bool(says)
    assert says in page


def test_a_support_is_withdrawn_by_its_own_name(client: Any, resident: Any, scope: Any, sign_in: Any) -> None:
    challenge: Challenge = ChallengeFactory()
    idea = published(ProfileFactory(), challenge, text="A swing for the little ones")
    sign_in(client, resident)
    support_idea(idea, profile=Profile.objects.get(user=resident), actor=resident)
    assert "Withdraw my support" in client.get(challenge.get_absolute_url()).content.decode()


def test_residents_find_one_name_for_what_the_city_asks(client: Any, scope: Any) -> None:
    page = client.get("/c/bat-galim/challenges/").content.decode()
    assert "What the city asks" in page.partition("<title>")[2].partition("</title>")[0]
    assert "<h1>What the city asks</h1>" in page
