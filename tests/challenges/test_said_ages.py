"""Who says to be younger than 18 is that: also from an older form, beside an adult's profile of the same account."""

import threading
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.test import Client

from challenges.actions.residents import confirm_act, store_act
from challenges.models import Challenge, Contribution, PendingAct, Support
from challenges.values import Payload
from consents.actions.said_ages import take_as_minor
from consents.models import Consent, GuardianLink
from consents.values import Age
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from exchange.models import Participant
from stakeholders import actions
from stakeholders.models import Profile
from tests.challenges.people import published
from tests.challenges.test_residents import CHILD, FORM, link_of, send
from tests.exchange.support import open_evening
from tests.factories import ChallengeFactory, CityFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
YOUNG: Payload = {
    "text": "A swing between the two trees",
    "display_name": "Lior",
    "age_band": "child",
    "next_band_month": "2031-05-01",
    "needs_guardian": True,
    "guardian_email": "mother@example.org",
}


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


def make_account(email: str = CHILD["email"]) -> User:
    user = UserFactory(email=email)
    EmailAddress.objects.update_or_create(email=email, user=user, defaults={"verified": True})
    return user


@pytest.fixture
def user(scope: Any) -> User:
    return make_account()


def take_over(user: User, keeper: User) -> Profile:
    """In the other tab, with the box "18 or older"."""
    code = actions.make_code(actions.keep_person(display_name="Kept", actor=keeper), actor=keeper)
    return actions.claim_profile(code, actor=user)


def is_known_as_child(user: User) -> None:
    user.refresh_from_db()
    profile = Profile.objects.get(user=user)
    assert user.is_minor
    assert profile.is_minor
    assert profile.needs_guardian
    assert profile.next_band_month
    assert GuardianLink.objects.get(minor=profile).guardian_email == "mother@example.org"
    assert not Contribution.objects.filter(state="visible").exists()


def test_an_older_form_says_younger_beside_a_profile_that_was_taken_over(
    client: Client, challenge: Challenge, user: User, facilitator: User, sign_in: Any
) -> None:
    sign_in(client, user)
    take_over(user, facilitator)
    answer = send(client, challenge, CHILD)
    assert answer.status_code == 302
    assert Contribution.objects.get().state == "pending"
    is_known_as_child(user)


@pytest.mark.parametrize("left_out", ["birth_year", "guardian_email", "email"])
def test_what_is_missing_of_the_age_is_asked_back_and_nothing_is_sent(
    client: Client, challenge: Challenge, user: User, facilitator: User, sign_in: Any, left_out: str
) -> None:
    sign_in(client, user)
    take_over(user, facilitator)
    page = send(client, challenge, {key: value for key, value in CHILD.items() if key != left_out})
    assert left_out in page.context["form"].errors
    assert not Contribution.objects.exists()


def test_the_other_acts_of_a_challenge_hear_it_too(
    client: Client, challenge: Challenge, user: User, facilitator: User, sign_in: Any
) -> None:
    idea = published(ProfileFactory(user=UserFactory()), challenge)
    sign_in(client, user)
    take_over(user, facilitator)
    client.post(f"/c/bat-galim/ideas/{idea.pk}/support/", CHILD)
    assert Profile.objects.get(user=user).needs_guardian
    idea.refresh_from_db()
    assert (Support.objects.count(), idea.supports_count) == (1, 0)


def test_what_was_an_adults_ends(challenge: Challenge, user: User, facilitator: User) -> None:
    profile = take_over(user, facilitator)
    idea = published(profile, challenge)
    Consent.objects.create(subject=profile, purpose="photo", state="given", text_version="1", language="en")
    profile = take_as_minor(profile, Age("child", date(2031, 5, 1), needs_guardian=True), actor=user)
    idea.refresh_from_db()
    assert (idea.state, idea.shown_as) == ("hidden", "")
    assert Consent.objects.get(subject=profile, purpose="photo").state == "expired"
    assert set(profile.visibilities.values()) == {"me"}


def test_who_has_an_adults_part_is_sent_to_the_team(
    client: Client, challenge: Challenge, facilitator: User, director: User, sign_in: Any
) -> None:
    EmailAddress.objects.update_or_create(email=facilitator.email, user=facilitator, defaults={"verified": True})
    sign_in(client, facilitator)
    page = send(client, challenge, {**CHILD, "email": facilitator.email})
    assert "Nothing was sent. The city’s directors were told" in page.content.decode()
    assert not Contribution.objects.exists()
    assert not Profile.objects.get(user=facilitator).is_minor
    # As the page says; pressed again, once a day.
    send(client, challenge, {**CHILD, "email": facilitator.email})
    (notice,) = Notice.objects.filter(verb="consents.adult_part_held")
    assert notice.user_id == director.pk
    assert Message.objects.filter(user=director, kind="consents.adult_part_held").count() == 1


