"""One mailbox is one person, in however many spellings of its address and in however many accounts."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from accelerator.actions import enrolments
from cities.actions import end_role
from cities.actions.invitations import accept_invitation, invite_person
from cities.actions.roles import give_role_back
from cities.models import City, Invitation, Membership
from cities.queries.second_hands import find_same_hands
from educities.accounts.models import User
from educities.accounts.queries import find_persons
from educities.kit.mailboxes import build_mailbox_sql, mailbox_of
from programs.queries.confirmers import find_confirmable
from stakeholders import actions
from tests.accelerator.support import agree, apply
from tests.factories import (
    AcceleratorFactory,
    EnrolmentFactory,
    IndicatorFactory,
    MembershipFactory,
    ProfileFactory,
    UserFactory,
    in_days,
)
from tests.programs.test_confirmers import submit
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def spell_otherwise(email: str) -> str:
    """The same mailbox, as nobody would look for it."""
    name, _at, domain = email.partition("@")
    return f"{name}+two@{domain}"


@pytest.fixture
def twin(scope: City, director: User) -> User:
    """A second account of the director, with a role of its own: as one of before is."""
    user = UserFactory(email=spell_otherwise(director.email))
    MembershipFactory(city=scope, user=user, role="facilitator")
    return user


@pytest.mark.parametrize(
    "email",
    [
        "noa@x.example",
        "Noa+a@X.example",
        "n.o.a+b@googlemail.com",
        "noa@me.com",
        "+a@x.example",
        '"noa"@x.example.',
        "n.b@proton.me",
    ],
)
def test_the_database_reads_a_mailbox_as_the_code_does(email: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {build_mailbox_sql('%(email)s::text')}", {"email": email})
        assert cursor.fetchone() == (mailbox_of(email),)


def test_a_second_account_is_the_same_hand_and_confirms_nothing(
    scope: City, director: User, twin: User, facilitator: User
) -> None:
    row = IndicatorFactory(code="calm")
    for writer, other in ((director, twin), (twin, director)):
        assert find_same_hands(scope.pk, writer.pk) == {other.pk}
        submit(row, writer)
        assert find_confirmable(scope, other) == {}
        assert row.pk in find_confirmable(scope, facilitator)
        row.values.all().delete()
    made = actions.propose_merge(ProfileFactory(), ProfileFactory(), actor=director)
    assert refused(lambda: actions.agree_to_merge(made, actor=twin)) == "stakeholders.merge_needs_another"


def test_the_second_account_stays_the_same_hand_after_its_role(scope: City, director: User, twin: User) -> None:
    other = MembershipFactory(city=scope, role="facilitator").user
    row = IndicatorFactory(code="calm")
    submit(row, twin)
    end_role(Membership.objects.get(user=twin), actor=director, reason="Done")
    assert find_confirmable(scope, director) == {}
    assert find_confirmable(scope, other)[row.pk].place == 2
    assert twin.pk not in find_same_hands(scope.pk, other.pk)
    assert director.pk in find_same_hands(scope.pk, twin.pk)


def test_who_acts_for_one_account_is_of_one_hand_with_the_other(scope: City, director: User, twin: User) -> None:
    until = in_days(20)
    deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=until).user
    assert find_same_hands(scope.pk, deputy.pk) == {director.pk, twin.pk}
    assert find_same_hands(scope.pk, twin.pk) == {director.pk, deputy.pk}


def test_an_address_that_nobody_has_proven_makes_no_other_person_ones_own(
    scope: City, director: User, facilitator: User
) -> None:
    """Else whoever wrote down the other one's address would be nobody's second, and confirm alone."""
    EmailAddress.objects.create(user=director, email=spell_otherwise(facilitator.email), verified=False)
    row = IndicatorFactory(code="calm")
    submit(row, director)
    assert find_same_hands(scope.pk, director.pk) == set()
    assert find_confirmable(scope, director) == {}
    assert find_confirmable(scope, facilitator)[row.pk].place == 2


def test_accounts_are_one_person_by_any_of_their_addresses() -> None:
    one, other, third = (UserFactory() for _number in range(3))
    EmailAddress.objects.create(user=other, email=spell_otherwise(one.email), verified=True)
    EmailAddress.objects.create(user=third, email=spell_otherwise(other.email), verified=True)
    assert len(set(find_persons([one.pk, other.pk, third.pk]).values())) == 1
    assert len(set(find_persons([one.pk, UserFactory().pk]).values())) == 2


def invite(city: City, email: str, actor: User, role: str = "facilitator") -> Invitation:
    return invite_person(city, actor=actor, email=email, display_name="Two", role=role)


class TestInvitations:
    @pytest.mark.parametrize("role", ["facilitator", "director", "reader", "resident"])
    def test_nobody_is_invited_under_another_spelling(self, scope: City, director: User, role: str) -> None:
        for email in (spell_otherwise(director.email), director.email.upper().replace("@", "+X@")):
            act = lambda email=email: invite(scope, email, director, role)  # noqa: E731
            assert refused(act) == "cities.other_spelling"
        assert not Invitation.objects.exists()

    def test_the_form_says_it_at_the_address(self, client: Client, scope: City, director: User, sign_in: Any) -> None:
        sign_in(client, director)
        sent = {
            "email": spell_otherwise(director.email),
            "display_name": "Two",
            "role": "facilitator",
            "language": "en",
        }
        page = client.post(reverse("invite_to_role", args=[scope.slug]), sent)
        assert set(page.context["form"].errors) == {"email"}

    def test_of_two_open_ones_of_one_mailbox_one_is_accepted(self, scope: City, director: User) -> None:
        one, other = invite(scope, "new@x.example", director), invite(scope, "new+b@x.example", director)
        accept_invitation(one, is_adult=True)
        assert refused(lambda: accept_invitation(other, is_adult=True)) == "cities.other_spelling"

    def test_an_ended_role_is_not_given_back_to_a_second_account(self, scope: City, director: User, twin: User) -> None:
        held = Membership.objects.get(user=twin)
        end_role(held, actor=director, reason="Done")
        assert refused(lambda: give_role_back(fresh(held), actor=director)) == "cities.other_spelling"

    def test_another_city_asks_by_itself(self, scope: City, director: User, other_city: City) -> None:
        other = MembershipFactory(city=other_city, role="director").user
        assert invite(scope, spell_otherwise(other.email), director).pk
        held = MembershipFactory(city=scope, role="resident").user
        assert invite(scope, held.email, director).pk

    def test_a_deputy_gives_themselves_no_role_under_another_spelling(self, scope: City, director: User) -> None:
        deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=in_days(9)).user
        assert refused(lambda: invite(scope, spell_otherwise(deputy.email), deputy)) == "cities.deputy_invites_self"


class TestOwnPlace:
    def test_a_second_account_takes_no_place_and_is_given_none(self, scope: City, director: User, twin: User) -> None:
        row = AcceleratorFactory()
        teacher = ProfileFactory(user=twin)
        assert refused(lambda: apply(row, teacher)) == "accelerator.not_applied"
        place = EnrolmentFactory(accelerator=row, profile=teacher, state="head_approved")
        assert refused(lambda: enrolments.enrol_teacher(place, actor=director)) == "accelerator.own_place"
        other = agree(apply(row, ProfileFactory(user=MembershipFactory(city=scope).user)))
        assert len(enrolments.fill_places(row, actor=director)) == 1
        assert [fresh(one).state for one in (place, other)] == ["head_approved", "enrolled"]
