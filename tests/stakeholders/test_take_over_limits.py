"""What no code opens: a profile for whoever gave it out, and the child of who answers for one. Right codes lock nobody out."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.actions import managed, people
from stakeholders.models import ClaimCode, Profile, ProfileMerge
from stakeholders.queries.twins import find_pairs
from tests import factories
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def keep(keeper: User, name: str = "Sara Levi", **more: Any) -> Profile:
    return actions.keep_person(display_name=name, actor=keeper, **more)


def test_who_made_a_code_or_keeps_the_profile_takes_nothing_over(
    scope: City, facilitator: User, director: User
) -> None:
    person = keep(facilitator)
    code = actions.make_code(person, actor=director)
    for own in (director, facilitator):
        assert refused(lambda own=own: actions.claim_profile(code, actor=own)) == "stakeholders.own_code"
    second = factories.UserFactory(email=facilitator.email.replace("@", "+two@"))
    for one in (facilitator, second):
        EmailAddress.objects.update_or_create(user=one, email=one.email, defaults={"verified": True, "primary": True})
    assert refused(lambda: actions.claim_profile(code, actor=second)) == "stakeholders.own_code"
    assert ClaimCode.objects.get().used_at is None
    assert not ProfileMerge.objects.exists()


def test_who_answers_for_a_child_is_nobodys_by_a_code(scope: City, facilitator: User, resident: User) -> None:
    person = keep(facilitator)
    code = actions.make_code(person, actor=facilitator)
    child = factories.ChildFactory()
    GuardianLink.objects.create(
        minor=child, guardian=person, state="confirmed", expires_at=timezone.now() + timedelta(days=14)
    )
    assert refused(lambda: actions.make_code(person, actor=facilitator)) == "stakeholders.code_for_guardian"
    assert refused(lambda: actions.claim_profile(code, actor=resident)) == "stakeholders.code_for_guardian"


def test_a_hall_full_of_right_codes_locks_nobody_out(
    scope: City, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(managed, "CITY_TRIES", 2)
    for number in range(4):
        code = actions.make_code(keep(facilitator, f"Sara {number}"), actor=facilitator)
        actions.claim_profile(code, actor=factories.UserFactory())
    for _wrong in range(2):
        assert refused(lambda: actions.claim_profile("00000000", actor=factories.UserFactory())) == (
            "stakeholders.wrong_code"
        )
    code = actions.make_code(keep(facilitator), actor=facilitator)
    assert refused(lambda: actions.claim_profile(code, actor=factories.UserFactory())) == "stakeholders.too_many_tries"


def test_nobody_agrees_to_a_merge_with_themselves(scope: City, director: User) -> None:
    merge = actions.propose_merge(Profile.objects.get(user=director), keep(director), actor=director)
    ProfileMerge.objects.update(proposed_at="2020-01-01T00:00Z")
    assert refused(lambda: actions.agree_to_merge(fresh(merge), actor=director)) == "stakeholders.merge_needs_another"


def test_a_hidden_phone_makes_no_pair(scope: City, facilitator: User) -> None:
    hidden = factories.ProfileFactory(
        user=factories.UserFactory(), phone="054-4445556", visibilities={"phone": "me"}, display_name="Noa"
    )
    keep(facilitator, "Probe", phone="0544445556")
    assert find_pairs() == []
    hidden.visibilities = {"phone": "team"}
    hidden.save()
    assert [pair.kept.pk for pair in find_pairs()] == [hidden.pk]


def test_what_ended_is_written_on_by_nobody_and_has_no_page(scope: City, client: Any, facilitator: User) -> None:
    person, late = keep(facilitator, visibilities={"phone": "public"}, phone="04-1111111"), None
    page = reverse("public_profile", args=[scope.slug, person.pk])
    assert client.get(page).status_code == 200
    late = Profile.objects.get(pk=person.pk)
    other = factories.ProfileFactory()
    for ended in ({"merged_into": other}, {"merged_into": None, "left_at": "2026-01-01T00:00Z"}):
        Profile.objects.filter(pk=person.pk).update(**ended)
        assert client.get(page).status_code == 404
        assert (
            refused(lambda: people.change_profile(late, actor=facilitator, phone="1")) == "stakeholders.profile_ended"
        )
        area = factories.AreaFactory()
        assert refused(lambda area=area: actions.claim_area(late, actor=facilitator, area=area, kind="strength")) == (
            "stakeholders.profile_ended"
        )


@pytest.mark.django_db(transaction=True)
def test_taken_over_and_merged_at_once_wait_in_one_order() -> None:
    """The people are locked before the code by both, so that neither waits for the other for ever."""
    city = factories.CityFactory()
    staff = [factories.MembershipFactory(city=city, role=role).user for role in ("director", "facilitator")]
    with city_scope(city.pk):
        for user in staff:
            factories.ProfileFactory(user=user)
        one, other = keep(staff[0], "Sara"), keep(staff[0], "Sarah")
        code = actions.make_code(other, actor=staff[0])
        merge = actions.propose_merge(one, other, actor=staff[0])
        newcomer = factories.UserFactory()
    failed: list[str] = []
    at_once = threading.Barrier(2)

    def run(act: Any) -> None:
        try:
            with city_scope(city.pk):
                at_once.wait(30)
                act()
        except Exception as error:
            failed.append(getattr(error, "code", repr(error)))
        finally:
            connections.close_all()

    acts = (
        lambda: actions.claim_profile(code, actor=newcomer),
        lambda: actions.agree_to_merge(merge, actor=staff[1]),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not [error for error in failed if not str(error).startswith("stakeholders.")]