def test_by_a_link_of_whom_others_typed_in_the_team_hears_it_too(
    client: Client, challenge: Challenge, facilitator: User, director: User
) -> None:
    send(client, challenge, CHILD)
    link = link_of(CHILD["email"])
    user = make_account()
    profile = take_over(user, facilitator)
    User.objects.filter(pk=user.pk).update(is_age_unsaid=True)
    MembershipFactory(user=user, city=profile.city, role="teacher")
    client.post(link)
    assert not Contribution.objects.exists()
    assert Notice.objects.get(verb="consents.adult_part_held").user_id == director.pk


def test_a_link_that_anybody_may_have_asked_for_does_nothing(
    client: Client, challenge: Challenge, facilitator: User
) -> None:
    send(client, challenge, CHILD)
    link = link_of(CHILD["email"])
    user = make_account()
    take_over(user, facilitator)
    assert "the profile of this address is an adult’s" in client.get(link).content.decode()
    client.post(link)
    assert not Contribution.objects.exists()
    assert not GuardianLink.objects.exists()
    assert PendingAct.objects.get().done_at is None


def test_what_was_done_without_an_account_makes_no_adult_of_a_child(client: Client, challenge: Challenge) -> None:
    send(client, challenge, {**FORM, "email": CHILD["email"]})
    client.post(link_of(CHILD["email"]), {"once": "1"})
    send(client, challenge, {**CHILD, "text": "A swing between the two trees"})
    client.post(link_of(CHILD["email"]))
    assert Profile.objects.get(user__email=CHILD["email"]).needs_guardian
    assert Contribution.objects.get(text__startswith="A swing").state == "pending"


def test_an_exchange_names_the_team_of_who_said_so(
    client: Client, user: User, facilitator: User, director: User, sign_in: Any
) -> None:
    evening = open_evening(director)
    sign_in(client, user)
    take_over(user, facilitator)
    sent = {"code": evening.code, "first_name": "Lior", "age": "minor"}
    client.post("/c/bat-galim/exchange/", sent)
    one = Participant.objects.get(profile__user=user)
    assert one.is_minor
    assert one.first_name == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(4))
def test_two_acts_of_one_new_person_at_once_wait_for_each_other(number: int) -> None:
    """Neither is lost to the other's second row, and whichever comes first: nothing is published."""
    city = CityFactory()
    city.refresh_from_db()
    keeper = MembershipFactory(city=city, role="facilitator").user
    user = make_account()
    with city_scope(city.pk, city):
        ProfileFactory(user=keeper)
        challenge = ChallengeFactory()
        code = actions.make_code(actions.keep_person(display_name="Kept", actor=keeper), actor=keeper)
        act = store_act(challenge, "idea", email=user.email, language="en", payload=YOUNG, is_proven=True)
    failed: list[str] = []
    ready = threading.Barrier(2)

    def run(act: Any) -> None:
        try:
            with city_scope(city.pk, city):
                own = User.objects.get(pk=user.pk)
                ready.wait(30)
                act(own)
        except DomainError as error:
            failed.append(error.code)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connections.close_all()

    doings = (lambda own: actions.claim_profile(code, actor=own), lambda _own: confirm_act(act, is_own=True))
    threads = [threading.Thread(target=run, args=(one,)) for one in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed in ([], ["stakeholders.code_for_adults"])
    with city_scope(city.pk, city):
        is_known_as_child(user)


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_that_join_waits_for_the_first() -> None:
    """In the order that once made both wait for ever: one has the role in its hand, the other the profile."""
    city = CityFactory()
    city.refresh_from_db()
    keeper, user = MembershipFactory(city=city, role="facilitator").user, make_account()
    with city_scope(city.pk, city):
        ProfileFactory(user=keeper)
        code = actions.make_code(actions.keep_person(display_name="Kept", actor=keeper), actor=keeper)
    failed: list[str] = []
    began, held = threading.Event(), threading.Event()
    give = actions.managed.grant_role

    def grant_slowly(*args: Any, **more: Any) -> Any:
        done = give(*args, **more)
        began.set()
        held.wait(2)
        return done

    def run(act: Any) -> None:
        try:
            with city_scope(city.pk, city):
                act()
        except Exception as error:
            failed.append(getattr(error, "code", repr(error)))
        finally:
            connections.close_all()

    def join() -> None:
        began.wait(30)
        act = store_act(ChallengeFactory(), "idea", email=user.email, language="en", payload=YOUNG, is_proven=True)
        confirm_act(act, is_own=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions.managed, "grant_role", grant_slowly)
        threads = [
            threading.Thread(target=run, args=(one,)) for one in (lambda: actions.claim_profile(code, actor=user), join)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert failed == []
    with city_scope(city.pk, city):
        is_known_as_child(user)
