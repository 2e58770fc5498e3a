"""What was done in an office stays signed by it, after its holder has left the city."""

from typing import Any

import pytest
from django.urls import reverse

from cities.actions import end_role
from cities.models import City, Membership
from consents.actions.erasure import erase_person, leave_city
from consents.texts.leaving import list_leaving_effects
from educities.accounts.models import User
from educities.activity.texts.history_rows import find_last_act, history_entries, history_lines
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions import verify_organisation
from stakeholders.models import Profile
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def leave(user: User) -> None:
    profile = Profile.objects.filter(user=user).first() or ProfileFactory(user=user, display_name="Dalia Levi")
    leave_city(profile, actor=user, keep_texts=True)


def verify_one(actor: User) -> Any:
    found = OrganisationFactory(state="proposed")
    verify_organisation(found, actor=actor)
    return found


def who_verified() -> list[str]:
    return [line.who for line in history_lines(history_entries().filter(verb=verbs.ORGANISATION_VERIFIED.code))]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("director", "the education director’s office"),
        ("facilitator", "a facilitator"),
        ("steward", "a network steward"),
        ("reader", "a participant"),
    ],
)
def test_acts_of_one_who_has_left_show_the_office_of_that_day(
    scope: City, director: User, role: str, words: str
) -> None:
    held = MembershipFactory(city=scope, role=role)
    row = verify_one(held.user)
    leave(held.user)
    assert who_verified() == [words]
    assert find_last_act([row], verbs.ORGANISATION_VERIFIED).who == words
    assert "Dalia" not in str(history_lines(history_entries()[:20]))


def test_what_was_done_before_the_office_is_signed_by_none(scope: City, director: User) -> None:
    held = MembershipFactory(city=scope, role="director")
    verify_one(held.user)
    end_role(held, actor=director, reason="Her time is over")
    Membership.objects.filter(pk=held.pk).update(starts_on=scope.today().replace(year=2020), ended_on=None)
    leave(held.user)
    assert who_verified() == ["a participant"]


def test_after_the_account_has_gone_too(scope: City, director: User) -> None:
    held = MembershipFactory(city=scope, role="facilitator")
    ProfileFactory(user=held.user, display_name="Dalia Levi")
    verify_one(held.user)
    erase_person(held.user, actor=held.user, keep_texts=False)
    assert who_verified() == ["a facilitator"]


def test_a_deputys_act_names_both_offices(scope: City, director: User) -> None:
    MembershipFactory(city=scope, role="director")
    deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=scope.today()).user
    assert deputy.has_perm("cities.see_roles_city", scope)
    verify_one(deputy)
    leave(director)
    leave(deputy)
    office = "the education director’s office"
    assert who_verified() == [f"{office} for {office}"]


def test_who_leaves_reads_so_beforehand(client: Any, scope: City, director: User, sign_in: Any) -> None:
    held, resident = MembershipFactory(city=scope, role="facilitator"), MembershipFactory(city=scope)
    text = "your name beside what you did in office"
    ProfileFactory(user=held.user)
    page = sign_in(client, held.user).get(reverse("leave_city", args=[scope.slug])).content.decode()
    assert text in page
    assert text not in str(list_leaving_effects(ProfileFactory(user=resident.user)))


def test_it_costs_the_same_for_one_leaver_and_three(client: Any, city: City, director: User, sign_in: Any) -> None:
    sign_in(client, director)

    def add(n: int) -> None:
        for _ in range(n):
            held = MembershipFactory(city=city, role="facilitator")
            with city_scope(city.pk, city):
                verify_one(held.user)
                leave(held.user)

    assert_same_queries(lambda: client.get(reverse("history", args=[city.slug])), add)
