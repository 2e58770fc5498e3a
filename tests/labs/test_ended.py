"""What is over stays as it was: nothing new is asked, planned or paused there, and its forms say so at once."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import Message, Notice
from labs.actions import cohorts, labs, members
from labs.actions import overrides as actions
from labs.models import Cohort, CohortMember, Lab, Override
from tests.factories import CohortFactory, CohortMemberFactory, LabFactory, ProfileFactory, UserFactory, in_days
from tests.labs import ways
from tests.support import refused

pytestmark = pytest.mark.django_db
WANTED = {"reason": "A reason of more than twenty characters", "remedy": "We invite them", "wanted_until": None}


def ask(target: Cohort | Lab, code: str, actor: Any) -> Override:
    return actions.request_override(target, code, actor=actor, **{**WANTED, "wanted_until": in_days(20)})


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_no_override_is_asked_or_granted_for_a_cohort_that_is_over(
    scope: Any, director: Any, steward: Any, state: str
) -> None:
    cohort = CohortFactory(stage=2)
    waiting = ask(cohort, "G11", director)
    Cohort.objects.filter(pk=cohort.pk).update(state=state)
    cohort.refresh_from_db()
    override = Override.objects.select_related("cohort", "lab", "city", "requested_by").get(pk=waiting.pk)
    grant = {"actor": steward, "until": in_days(10)}
    assert refused(lambda: actions.grant_override(override, **grant)) == "labs.override_of_ended"
    assert refused(lambda: ask(cohort, "G13", director)) == "labs.override_of_ended"


def test_no_override_is_asked_for_a_closed_lab(scope: Any, director: Any) -> None:
    lab = LabFactory(state="closed")
    assert refused(lambda: ask(lab, "L1", director)) == "labs.override_of_ended"


def test_a_closed_lab_is_not_paused_by_another_door(scope: Any, director: Any) -> None:
    lab = LabFactory(state="closed")
    for step in (
        lambda: labs.pause_lab(lab, actor=director, reason="By mistake"),
        lambda: labs.resume_lab(lab, actor=director),
        lambda: labs.launch_lab(lab, actor=director),
        lambda: cohorts.plan_cohort(lab, actor=director, name={"en": "One"}),
    ):
        assert refused(step) in {"labs.lab_not_paused", "labs.lab_closed"}
    lab.refresh_from_db()
    assert lab.state == Lab.State.CLOSED


def test_a_cohort_that_is_over_keeps_its_plan(scope: Any, director: Any) -> None:
    cohort = CohortFactory(state="completed", capacity=20)
    assert refused(lambda: cohorts.change_cohort(cohort, actor=director, capacity=22)) == "labs.cohort_over"


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("change_cohort", "completed", "This cohort is over. It stays on record as it was."),
        ("new_session", "cancelled", "You cannot plan anything new for it."),
        ("new_session", "suspended", "You cannot plan anything new for it."),
        ("new_expedition", "completed", "You cannot plan anything new for it."),
        ("new_initiative", "completed", "You cannot plan anything new for it."),
    ],
)
def test_its_forms_say_so_instead_of_asking(
    client: Any, scope: Any, director: Any, sign_in: Any, name: str, state: str, words: str
) -> None:
    cohort = CohortFactory(state=state, stage=4)
    sign_in(client, director)
    page = client.get(reverse(name, args=[scope.slug, cohort.pk])).content.decode()
    assert words in page
    assert page.partition('id="main"')[2].count('<button class="btn primary">') == 0


@pytest.mark.parametrize("name", ["change_lab", "new_cohort", "rest_lab"])
def test_the_forms_of_a_closed_lab_say_so(client: Any, scope: Any, director: Any, sign_in: Any, name: str) -> None:
    sign_in(client, director)
    page = client.get(reverse(name, args=[scope.slug, LabFactory(state="closed").pk])).content.decode()
    assert "This lab is closed. Reopen the lab first." in page


def test_an_override_that_waits_is_not_asked_for_once_more(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    cohort = CohortFactory(stage=2)
    ask(cohort, "G11", director)
    sign_in(client, director)
    page = client.get(reverse("request_override", args=[scope.slug, cohort.pk, "G11"])).content.decode()
    assert "Someone has already asked for an override of this condition." in page


class TestTwins:
    """Sent twice is one; the same name with other words is a question, never a "saved" that saved nothing."""

    def test_a_cohort(self, scope: Any, director: Any) -> None:
        lab = ways.ready_lab()
        plan = {"name": {"en": "Families"}, "capacity": 20}
        first = cohorts.plan_cohort(lab, actor=director, **plan)
        assert cohorts.plan_cohort(lab, actor=director, **plan) == first
        again = {**plan, "capacity": 22}
        assert refused(lambda: cohorts.plan_cohort(lab, actor=director, **again)) == "labs.cohort_named_so"

    def test_a_lab(self, scope: Any, director: Any) -> None:
        fields = {"name": {"en": "Street"}, "question": {"en": "How?"}}
        assert labs.begin_lab(actor=director, **fields) == labs.begin_lab(actor=director, **fields)
        fields = {**fields, "question": {"en": "Why?"}}
        assert refused(lambda: labs.begin_lab(actor=director, **fields)) == "labs.lab_named_so"


class TestInvitations:
    @pytest.fixture
    def seat(self, scope: Any, director: Any) -> CohortMember:
        cohort = CohortFactory(state="recruiting", capacity=9)
        profile = ProfileFactory(user=UserFactory())
        return members.add_member(cohort, actor=director, profile=profile, sector=1, agreed=False)

    def waiting(self) -> int:
        return Message.objects.filter(kind="labs.member_invited", state="pending").count()

    def test_what_has_not_gone_out_does_not_once_the_cohort_is_cancelled(
        self, seat: CohortMember, director: Any
    ) -> None:
        assert self.waiting() == 1
        cohorts.cancel_cohort(seat.cohort, actor=director, reason="No budget")
        assert self.waiting() == 0
        told = Notice.objects.filter(user=seat.profile.user).values_list("verb", flat=True)
        assert "labs.cohort_cancelled" in told

    def test_nor_once_the_place_is_given_up(self, seat: CohortMember, director: Any) -> None:
        members.leave_cohort(seat, actor=director)
        assert self.waiting() == 0

    def test_who_has_not_answered_is_named_to_those_who_asked_only(
        self, client: Any, seat: CohortMember, director: Any, sign_in: Any
    ) -> None:
        inside = CohortMemberFactory(cohort=seat.cohort, profile__user=UserFactory())
        url = reverse("cohort_members", args=[seat.city.slug, seat.cohort_id])
        for user, is_named in ((inside.profile.user, False), (director, True)):
            sign_in(client, user)
            assert (seat.profile.display_name in client.get(url).content.decode()) is is_named
