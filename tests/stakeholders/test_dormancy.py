"""Organisations that went quiet: what counts as an act, who is asked, and by what they are active again."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from journeys.actions.initiatives import report_progress
from stakeholders import actions
from stakeholders.actions import dormancy
from stakeholders.models import Organisation
from stakeholders.queries.dormancy import build_still_here_link, find_still_here, list_quiet_organisations
from stakeholders.tasks import rest_quiet
from tests.factories import (
    AreaFactory,
    InitiativeFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def voice(scope: Any) -> Any:
    """Who speaks for an organisation that is quiet for 200 days."""
    user = MembershipFactory(city=scope).user
    about = {"organisation__state": "dormant", "organisation__last_act_at": days_ago(200)}
    return RepresentationFactory(profile__user=user, **about)


def test_after_half_a_year_it_is_dormant_by_itself(scope: Any) -> None:
    quiet = OrganisationFactory(last_act_at=days_ago(181))
    lately = OrganisationFactory(last_act_at=days_ago(179))
    waiting = OrganisationFactory(state="proposed", last_act_at=days_ago(900))
    with city_scope(None):
        assert [rest_quiet(), rest_quiet()] == [1, 0]
    states = dict(Organisation.objects.values_list("pk", "state"))
    assert states == {quiet.pk: "dormant", lately.pk: "active", waiting.pk: "proposed"}
    assert verbs_of(quiet) == ["stakeholders.organisation_dormant"]


@pytest.mark.parametrize("act", ["claim", "initiative", "answer", "own_change"])
def test_an_act_makes_it_active_again(scope: Any, director: Any, voice: Any, act: str) -> None:
    organisation, user = voice.organisation, voice.profile.user
    if act == "claim":
        actions.claim_area(organisation, actor=user, area=AreaFactory(), kind="strength")
    elif act == "initiative":
        report_progress(InitiativeFactory(owner=organisation, state="piloting"), actor=director, progress=30)
    elif act == "answer":
        dormancy.answer_still_here(organisation, actor=user)
    else:
        actions.change_organisation(organisation, actor=user, phone="03-5551234")
    now = Organisation.objects.get(pk=organisation.pk)
    assert now.state == "active"
    assert now.last_act_at > days_ago(1)
    assert "stakeholders.organisation_woken" in verbs_of(organisation)


def test_what_the_office_corrects_is_no_sign_of_life(scope: Any, director: Any, voice: Any) -> None:
    actions.change_organisation(voice.organisation, actor=director, phone="03-5551234")
    dormancy.ask_organisation(voice.organisation, actor=director)
    now = Organisation.objects.get(pk=voice.organisation_id)
    assert (now.state, now.last_act_at) == ("dormant", voice.organisation.last_act_at)


def test_the_director_sees_who_is_dormant_within_a_month(scope: Any) -> None:
    soon = OrganisationFactory(last_act_at=days_ago(160))
    OrganisationFactory(last_act_at=days_ago(140))
    dormant = OrganisationFactory(state="dormant", last_act_at=days_ago(400))
    assert list(list_quiet_organisations()) == [soon, dormant]


class TestQuestion:
    def test_it_goes_to_who_speaks_for_it_once_a_month(self, voice: Any, director: Any) -> None:
        assert dormancy.ask_organisation(voice.organisation, actor=director) == 1
        assert Message.objects.get(kind="stakeholders.organisation_asked").user == voice.profile.user
        code = refused(lambda: dormancy.ask_organisation(voice.organisation, actor=director))
        assert code == "stakeholders.organisation_asked_lately"

    def test_nobody_to_ask_is_said(self, scope: Any, director: Any) -> None:
        organisation = OrganisationFactory()
        code = refused(lambda: dormancy.ask_organisation(organisation, actor=director))
        assert code == "stakeholders.nobody_to_ask"

    def test_one_tap_answers_without_signing_in(self, client: Any, voice: Any) -> None:
        link = build_still_here_link(voice.organisation, voice.profile.user_id)
        path = "/c/" + link.partition("/c/")[2]
        assert client.get(path).status_code == 200
        assert Organisation.objects.get(pk=voice.organisation_id).state == "dormant"
        assert client.post(path).status_code == 302
        assert Organisation.objects.get(pk=voice.organisation_id).state == "active"
        assert "Your answer is noted." in client.get(path).content.decode()

    def test_who_no_longer_speaks_for_it_answers_nothing(self, client: Any, voice: Any) -> None:
        link = build_still_here_link(voice.organisation, voice.profile.user_id)
        type(voice).objects.update(ends_on=voice.city.today())
        path = "/c/" + link.partition("/c/")[2]
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
        assert Organisation.objects.get(pk=voice.organisation_id).state == "dormant"

    def test_a_link_of_another_city_or_a_forged_one_is_none(self, voice: Any, other_city: Any) -> None:
        token = build_still_here_link(voice.organisation, voice.profile.user_id).rstrip("/").rpartition("/")[2]
        assert find_still_here(token + "x") is None
        with city_scope(other_city.pk):
            assert find_still_here(token) is None


class TestPages:
    def test_the_list_asks_by_one_click(self, client: Any, sign_in: Any, voice: Any, director: Any) -> None:
        sign_in(client, director)
        url = reverse("quiet_organisations", args=[voice.city.slug])
        ask = reverse("ask_organisation", args=[voice.city.slug, voice.organisation_id])
        assert ask in client.get(url).content.decode()
        client.post(ask, {"next": url})
        assert ask not in client.get(url).content.decode()

    def test_a_representative_answers_on_the_page(self, client: Any, sign_in: Any, voice: Any) -> None:
        sign_in(client, voice.profile.user)
        here = reverse("answer_still_here", args=[voice.city.slug, voice.organisation_id])
        assert here in client.get(voice.organisation.get_absolute_url()).content.decode()
        client.post(here)
        assert Organisation.objects.get(pk=voice.organisation_id).state == "active"

    def test_a_list_costs_the_same(self, client: Any, sign_in: Any, scope: Any, director: Any) -> None:
        sign_in(client, director)

        def more(count: int) -> None:
            with city_scope(scope.pk):
                OrganisationFactory.create_batch(count, state="dormant")

        assert_same_queries(lambda: client.get(reverse("quiet_organisations", args=[scope.slug])), more)


def test_all_that_went_quiet_are_asked_in_one_act(client: Any, sign_in: Any, voice: Any, director: Any) -> None:
    """Those that nobody speaks for are left out; a second press says that nobody is left to ask."""
    user = MembershipFactory(city=voice.city).user
    other = RepresentationFactory(profile__user=user, organisation__last_act_at=days_ago(170)).organisation
    OrganisationFactory(last_act_at=days_ago(170))
    page, ask = (f"/c/bat-galim/organisations/quiet/{end}" for end in ("", "ask/"))
    sign_in(client, director)
    assert client.get(page).context["may_ask_all"]
    answers = [str(next(iter(client.post(ask, follow=True).context["messages"]))) for _press in range(2)]
    assert [answers[0].startswith("2 organisations"), answers[1].startswith("There is nobody")] == [True, True]
    asked = set(Organisation.objects.exclude(asked_at=None).values_list("pk", flat=True))
    assert asked == {voice.organisation_id, other.pk}
