"""What a consent names it reaches: other cities by the answer to sharing, and everything within a minute of its last day."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from challenges.actions import join_challenge
from consents.actions import answer_own_consents, take_consent_back
from consents.models import Consent
from consents.tasks import end_consents
from consents.views.own_consents import OwnConsentsForm
from educities.activity.models import AuditEntry, Notice
from educities.celery import BEAT
from stakeholders.actions.verification import vouch_for
from stakeholders.api import People
from stakeholders.models import Profile
from stakeholders.queries.visibility import find_levels
from tests.challenges.people import published
from tests.challenges.pictures import shown_photo_of
from tests.consents.people import YES, answered, child_of
from tests.factories import (
    ChallengeFactory,
    CityFactory,
    CohortMemberFactory,
    LabFactory,
    MembershipFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def read_names() -> list[str]:
    """Whom partner apps read."""
    return [row["name"] for row in People().rows(Request(RequestFactory().get("/")))]


@pytest.fixture
def amal(scope: Any) -> Profile:
    """An adult who chose to be read far away."""
    user = UserFactory()
    MembershipFactory(user=user, city=scope)
    lines = {"story": {"en": "I repair"}, "offer": {"en": "bicycles"}}
    return ProfileFactory(user=user, display_name="Amal", visibilities={"story": "network", "offer": "public"}, **lines)


def test_the_rest_begins_within_a_minute_of_the_last_day(scope: Any) -> None:
    child = answered(child_of(scope), YES).minor
    seat, idea = CohortMemberFactory(profile=child), published(child)
    joined = join_challenge(idea.challenge, profile=child, actor=None)
    Consent.objects.update(valid_until=scope.today() - timedelta(days=1))
    assert end_consents() == len(YES)
    for row in (seat, joined, idea):
        row.refresh_from_db()
    assert (seat.state, joined.state, idea.state) == ("awaiting_consent", "awaiting_consent", "hidden")
    assert end_consents() == 0


def test_each_minute_is_looked_and_by_each_citys_own_day(scope: Any) -> None:
    task, when = BEAT["end consents"]
    assert (task, len(when.minute), len(when.hour)) == ("consents.tasks.end_consents", 60, 24)
    answered(child_of(scope), YES)
    Consent.objects.update(valid_until=scope.today())
    assert end_consents() == 0


def test_a_no_to_sharing_is_read_by_no_partner_and_in_no_other_city(scope: Any, amal: Profile) -> None:
    reader = UserFactory()
    MembershipFactory(user=reader, city=CityFactory())
    assert read_names() == ["Amal"]
    assert find_levels(reader, Profile.objects.get(pk=amal.pk)) == {"network", "public"}
    answer_own_consents(amal, {"sharing": False}, actor=amal.user)
    assert read_names() == []
    assert find_levels(UserFactory(), Profile.objects.get(pk=amal.pk)) == {"public"}
    assert find_levels(UserFactory.build(pk=reader.pk), Profile.objects.get(pk=amal.pk)) == {"public"}
    assert AuditEntry.objects.filter(verb="stakeholders.shared_lines_changed").count() == 1
    answer_own_consents(amal, {"sharing": True}, actor=amal.user)
    assert read_names() == ["Amal"]


def test_how_the_city_knows_a_person_is_read_after_a_yes_alone(amal: Profile, facilitator: Any) -> None:
    vouch_for(amal, actor=facilitator)

    def read_level() -> int | None:
        return People().rows(Request(RequestFactory().get("/"))).get()["verification"]

    assert read_level() is None
    answer_own_consents(amal, {"sharing": True}, actor=amal.user)
    assert read_level() == 1


def test_a_yes_whose_time_is_over_is_no_yes(scope: Any, amal: Profile) -> None:
    answer_own_consents(amal, {"sharing": True}, actor=amal.user)
    Consent.objects.update(valid_until=scope.today() - timedelta(days=1))
    end_consents()
    assert read_names() == []


def test_whoever_is_asked_about_research_reads_that_there_is_none_yet(scope: Any) -> None:
    assert "So far nothing goes to researchers" in str(OwnConsentsForm(now={}).as_p())


def test_photos_of_the_lab_are_hidden_at_once_and_looked_at_again(scope: Any, amal: Profile) -> None:
    child = answered(child_of(scope), YES).minor
    lab = CohortMemberFactory(profile=child).cohort.lab
    near, far = (
        shown_photo_of(published(amal, challenge=ChallengeFactory(lab=place))) for place in (lab, LabFactory())
    )
    take_consent_back(Consent.objects.get(subject=child, purpose="photo"), actor=child.user)
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.state, near.is_public) == ("waiting", False)
    assert far.is_public
    assert Notice.objects.filter(user=amal.user, verb="challenges.photo_checked_again").count() == 1


def test_a_no_where_nobody_had_said_yes_hides_nothing(scope: Any, amal: Profile) -> None:
    photo = shown_photo_of(published(amal))
    answer_own_consents(amal, {"photo": False}, actor=amal.user)
    photo.refresh_from_db()
    assert photo.is_public
    answer_own_consents(amal, {"photo": True}, actor=amal.user)
    answer_own_consents(amal, {"photo": False}, actor=amal.user)
    photo.refresh_from_db()
    assert not photo.is_public
