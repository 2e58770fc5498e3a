"""A role ends with a reason that its holder reads, and can be given back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.actions import accept_invitation, end_role, give_role_back, invite_person
from cities.actions.terms import describe_over
from cities.models import City, Invitation, Membership
from consents.actions.erasure import leave_city
from educities.accounts.models import User
from educities.activity.models import Notice
from educities.kit.templatetags.look import as_day
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from tests.factories import LabFactory, MembershipFactory, ProfileFactory
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(city: Any, facilitator: Any) -> Any:
    return facilitator.memberships.get(role="facilitator")


def test_a_role_ends_with_its_reason(client: Any, city: Any, director: Any, sign_in: Any, held: Any) -> None:
    sign_in(client, director)
    page = reverse("end_role", args=[city.slug, held.pk])
    assert client.post(page).status_code == 422
    assert client.post(page, {"reason": "She works elsewhere now"}).status_code == 302
    with city_scope(city.pk):
        assert Notice.objects.get(user=held.user).data["reason"] == "She works elsewhere now"


def test_the_page_names_the_roles_that_stay(client: Any, city: Any, director: Any, sign_in: Any, held: Any) -> None:
    with city_scope(city.pk):
        lab = LabFactory()
    MembershipFactory(city=city, user=held.user, role="facilitator", scope_type="lab", scope_id=lab.pk)
    sign_in(client, director)
    page = client.get(reverse("end_role", args=[city.slug, held.pk])).content.decode()
    assert "The person keeps the role facilitator in one lab." in page


def test_an_ended_role_is_given_back(client: Any, city: Any, director: Any, sign_in: Any, held: Any) -> None:
    end_role(held, actor=director, reason="By mistake")
    sign_in(client, director)
    roles = reverse("roles", args=[city.slug])
    again = reverse("give_role_back", args=[city.slug, held.pk])
    page = client.get(roles)
    assert again in page.content.decode()
    held.refresh_from_db()
    assert " ".join(f"{as_day(held.starts_on)} to {as_day(held.last_day)}".split()) in " ".join(
        page.content.decode().split()
    )
    assert client.post(again).url == roles
    held.refresh_from_db()
    assert held.ends_on is None
    assert again not in client.get(roles).content.decode()


def test_a_role_that_lasts_is_not_given_back(city: Any, director: Any, held: Any) -> None:
    assert refused(lambda: give_role_back(held, actor=director)) == "cities.role_lasts"


def test_nobody_with_a_closed_account_gets_a_role_back(city: Any, director: Any, held: Any) -> None:
    end_role(held, actor=director, reason="By mistake")
    held.refresh_from_db()
    held.user.is_active = False
    assert refused(lambda: give_role_back(held, actor=director)) == "cities.account_closed"


def test_the_roles_ask_the_same_queries(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)

    def add(n: int) -> None:
        for _ in range(n):
            end_role(MembershipFactory(city=city, role="facilitator"), actor=director, reason="Their time is over")

    assert_same_queries(lambda: client.get(reverse("roles", args=[city.slug])), add)


def test_the_page_speaks_to_whoever_ends_their_own_role(client: Any, sign_in: Any, city: Any, director: Any) -> None:
    own = director.memberships.get(role="director")
    MembershipFactory(city=city, role="director")
    page = sign_in(client, director).get(reverse("end_role", args=[city.slug, own.pk])).content.decode()
    assert "You get an email with your reason." in page
    assert "You can no longer do what this role allows." in page
    assert "We email the person" not in page


def test_it_shows_the_day_on_which_somebody_ended_it(
    client: Any, city: City, director: User, sign_in: Any, held: Any
) -> None:
    today = city.today()
    Membership.objects.filter(pk=held.pk).update(starts_on=today)
    end_role(held, actor=director, reason="By mistake")
    held.refresh_from_db()
    assert (held.last_day, held.ends_on) == (today, today - timedelta(days=1))
    page = text_of(sign_in(client, director).get(reverse("roles", args=[city.slug])))
    assert " ".join(f"{as_day(today)} to {as_day(today)}".split()) in page
    assert f"its last day was {as_day(today)}" in describe_over(held)
    give_role_back(held, actor=director)
    held.refresh_from_db()
    assert held.ended_on is None


def test_one_that_was_ended_before_its_first_day_says_so(client: Any, city: City, director: User, sign_in: Any) -> None:
    held = MembershipFactory(city=city, role="reader", starts_on=city.today() + timedelta(days=6))
    end_role(held, actor=director, reason="By mistake")
    page = text_of(sign_in(client, director).get(reverse("roles", args=[city.slug])))
    assert " ".join(f"ended on {as_day(city.today())}, before its first day".split()) in page
    held.refresh_from_db()
    assert "before its first day" in describe_over(held)


def test_a_deputy_who_has_ended_is_among_them_and_nothing_is_given_back(
    client: Any, city: City, director: User, sign_in: Any
) -> None:
    held = MembershipFactory(city=city, role="director", ends_on=city.today() + timedelta(days=9), acting_for=director)
    told = sign_in(client, held.user).get(reverse("end_role", args=[city.slug, held.pk])).content.decode()
    assert "in whose place this role is held, reads the reason too." in told
    end_role(held, actor=held.user, reason="I move away")
    page = text_of(sign_in(client, director).get(reverse("roles", args=[city.slug])))
    assert "stood in for" in page
    assert reverse("give_role_back", args=[city.slug, held.pk]) not in page


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_one_that_began_and_ended_on_the_same_day_is_among_them_for_a_deputy_too(
    client: Any, city: City, director: User, sign_in: Any
) -> None:
    today = city.today()
    held = MembershipFactory(
        city=city, role="director", starts_on=today, ends_on=today + timedelta(days=9), acting_for=director
    )
    end_role(held, actor=director, reason="I am back")
    page = text_of(sign_in(client, director).get(reverse("roles", args=[city.slug])))
    assert held.user.email in page
    assert " ".join(f"{as_day(today)} to {as_day(today)}".split()) in page


def test_who_has_left_the_city_is_not_among_them_and_gets_a_role_by_invitation_alone(
    client: Any, city: City, director: User, sign_in: Any
) -> None:
    held = MembershipFactory(city=city, role="facilitator")
    earlier = MembershipFactory(city=city, user=held.user, role="reader")
    end_role(earlier, actor=director, reason="Their time is over")
    with city_scope(city.pk, city):
        leave_city(ProfileFactory(user=held.user), actor=held.user, keep_texts=True)
    sign_in(client, director)
    page = text_of(client.get(reverse("roles", args=[city.slug])))
    assert held.user.email not in page
    for role in (held, earlier):
        role.refresh_from_db()
        assert refused(lambda role=role: give_role_back(role, actor=director)) == "cities.holder_has_left"
        client.post(reverse("give_role_back", args=[city.slug, role.pk]))
    assert not held.user.memberships.current().exists()
    with city_scope(city.pk, city):
        invited = {"display_name": "Dalia", "email": held.user.email, "language": "en", "role": "facilitator"}
        invite_person(city, actor=director, **invited)
        accept_invitation(Invitation.objects.open().get(), is_adult=True)
        assert Profile.objects.filter(user=held.user).exists()
    held.refresh_from_db()
    assert (held.has_left, held.ends_on) == (False, None)


@pytest.mark.parametrize("times", [1, 2])
def test_who_ends_the_last_part_in_a_city_that_is_not_public_lands_on_a_page(
    client: Any, city: Any, director: Any, sign_in: Any, times: int
) -> None:
    """Also when the form is sent twice. The city's own page answers 404 to them by then."""
    second = MembershipFactory(city=city, role="director").user
    City.objects.filter(pk=city.pk).update(is_public=False)
    sign_in(client, second)
    page = reverse("end_role", args=[city.slug, second.memberships.get(role="director").pk])
    mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page).content.decode())[1]
    sent = {"reason": "I move away", "csrfmiddlewaretoken": mark}
    for _time in range(times):
        answer = client.post(page, sent)
    assert answer.url == "/"
    text = client.get(answer.url).content.decode()
    assert "The role has ended." in text
    assert "you have no part in it any more" in text
    assert client.get(city.get_absolute_url()).status_code == 404


def test_who_ends_a_role_of_a_public_city_goes_on_to_its_page(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    second = MembershipFactory(city=city, role="director").user
    sign_in(client, second)
    page = reverse("end_role", args=[city.slug, second.memberships.get(role="director").pk])
    assert client.post(page, {"reason": "I move away"}).url == city.get_absolute_url()
