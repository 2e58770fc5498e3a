"""A place is given by two: the head of school says yes, and somebody else decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accelerator.actions import enrolments, head
from accelerator.models import Accelerator, Enrolment
from accelerator.queries.hands import list_refusals
from cities.models import City
from educities.accounts.models import User
from stakeholders.models import Profile
from tests.accelerator.support import HEAD, agree, apply, find_link, make_teacher
from tests.accelerator.test_days import make_leader
from tests.factories import MembershipFactory, ProfileFactory, UserFactory, in_days
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db
OWN_ANSWER = "You or someone acting for you said yes to this as head of school."


class TestOwnAnswer:
    def test_who_said_yes_as_head_does_not_enrol(
        self, client: Client, scope: City, intake: Accelerator, rana: Profile, director: User, sign_in: Any
    ) -> None:
        name, _at, domain = director.email.partition("@")
        row = agree(apply(intake, rana, head_email=f"{name}+school@{domain}"))
        assert refused(lambda: enrolments.enrol_teacher(row, actor=director)) == "accelerator.own_answer"
        deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=in_days(9)).user
        assert refused(lambda: enrolments.enrol_teacher(row, actor=deputy)) == "accelerator.own_answer"
        page = sign_in(client, director).get(row.get_absolute_url()).content.decode()
        assert OWN_ANSWER in page
        assert "/enrol/" not in page
        other = MembershipFactory(city=scope, role="director").user
        assert enrolments.enrol_teacher(row, actor=other).state == "enrolled"

    def test_filling_the_places_leaves_it_to_somebody_else(
        self, scope: City, intake: Accelerator, rana: Profile, director: User
    ) -> None:
        own = agree(apply(intake, rana, head_email=director.email))
        other = agree(apply(intake, make_teacher(scope)))
        assert len(enrolments.fill_places(intake, actor=director)) == 1
        assert [fresh(row).state for row in (own, other)] == ["head_approved", "enrolled"]

    @pytest.mark.parametrize("who", ["director", "leader"])
    def test_a_link_that_was_passed_on_opens_nothing_for_who_decides(
        self, client: Client, intake: Accelerator, rana: Profile, director: User, sign_in: Any, who: str
    ) -> None:
        user = director if who == "director" else make_leader(intake).user
        row = apply(intake, rana)
        sign_in(client, user)
        assert client.get(find_link(row)).status_code == 410
        client.post(find_link(row), {"answer": "yes", "release_hours": "2", "substitute": "Dana"})
        assert fresh(row).state == "applied"
        client.logout()
        assert client.get(find_link(row)).status_code == 200

    def test_who_decides_and_is_the_head_answers_by_the_own_mail(
        self, client: Client, intake: Accelerator, rana: Profile, director: User, sign_in: Any
    ) -> None:
        row = apply(intake, rana, head_email=director.email)
        assert sign_in(client, director).get(find_link(row)).status_code == 200


class TestEarlierRefusal:
    @pytest.fixture
    def declined(self, intake: Accelerator, rana: Profile) -> Enrolment:
        row = apply(intake, rana)
        head.refuse_as_head(row, reason="Two are away")
        return fresh(row)

    def test_who_decides_reads_of_an_earlier_no_and_nobody_else_does(
        self,
        client: Client,
        scope: City,
        intake: Accelerator,
        rana: Profile,
        director: User,
        declined: Any,
        sign_in: Any,
    ) -> None:
        row, leader = apply(intake, rana, head_email="friend@elsewhere.example.org"), make_leader(intake)
        for state in ("applied", "head_approved"):
            assert fresh(row).state == state
            page = sign_in(client, director).get(row.get_absolute_url()).content.decode()
            assert "Before, a head of school said no to this teacher" in page
            assert "Two are away" in page
            assert HEAD in page
            client.logout()
            for reader, second in ((rana.user, False), (leader.user, True)):
                page = sign_in(client, reader, second_factor=second).get(row.get_absolute_url()).content.decode()
                assert "Before, a head" not in page
                assert "Two are away" not in page
                client.logout()
            agree(row) if state == "applied" else None
        enrolments.enrol_teacher(row, actor=director)
        assert "Before, a head" not in sign_in(client, director).get(row.get_absolute_url()).content.decode()

    def test_it_stands_also_where_the_teacher_applies_from_a_second_account(
        self,
        client: Client,
        scope: City,
        intake: Accelerator,
        rana: Profile,
        director: User,
        declined: Any,
        sign_in: Any,
    ) -> None:
        name, _at, domain = rana.user.email.partition("@")
        user = UserFactory(email=f"{name}+two@{domain}")
        MembershipFactory(city=scope, user=user)
        row = apply(intake, ProfileFactory(user=user))
        assert "Two are away" in sign_in(client, director).get(row.get_absolute_url()).content.decode()

    def test_what_the_city_declined_itself_and_what_others_were_told_does_not_stand_there(
        self, client: Client, scope: City, intake: Accelerator, rana: Profile, director: User, sign_in: Any
    ) -> None:
        enrolments.decline_application(agree(apply(intake, rana)), actor=director, reason="Full")
        head.refuse_as_head(apply(intake, make_teacher(scope)), reason="Another one’s")
        row = apply(intake, rana)
        assert "Before, a head" not in sign_in(client, director).get(row.get_absolute_url()).content.decode()

    def test_the_latest_no_stands_first(self, intake: Accelerator, rana: Profile, declined: Enrolment) -> None:
        Enrolment.objects.filter(pk=declined.pk).update(head_answered_at=timezone.now() - timedelta(days=400))
        head.refuse_as_head(second := apply(intake, rana), reason="Again")
        row = apply(intake, rana)
        assert [one.pk for one in list_refusals(row)] == [second.pk, declined.pk]
