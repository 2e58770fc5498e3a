"""A guardian leaves the city: what ended is said before and after, and what they signed on paper counts no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from consents.actions.erasure import erase_person, leave_city
from consents.models import GuardianLink
from consents.texts.leaving import list_leaving_effects
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.activity.texts.mails import render_mail
from journeys.actions.trip_consents import answer_trip_consent, ask_trip_consents, enter_trip_form
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.travellers import list_contacts, list_travellers
from labs.models import Cohort
from stakeholders.models import Profile
from tests.consents.people import YES, answered, child_of
from tests.factories import CohortFactory, CohortMemberFactory, ExpeditionFactory, MembershipFactory, UserFactory
from tests.labs.ways import seat_guide
from tests.support import sign_in

pytestmark = pytest.mark.django_db
CHILD, MOTHER, PHONE = "Lior Zamir", "Tamar Quokka", "052-999 0001"


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory()


@pytest.fixture
def trip(scope: City, cohort: Cohort) -> Expedition:
    days = dict.fromkeys(("starts_on", "ends_on"), scope.today() + timedelta(days=3))
    return ExpeditionFactory(cohort=cohort, state="approved", minors_travel=True, safeguarding="Two adults", **days)


@pytest.fixture
def guide(cohort: Cohort) -> Profile:
    return seat_guide(cohort.lab).profile


@pytest.fixture
def row(scope: City, trip: Expedition, guide: Profile) -> Traveller:
    child = child_of(scope, display_name=CHILD)
    CohortMemberFactory(cohort=trip.cohort, profile=child)
    return Traveller.objects.create(expedition=trip, profile=child)


@pytest.fixture
def mother(row: Traveller, scope: City) -> Profile:
    return make_parent(row, scope, "mother@example.org", MOTHER)


@pytest.fixture
def father(row: Traveller, scope: City) -> Profile:
    return make_parent(row, scope, "father@example.org", "Avi Zamir")


def make_parent(row: Traveller, city: City, email: str, name: str) -> Profile:
    found = answered(row.profile, YES, email).guardian
    MembershipFactory(user=found.user, city=city)
    Profile.objects.filter(pk=found.pk).update(display_name=name, phone=PHONE if name == MOTHER else "")
    found.refresh_from_db()
    return found


def read_trip(trip: Expedition) -> Any:
    return list_travellers(Expedition.objects.get(pk=trip.pk))


def say_yes(trip: Expedition, parent: Profile) -> None:
    ask_trip_consents(trip, actor=None)
    row = TripConsent.objects.get(link__guardian=parent)
    answer_trip_consent(row, says_yes=True, actor=parent.user, phone=PHONE)


def titles_of(user: Any) -> set[str]:
    return set(Notice.objects.filter(user=user).values_list("verb", flat=True))


def test_the_page_names_each_child_and_what_ends(
    client: Any, trip: Expedition, mother: Profile, father: Profile
) -> None:
    say_yes(trip, mother)
    page = sign_in(client, mother.user).get(reverse("leave_city", args=[trip.city.slug])).content.decode()
    assert f"you are no longer responsible for {CHILD}" in page
    assert "another adult stays responsible here" in page
    assert f"your yes to the expedition “{trip}”" in page
    GuardianLink.objects.filter(guardian=father).update(state="ended")
    assert "nobody else is responsible here then" in str(list_leaving_effects(mother))
    # The page names the child's need instead.
    page = client.get(reverse("leave_city", args=[trip.city.slug])).content.decode()
    assert "A child takes part here by your consent alone" in page


def test_whom_it_concerns_is_told_and_the_history_has_it(
    trip: Expedition, row: Traveller, guide: Profile, mother: Profile, father: Profile
) -> None:
    say_yes(trip, mother)
    leave_city(mother, actor=mother.user, keep_texts=True)
    assert not read_trip(trip).agreed
    assert "journeys.trip_yes_ended" in titles_of(guide.user)
    assert {"journeys.own_trip_unanswered", "consents.guardian_gone"} <= titles_of(row.profile.user)
    assert {"consents.guardian_gone", "journeys.trip_consent_asked"} <= titles_of(father.user)
    told = history_lines(history_entries()[:20])
    assert {
        f"A yes to the expedition “{trip}” ended: the parent or guardian has left the city",
        "A parent or guardian who left the city is no longer responsible for a child",
    } <= {line.sentence for line in told}
    written = Message.objects.filter(kind__in=["consents.guardian_gone", "journeys.own_trip_unanswered"])
    said = [render_mail(one).text for one in written]
    assert len(said) == 3
    assert not [text for text in [*said, str(told)] if "Quokka" in text or CHILD in text]


@pytest.mark.parametrize("signed_by", ["tamar  quokka", "Mrs Q"])
@pytest.mark.parametrize("erases", [True, False])
def test_what_was_signed_on_paper_goes_with_the_person(
    trip: Expedition, row: Traveller, guide: Profile, mother: Profile, father: Profile, signed_by: str, erases: bool
) -> None:
    """By one of the names, however it is written, or by the phone."""
    phone = "0529990001" if signed_by == "Mrs Q" else ""
    form = {"signed_by": signed_by, "signed_on": trip.city.today(), "says_yes": True, "phone": phone}
    enter_trip_form(row, actor=guide.user, **form)
    assert read_trip(trip).agreed == 1
    if erases:
        erase_person(mother.user, actor=mother.user, keep_texts=False)
    else:
        leave_city(mother, actor=mother.user, keep_texts=False)
    found = read_trip(trip)
    assert found.agreed == 0
    assert signed_by not in str(list_contacts(found))
    assert not TripConsent.objects.filter(signed_by=signed_by).exists()
    assert AuditEntry.objects.filter(verb="journeys.trip_yes_ended").count() == 1


def test_a_form_of_another_adult_stays(
    trip: Expedition, row: Traveller, guide: Profile, mother: Profile, father: Profile
) -> None:
    form = {"signed_by": "Avi Zamir", "signed_on": trip.city.today(), "says_yes": True, "phone": "050-1112223"}
    enter_trip_form(row, actor=guide.user, **form)
    leave_city(mother, actor=mother.user, keep_texts=True)
    assert read_trip(trip).agreed == 1
    assert TripConsent.objects.get(link=None).signed_by == "Avi Zamir"


def test_of_a_journey_that_has_begun_the_yes_stays_without_a_name(
    trip: Expedition, row: Traveller, guide: Profile, mother: Profile, father: Profile
) -> None:
    form = {"signed_by": MOTHER, "signed_on": trip.city.today(), "says_yes": True, "phone": PHONE}
    enter_trip_form(row, actor=guide.user, **form)
    Expedition.objects.filter(pk=trip.pk).update(state="underway")
    leave_city(mother, actor=mother.user, keep_texts=True)
    paper = TripConsent.objects.get(link=None)
    assert (paper.signed_by, paper.phone, paper.state) == ("", "", "given")


def test_who_stands_in_no_family_reads_nothing(trip: Expedition, mother: Profile, father: Profile) -> None:
    stranger = UserFactory()
    leave_city(mother, actor=mother.user, keep_texts=True)
    assert not titles_of(stranger)
