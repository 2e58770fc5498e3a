"""A closed lab and a cancelled cohort are reopened."""

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Message, Notice
from educities.kit.errors import DomainError
from labs.actions import cohorts, labs, members, reopening
from labs.models import Cohort, CohortMember
from tests.factories import CohortFactory, CohortMemberFactory, LabFactory, ProfileFactory, UserFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db
WHY = "It was the wrong one"


@pytest.fixture
def cohort(scope):
    cohort = CohortFactory(places_taken=2)
    for _n in range(2):
        CohortMemberFactory(cohort=cohort, profile__user=UserFactory())
    ways.seat_guide(cohort.lab)
    return cohort


def cancelled(cohort, actor):
    cohorts.cancel_cohort(cohort, actor=actor, reason="Nobody is left")
    cohort.refresh_from_db()
    return cohort


def test_a_running_cohort_is_paused_with_its_people_and_its_stage(cohort, director):
    cohort.stages.create(stage=cohort.stage, entered_at=timezone.now())
    reopened = reopening.reopen_cohort(cancelled(cohort, director), actor=director, reason=WHY)
    assert (reopened.state, reopened.stages.get().left_at) == ("suspended", None)
    assert set(cohort.members.values_list("state", "left_at")) == {("active", None)}
    assert Cohort.objects.get().places_taken == 2


def test_a_cohort_that_took_members_takes_them_again(cohort, director):
    Cohort.objects.update(state="recruiting")
    cohort.refresh_from_db()
    assert reopening.reopen_cohort(cancelled(cohort, director), actor=director, reason=WHY).state == "recruiting"


def test_its_members_read_why_and_where(cohort, director):
    member = cohort.members.first().profile.user
    cancelled(cohort, director)
    Notice.objects.all().delete()
    Message.objects.all().delete()
    reopening.reopen_cohort(cohort, actor=director, reason=WHY)
    assert Notice.objects.get(user=member).data["reason"] == WHY
    assert Message.objects.filter(kind="labs.cohort_reopened").count() == 2


def test_who_left_before_stays_away(cohort, director):
    left = cohort.members.first()
    members.leave_cohort(left, actor=None)
    reopening.reopen_cohort(cancelled(cohort, director), actor=director, reason=WHY)
    assert sorted(cohort.members.values_list("state", flat=True)) == ["active", "withdrawn"]
    assert Cohort.objects.get().places_taken == 1


def test_a_minor_whose_consent_is_gone_waits_for_it(cohort, director):
    minor = CohortMemberFactory(cohort=cohort, profile=ProfileFactory(age_band="13_15", needs_guardian=True))
    reopening.reopen_cohort(cancelled(cohort, director), actor=director, reason=WHY)
    minor.refresh_from_db()
    assert minor.state == CohortMember.State.AWAITING_CONSENT


def test_not_after_its_days_nor_twice(cohort, director, monkeypatch):
    cancelled(cohort, director)
    with monkeypatch.context() as later, pytest.raises(DomainError) as refused:
        later.setattr(reopening, "REOPEN_DAYS", 0)
        reopening.reopen_cohort(cohort, actor=director, reason=WHY)
    assert refused.value.code == "labs.cohort_not_reopened"
    reopening.reopen_cohort(cohort, actor=director, reason=WHY)
    with pytest.raises(DomainError):
        reopening.reopen_cohort(cohort, actor=director, reason=WHY)


def test_not_in_a_closed_lab_but_after_it_is_open_again(cohort, director):
    cancelled(cohort, director)
    labs.close_lab(cohort.lab, actor=director, reason="No money")
    with pytest.raises(DomainError) as refused:
        reopening.reopen_cohort(cohort, actor=director, reason=WHY)
    assert refused.value.code == "labs.lab_closed"
    reopening.reopen_lab(cohort.lab, actor=director, reason=WHY)
    assert reopening.reopen_cohort(cohort, actor=director, reason=WHY).state != "cancelled"


@pytest.mark.parametrize(("launched_at", "state"), [(timezone.now(), "dormant"), (None, "gathering")])
def test_a_closed_lab_is_where_it_was(scope, director, launched_at, state):
    lab = LabFactory(launched_at=launched_at)
    labs.close_lab(lab, actor=director, reason="No money")
    assert reopening.reopen_lab(lab, actor=director, reason=WHY).state == state
    assert AuditEntry.objects.get(verb="labs.lab_reopened").reason == WHY


def test_the_pages_lead_there_and_back(client, scope, cohort, director, sign_in):
    sign_in(client, director)
    page = reverse("cohort", args=[scope.slug, cohort.pk])
    way = reverse("reopen_cohort", args=[scope.slug, cohort.pk])
    assert way not in client.get(page).content.decode()
    cancelled(cohort, director)
    assert way in client.get(page).content.decode()
    assert client.get(way).status_code == 200
    assert client.post(way, {"reason": ""}).status_code == 422
    assert client.post(way, {"reason": WHY}).url == page
    cohort.refresh_from_db()
    assert cohort.state == "suspended"


def test_a_lab_is_reopened_on_its_page(client, scope, director, sign_in):
    lab = LabFactory()
    labs.close_lab(lab, actor=director, reason="No money")
    sign_in(client, director)
    way = reverse("reopen_lab", args=[scope.slug, lab.pk])
    assert way in client.get(lab.get_absolute_url()).content.decode()
    assert client.post(way, {"reason": WHY}).url == lab.get_absolute_url()
