"""Strengths and growth areas in a cohort: who lacks them, and who writes them down for whom."""

import pytest
from django.urls import reverse

from labs.actions.members import add_member
from labs.models import CohortMember
from labs.queries.gates import is_met
from stakeholders.actions import claim_area
from stakeholders.models import Profile, StrengthClaim
from tests.factories import (
    AreaFactory,
    CohortFactory,
    CohortMemberFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory(state="running")


@pytest.fixture
def elder(cohort, facilitator):
    return add_member(cohort, actor=facilitator, display_name="Elder", sector=3)


def test_a_person_without_an_account_is_kept_by_who_wrote_them_down(elder, facilitator):
    assert (elder.profile.managed_by.user, elder.profile.is_placeholder) == (facilitator, False)
    assert facilitator.has_perm("stakeholders.change_profile", elder.profile)


def test_who_leads_the_cohort_writes_claims_down_and_the_gate_opens(client, scope, elder, sign_in):
    guide = UserFactory()
    lab = elder.cohort.lab_id
    MembershipFactory(city=scope, user=guide, role="facilitator", scope_type="lab", scope_id=lab)
    writer = ProfileFactory(user=guide, display_name="Amal")
    sign_in(client, guide)
    url = reverse("claim_for_member", args=[scope.slug, elder.pk])
    members = reverse("cohort_members", args=[scope.slug, elder.cohort_id])
    assert f"{url}?kind=strength" in client.get(members).content.decode()
    assert client.get(url, {"kind": "growth"}).context["form"].initial["kind"] == "growth"
    for kind in ("strength", "growth"):
        assert not is_met("G11", elder.cohort)[0]
        data = {
            "kind": kind,
            "area": AreaFactory(parent=AreaFactory()).pk,
            "level": "1",
            "visibility": "team",
            "words": "Tells stories",
        }
        assert client.post(url, data).url == members
    assert is_met("G11", elder.cohort)[0]
    assert url not in client.get(members).content.decode()
    assert set(StrengthClaim.objects.values_list("profile", "entered_by")) == {(elder.profile_id, writer.pk)}
    page = client.get(reverse("profile", args=[scope.slug, elder.profile_id]))
    assert "entered by" in page.content.decode()


def test_ones_own_words_name_no_other_writer(scope, resident):
    own = claim_area(Profile.objects.get(user=resident), actor=resident, area=AreaFactory(), kind="strength")
    city = claim_area(None, actor=resident, area=AreaFactory(), kind="strength")
    assert (own.entered_by, city.entered_by) == (None, None)


@pytest.mark.parametrize("who", ["member", "other_guide", "account"])
def test_nobody_else_writes_for_a_member(client, scope, elder, director, sign_in, who):
    user = UserFactory()
    if who == "member":
        CohortMemberFactory(cohort=elder.cohort, profile__user=user)
    elif who == "other_guide":
        MembershipFactory(city=scope, user=user, role="facilitator", scope_type="lab", scope_id=CohortFactory().lab_id)
    else:
        user = director
        Profile.objects.filter(pk=elder.profile_id).update(user=UserFactory())
    sign_in(client, user)
    assert client.get(reverse("claim_for_member", args=[scope.slug, elder.pk])).status_code == 403


def test_the_members_page_says_who_lacks_what(client, scope, cohort, facilitator, sign_in):
    seats = CohortMemberFactory.create_batch(3, cohort=cohort, profile__user=None)
    StrengthClaimFactory(profile=seats[0].profile, kind="strength")
    for kind in ("strength", "growth"):
        StrengthClaimFactory(profile=seats[1].profile, kind=kind)
    sign_in(client, facilitator)
    page = client.get(reverse("cohort_members", args=[scope.slug, cohort.pk])).content.decode()
    assert (page.count("no strength named"), page.count("no growth area named")) == (1, 2)


def test_a_member_sees_what_is_missing_of_their_own(client, scope, cohort, sign_in):
    seat = CohortMemberFactory(cohort=cohort, profile__user=UserFactory())
    sign_in(client, seat.profile.user)
    url = reverse("claim_area", args=[scope.slug, seat.profile_id])
    for kind, words in (
        ("strength", "Your strength and your growth area are missing"),
        ("growth", "Your growth area is"),
    ):
        page = client.get(cohort.get_absolute_url()).content.decode()
        assert (words in page, url in page) == (True, True)
        StrengthClaimFactory(profile=seat.profile, kind=kind)
    assert url not in client.get(cohort.get_absolute_url()).content.decode()


def find_people(client, scope, typed):
    return client.get(reverse("find_people", args=[scope.slug]), {"name": "profile", "profile-q": typed})


def test_namesakes_are_told_apart_and_no_hit_is_said(client, scope, cohort, facilitator, sign_in):
    RepresentationFactory(profile__display_name="Dana", organisation=OrganisationFactory(name={"en": "Bakery"}))
    ProfileFactory(display_name="Dana", neighbourhood="Harbour")
    ProfileFactory(display_name="Dana", neighbourhood="Hill", visibilities={"neighbourhood": "me"})
    sign_in(client, facilitator)
    found = find_people(client, scope, "dana").context["options"]
    assert sorted(str(label) for _pk, label, _chosen in found) == ["Dana", "Dana · Bakery", "Dana · Harbour"]
    assert not find_people(client, scope, "dana").context["nothing"]
    assert find_people(client, scope, "zzz").context["nothing"]


def test_the_members_page_costs_the_same_for_kept_people(client, scope, cohort, facilitator, sign_in):
    sign_in(client, facilitator)
    keeper = Profile.objects.get(user=facilitator)
    url, find = (reverse(name, args=[scope.slug, cohort.pk]) for name in ("cohort_members", "new_member"))

    def add(number):
        for _n in range(number):
            CohortMemberFactory(cohort=cohort, profile__managed_by=keeper, entered_by=facilitator)
            RepresentationFactory(profile__display_name="Dana")

    assert_same_queries(lambda: client.get(url), add, most=16)
    assert_same_queries(lambda: client.get(find), add, most=16)
    assert_same_queries(lambda: find_people(client, scope, "dana"), add, most=16)
    assert CohortMember.objects.filter(cohort=cohort).count() == 9
