"""How many new people one could meet is told only where the page it leads to shows so many."""

import pytest
from django.urls import reverse

from collaborations.models import Collaboration
from matching.actions.breaks import stop_suggestions
from matching.models import MatchSuggestion
from matching.queries.mine import find_my_meeting
from matching.values import NEW_DAYS
from reports.queries.staff_days import read_day
from stakeholders.models import Profile, StrengthClaim
from tests.collaborations.support import agree_all, propose
from tests.factories import AreaFactory, in_days
from tests.matching.support import grows, knows, make_person, make_town, suggest_to_person
from tests.support import fresh

pytestmark = pytest.mark.django_db
NEW = "new person you could meet"


@pytest.fixture
def town(scope):
    return make_town(scope)


def lines_of(person):
    return [str(line.text) for line in find_my_meeting(person).waiting]


def test_there_is_one_while_the_person_may_be_met(town):
    assert [NEW in line for line in lines_of(town[0])] == [True]


def test_with_three_collaborations_there_is_nobody_new_and_the_page_says_why(client, scope, town, sign_in):
    noa = town[0]
    rows = [agree_all(propose(noa, make_person(scope), title={"en": f"No. {n}"})) for n in range(3)]
    assert lines_of(noa) == []
    sign_in(client, noa.user, second_factor=False)
    page = client.get(reverse("meet", args=[scope.slug])).content.decode()
    assert "You take part in 3 collaborations, as many as one can at once" in page
    assert "We look again every night" not in page
    Collaboration.objects.filter(pk=rows[0].pk).update(state="ended")
    assert [NEW in line for line in lines_of(noa)] == [True]


@pytest.mark.parametrize("why", ["a break", "a need that is gone", "a strength that is hidden"])
def test_what_the_page_does_not_show_is_not_counted(scope, town, why):
    noa, omar, _row = town
    if why == "a break":
        stop_suggestions(noa, actor=noa.user)
    elif why == "a need that is gone":
        StrengthClaim.objects.filter(profile=noa).update(kind="strength")
    else:
        StrengthClaim.objects.filter(profile=omar).update(visibility="me")
    assert lines_of(noa) == []


@pytest.fixture
def leader(scope, director):
    """A director to whom one new person is suggested."""
    leader, area = Profile.objects.get(user=director), AreaFactory()
    grows(leader, area)
    knows(make_person(scope), area)
    suggest_to_person(leader)
    return leader


def is_told(city, leader):
    return any(NEW in str(line.text) for line in read_day(city, fresh(leader.user), 9)[0].lines)


def test_whoever_works_in_the_city_reads_the_same_on_their_day(scope, leader):
    assert is_told(scope, leader)
    for n in range(3):
        agree_all(propose(leader, make_person(scope), title={"en": f"No. {n}"}))
    assert not is_told(scope, leader)


@pytest.mark.parametrize("why", ["a break", "a need that is gone", "a strength that is hidden", "an old one"])
def test_their_day_counts_nobody_whom_the_page_does_not_show(scope, leader, why):
    if why == "a break":
        stop_suggestions(leader, actor=leader.user)
    elif why == "a need that is gone":
        StrengthClaim.objects.filter(profile=leader).update(kind="strength")
    elif why == "a strength that is hidden":
        StrengthClaim.objects.exclude(profile=leader).update(visibility="me")
    else:
        MatchSuggestion.objects.update(shown_on=in_days(-NEW_DAYS))
    assert not is_told(scope, leader)
