"""A grown-up's address was mistyped: who reads the wrong one learns nothing more of the child, and answers nothing."""

from typing import Any

import pytest
from django.test import Client

from consents.actions.renewal import SIGNER, find_renewal
from consents.actions.signed_forms import Signature, enter_signed_form
from consents.models import GuardianLink
from consents.values import ASKED_OF_GUARDIANS
from educities.activity.models import Message
from journeys.actions import travellers, trip_consents
from journeys.models import Expedition, Traveller, TripConsent
from labs.actions.members import add_member
from stakeholders.models import Profile
from tests.factories import ProfileFactory, UserFactory
from tests.journeys.test_travellers import address_of, adults, cohort, guide, trip  # noqa: F401 (fixtures)
from tests.support import refused

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "wrong@example.org", "right@example.org"


def sign_paper(child: Profile, actor: Any, email: str, link: GuardianLink | None = None) -> None:
    yes = dict.fromkeys(ASKED_OF_GUARDIANS, True)
    form = Signature(name="Mum", signed_on=child.city.today(), email=email, link=link)
    enter_signed_form(child, form, actor=actor, consents=yes, child_yes=set(ASKED_OF_GUARDIANS))


@pytest.fixture
def question(scope: Any, trip: Expedition, guide: Any, adults: Any, cohort: Any, director: Any) -> TripConsent:  # noqa: F811
    child = ProfileFactory(display_name="Zebrafinch", user=None, age_band="child", needs_guardian=True)
    sign_paper(child, director, WRONG)
    add_member(cohort, actor=director, profile=child, sector=3)
    travellers.add_travellers(trip, actor=guide.user, learners=[child], responsible=adults)
    return TripConsent.objects.select_related("link__guardian").get(traveller__profile=child)


def read_again(question: TripConsent) -> TripConsent:
    return TripConsent.objects.select_related("link__guardian").get(pk=question.pk)


def sent_to(address: str) -> set[str]:
    waiting = Message.objects.filter(recipient=address, state="pending", payload__verb__startswith="journeys.")
    return set(waiting.values_list("payload__url", flat=True))


def test_the_secret_ends_with_the_address_and_the_right_one_is_asked_today(
    question: TripConsent, director: Any, client: Client
) -> None:
    wrong = address_of(question)
    assert client.get(wrong).status_code == 200
    assert sent_to(WRONG) == {wrong}
    sign_paper(question.traveller.profile, director, RIGHT, question.link)
    question = read_again(question)
    for answer in (client.get(wrong), client.post(wrong, {"answer": "yes", "phone": "050-6666666"})):
        assert answer.status_code == 410
        assert "Zebrafinch" not in answer.content.decode()
    assert read_again(question).state == "asked"
    right = address_of(question)
    assert (sent_to(WRONG), sent_to(RIGHT)) == (set(), {right})
    assert client.get(right).status_code == 200
    # Asked once more the same day nobody is written to a second time.
    assert trip_consents.ask_trip_consents(question.traveller.expedition, actor=None) == 0


def test_what_the_wrong_reader_agreed_to_is_asked_again(question: TripConsent, director: Any) -> None:
    consent = trip_consents.find_trip_consent(address_of(question).split("/")[-2])
    trip_consents.answer_trip_consent(consent, says_yes=True, actor=None, phone="050-6666666")
    sign_paper(question.traveller.profile, director, RIGHT, question.link)
    question = read_again(question)
    assert (question.state, question.phone, question.valid_until) == ("asked", "", None)
    assert sent_to(RIGHT) == {address_of(question)}


def test_an_address_of_somebody_else_opens_nothing_more(question: TripConsent, client: Client) -> None:
    wrong = address_of(question)
    link: Any = question.link
    GuardianLink.objects.filter(pk=link.pk).update(guardian_email="")
    assert client.get(wrong).status_code == 410


def test_the_account_opens_what_was_sent_to_an_address_that_it_had(question: TripConsent) -> None:
    link: Any = question.link
    link.guardian.user = UserFactory(email=WRONG)
    link.guardian.save()
    token = address_of(question).split("/")[-2]
    link.guardian.user.email = "new@example.org"
    link.guardian.user.save()
    assert refused(lambda: trip_consents.find_trip_consent(token)) == "journeys.trip_link_ended"
    assert trip_consents.find_trip_consent(token, link.guardian.user) == question


def test_the_secret_of_a_renewal_ends_with_the_address_too(question: TripConsent, director: Any) -> None:
    link: Any = question.link
    day = link.city.today()
    token = SIGNER.sign(f"{link.pk}:{day.isoformat()}:{link.address_mark}")
    assert find_renewal(token, day)[0] == link
    sign_paper(question.traveller.profile, director, RIGHT, link)
    assert refused(lambda: find_renewal(token, day)) == "consents.renewal_ended"
    assert Traveller.objects.count() >= 1
