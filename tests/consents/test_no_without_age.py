"""Whoever was asked by mail says no without an age, and whoever asked reads what is true of the answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from consents.actions.said_ages import say_age
from consents.values import age_of
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.sentences import message_subject, record_sentence
from labs.actions.members import add_member
from labs.models import CohortMember
from stakeholders.actions import appoint_representative, end_representation
from stakeholders.models import Organisation, Profile, Representation
from tests.factories import CohortFactory, OrganisationFactory
from tests.support import refused, say_adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(scope: City) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def asked(organisation: Organisation, director: User) -> Representation:
    return ask_omar(organisation, director)


def ask_omar(organisation: Organisation, director: User) -> Representation:
    return appoint_representative(organisation, actor=director, email="omar@example.org", display_name="Omar")


@pytest.fixture
def seat(scope: City, director: User) -> CohortMember:
    cohort = CohortFactory(state="recruiting", capacity=8)
    return add_member(cohort, actor=director, display_name="Kim", email="kim@example.org", sector=2, agreed=False)


def say_young(profile: Profile) -> Profile:
    today = profile.city.today()
    return say_age(profile, age_of(today.year - 16, 1, today, profile.city.account_age), actor=profile.user)


class TestTheNoOfTheMail:
    def test_of_a_cohort_asks_no_age(self, client: Client, seat: CohortMember, sign_in: Any) -> None:
        sign_in(client, seat.profile.user, second_factor=False)
        cohort = seat.cohort.get_absolute_url()
        no = reverse("give_up_seat", args=[seat.city.slug, seat.pk])
        assert client.get(f"{cohort}?answer=no").url == no
        assert "/my-age/" in client.get(cohort).url
        page = client.get(no).content.decode()
        assert "Decline the place in the cohort" in page
        assert client.post(no).url == reverse("city", args=[seat.city.slug])
        seat.refresh_from_db()
        assert (seat.state, seat.has_declined, seat.profile.user.is_age_unsaid) == ("withdrawn", True, True)

    def test_of_a_cohort_is_no_way_round_the_question_once_answered(
        self, client: Client, seat: CohortMember, sign_in: Any
    ) -> None:
        CohortMember.objects.update(state="active", typed_name="")
        sign_in(client, seat.profile.user, second_factor=False)
        assert "/my-age/" in client.get(f"{seat.cohort.get_absolute_url()}?answer=no").url

    def test_of_a_representation_asks_no_age(
        self, client: Client, asked: Representation, director: User, sign_in: Any
    ) -> None:
        sign_in(client, asked.profile.user, second_factor=False)
        page, no = asked.get_absolute_url(), reverse("end_representation", args=[asked.city.slug, asked.pk])
        assert client.get(f"{page}?answer=no").url == no
        assert "/my-age/" in client.get(page).url
        shown = client.get(no).content.decode()
        assert "Decline to represent" in shown
        assert "Decline</button>" in " ".join(shown.split()).replace(" </button>", "</button>")
        assert client.post(no, {"reason": ""}).url == reverse("city", args=[asked.city.slug])
        asked.refresh_from_db()
        assert asked.has_ended


class TestWhoAskedToRepresent:
    def test_reads_of_a_no_that_it_was_not_accepted(self, asked: Representation, director: User) -> None:
        end_representation(asked, actor=asked.profile.user)
        (notice,) = Notice.objects.filter(user=director)
        sentence = message_subject(notice.verb, notice.target_type, notice.data)
        assert sentence == f"Not accepted: the request to represent {asked.organisation}"
        entry = AuditEntry.objects.get(verb="stakeholders.representative_declined")
        assert "stepped down" not in record_sentence(entry.verb, entry.target_type, entry.data)
        assert not AuditEntry.objects.filter(verb="stakeholders.representative_left").exists()

    def test_of_somebody_under_18_reads_the_same_and_the_person_why(
        self, client: Client, asked: Representation, director: User, sign_in: Any
    ) -> None:
        say_young(asked.profile)
        (notice,) = Notice.objects.filter(user=director)
        assert notice.verb == "stakeholders.representative_declined"
        assert not Message.objects.filter(kind="stakeholders.representative_ended").exists()
        sign_in(client, User.objects.get(pk=asked.profile.user_id), second_factor=False)
        page = client.get(asked.get_absolute_url()).content.decode()
        assert "This role is for adults." in page
        assert "Ask to be appointed again" not in page

    def test_asks_again_and_reads_that_the_role_is_for_adults(
        self, asked: Representation, organisation: Organisation, director: User
    ) -> None:
        say_young(asked.profile)
        assert refused(lambda: ask_omar(organisation, director)) == "stakeholders.representative_declined"
        # Who never asked this address learns nothing of whose it is.
        assert refused(lambda: ask_omar(OrganisationFactory(), director)) == "stakeholders.joins_alone"

    def test_of_an_adult_who_stops_reads_that_they_stopped(self, asked: Representation, director: User) -> None:
        say_adult(asked.profile)
        Representation.objects.update(accepted_at=asked.profile.created_at)
        asked.refresh_from_db()
        end_representation(asked, actor=asked.profile.user)
        assert AuditEntry.objects.filter(verb="stakeholders.representative_left").exists()
        assert not AuditEntry.objects.filter(verb="stakeholders.representative_declined").exists()
