"""One new address, written or proven over two connections at the same moment: one account, and both come through."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from challenges.models import Contribution, Participation, PendingAct
from challenges.views import confirmations
from cities.actions import accept_invitation, invite_person
from cities.models import Membership
from educities.accounts.actions import account_for, proven_owner, unproven_account
from educities.accounts.models import User
from educities.kit.tokens import hash_token
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from tests.factories import ChallengeFactory, CityFactory, MembershipFactory
from tests.support import wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "dana@example.org"
DOORS = [account_for, unproven_account]


def run_at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each work returned or raised; all begin at the same moment, each over a connection of its own."""
    ready, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            ready.wait()
            answers[number] = work()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("second", DOORS)
@pytest.mark.parametrize("first", DOORS)
def test_the_slower_one_finds_the_account_that_the_faster_one_made(first: Any, second: Any) -> None:
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(second(ADDRESS.upper(), "he"))
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        account = first(ADDRESS, "en")
        other.start()
        wait_until_somebody_waits()
    other.join()
    assert found == [account]
    assert User.objects.count() == 1
    assert EmailAddress.objects.get().verified is (account_for in {first, second})


def test_the_second_proof_leaves_the_password_of_the_first() -> None:
    """A new hash would end the session that the first proof has begun."""
    first, second = run_at_once(*[lambda: account_for(ADDRESS, "en")] * 2)
    assert first.password == second.password


def store_act(kind: str, number: int) -> str:
    PendingAct.objects.create(
        challenge=ChallengeFactory(),
        kind=kind,
        email=ADDRESS,
        language="en",
        token_hash=hash_token(f"secret-{number}"),
        expires_at=timezone.now() + timedelta(days=1),
        payload={"text": f"Chess tables that belong to everyone, {number}", "display_name": "Dana"},
    )
    return f"secret-{number}"


@pytest.fixture
def meet_at_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests have asked whose the address was before either of them proves it, however unevenly they are run."""
    both = threading.Barrier(2)

    def ask(email: str) -> User | None:
        owner = proven_owner(email)
        both.wait()
        return owner

    monkeypatch.setattr(confirmations, "proven_owner", ask)


@pytest.mark.usefixtures("meet_at_owner")
@pytest.mark.parametrize("kinds", [("idea", "idea"), ("idea", "join"), ("join", "join")])
def test_two_acts_of_one_new_address_confirmed_at_once_are_both_done(kinds: tuple[str, str]) -> None:
    city = CityFactory()
    with city_scope(city.pk):
        paths = [f"/c/{city.slug}/confirm/{store_act(kind, number)}/" for number, kind in enumerate(kinds)]
    browsers = [Client(raise_request_exception=False), Client(raise_request_exception=False)]
    works = [lambda browser=one, path=path: browser.post(path) for one, path in zip(browsers, paths, strict=True)]
    assert [answer.status_code for answer in run_at_once(*works)] == [302, 302]
    assert [browser.get("/accounts/me/").status_code for browser in browsers] == [200, 200]
    with city_scope(city.pk):
        assert Contribution.objects.filter(state="visible").count() == kinds.count("idea")
        assert Participation.objects.filter(state="confirmed").count() == kinds.count("join")
        assert Profile.objects.count() == 1


def test_two_roles_of_one_new_address_accepted_at_once_are_both_given() -> None:
    city = CityFactory()
    director = MembershipFactory(city=city, role="director").user
    roles = ["facilitator", "director"]
    invitations = [invite_person(city, actor=director, email=ADDRESS, display_name="Dana", role=role) for role in roles]

    def accept(invitation: Any) -> Any:
        with city_scope(city.pk):
            return accept_invitation(invitation, is_adult=True)

    users = run_at_once(*[lambda one=one: accept(one) for one in invitations])
    assert users[0] == users[1]
    given = Membership.objects.filter(user=users[0]).order_by("role").values_list("role", flat=True)
    assert list(given) == sorted(roles)


def test_one_form_sent_twice_at_once_writes_one_mail() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        challenge = ChallengeFactory()
    path = f"/c/{city.slug}/challenges/{challenge.pk}/idea/"
    form = {"text": "Chess tables for everyone", "display_name": "Dana", "email": ADDRESS, "age": "older"}
    works = [lambda browser=one: browser.post(path, form) for one in (Client(), Client())]
    first, second = run_at_once(*works)
    assert first.url == second.url
    with city_scope(city.pk):
        assert PendingAct.objects.count() == 1
