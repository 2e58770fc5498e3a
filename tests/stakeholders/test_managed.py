"""People without mail: kept, handed over, never without a keeper, and taken over with a code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from challenges.actions import support_idea
from challenges.models import Contribution
from cities.models import Membership
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Notice
from labs.actions.members import add_member
from labs.models import CohortMember
from meetings.models import Attendance
from stakeholders import actions
from stakeholders.actions.entries import refuse_entry
from stakeholders.actions.managed import CITY_TRIES, TRIES, read_code
from stakeholders.models import ClaimCode, Profile, ProfileMerge, StrengthClaim
from stakeholders.queries.managed import find_entries, find_kept_people, find_unkept_people
from stakeholders.queries.twins import find_pairs
from stakeholders.texts.kept_people import write_kept_notes
from tests.challenges.people import published
from tests.factories import (
    AreaFactory,
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    SessionFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import assert_same_queries, fresh, refused

pytestmark = pytest.mark.django_db


def kept_person(keeper: Any, name: str = "Sara Levi", **more: Any) -> Profile:
    return actions.keep_person(display_name=name, actor=keeper, **more)


def manager_of(city: Any, organisation: Any) -> Any:
    """Somebody whose page of the organisation it is to manage."""
    scope = {"role": "organisation", "scope_type": "organisation", "scope_id": organisation.pk}
    user = MembershipFactory(city=city, **scope).user
    ProfileFactory(user=user, display_name="Huda")
    return user


def test_what_is_kept_for_an_organisation_is_kept_by_whoever_manages_it(scope: Any, facilitator: Any) -> None:
    place = OrganisationFactory()
    huda, second = manager_of(scope, place), manager_of(scope, place)
    person = kept_person(huda, managed_for=place)
    assert second.has_perm("stakeholders.change_profile", person)
    assert not facilitator.has_perm("stakeholders.change_profile", person)
    assert list(find_kept_people(second)) == [person]
    stranger = manager_of(scope, OrganisationFactory())
    assert not stranger.has_perm("stakeholders.view_profile", person)


def test_whose_keeper_leaves_goes_to_the_directors_list(
    scope: Any, facilitator: Any, director: Any, client: Any, sign_in: Any
) -> None:
    person = kept_person(facilitator)
    assert not find_unkept_people().exists()
    Membership.objects.filter(user=facilitator).delete()
    assert list(find_unkept_people()) == [person]
    assert not fresh(facilitator).has_perm("stakeholders.change_profile", person)
    page = sign_in(client, director).get(reverse("kept_people", args=[scope.slug]))
    assert "Sara Levi" in page.content.decode()
    assert "has nobody who keeps the profile" in client.get(reverse("dashboard", args=[scope.slug])).content.decode()
    actions.hand_over(person, to=Profile.objects.get(user=director), actor=director)
    assert not find_unkept_people().exists()
    assert fresh(director).has_perm("stakeholders.change_profile", Profile.objects.get(pk=person.pk))


def test_a_profile_is_handed_over_to_who_signs_in_and_they_are_told(
    scope: Any, facilitator: Any, director: Any
) -> None:
    person = kept_person(facilitator)
    for wrong in (ProfileFactory(), ChildFactory(user=UserFactory())):
        act = lambda wrong=wrong: actions.hand_over(person, to=wrong, actor=facilitator)  # noqa: E731
        assert refused(act) == "stakeholders.keeper_without_account"
    for _twice in range(2):
        actions.hand_over(person, to=Profile.objects.get(user=director), actor=facilitator)
    assert Notice.objects.filter(verb="stakeholders.person_handed_over", user=director).count() == 1


@pytest.mark.parametrize("typed", ["{}", "{0[0]}{0[1]}-{0[2]}{0[3]} {0[4]}{0[5]}{0[6]}{0[7]}", "\u2067{}\u2069 "])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed.format("12345678")) == "12345678"
    assert read_code(typed.format("١٢٣٤٥٦٧٨")) == "12345678"


def test_the_person_takes_over_the_profile_with_all_that_was_entered(scope: Any, facilitator: Any, client: Any) -> None:
    person = kept_person(facilitator)
    actions.claim_area(person, actor=facilitator, area=AreaFactory(code="music"), kind="strength")
    seat = add_member(CohortFactory(), actor=facilitator, profile=person, sector=1)
    code = actions.make_code(person, actor=facilitator)
    assert code not in ClaimCode.objects.get().code_hash
    sara = UserFactory(email="sara@example.org")
    assert actions.claim_profile(code, actor=sara) == person
    person.refresh_from_db()
    assert (person.user, person.managed_by, person.is_placeholder) == (sara, None, False)
    assert fresh(sara).has_perm("stakeholders.change_profile", person)
    assert not fresh(facilitator).has_perm("stakeholders.change_profile", person)
    assert {entry.act.kind for entry in find_entries(person)} == {"claim", "seat"}
    assert {entry.by_name for entry in find_entries(person)} == {"Samir"}
    assert Notice.objects.filter(verb="stakeholders.person_claimed", user=facilitator).count() == 1
    # Each says beforehand what ends with it, and what the button does.
    asked = {entry.act.kind: entry.act for entry in find_entries(person)}
    assert asked["seat"].question == f"Leave the cohort “{seat.cohort}”?"
    assert asked["seat"].label == "I leave the cohort"
    assert "The facilitator can invite you again." in asked["seat"].ends
    assert "You can add it again." in asked["claim"].ends
    client.force_login(sara)
    page = client.get(reverse("refuse_entry", args=[scope.slug]), {"entry": asked["seat"].key}).content.decode()
    assert all(text in page for text in (asked["seat"].question, asked["seat"].ends, asked["seat"].label))
    for entry in find_entries(person):
        refuse_entry(person, entry.act.key, actor=sara)
    assert find_entries(person) == []
    assert not StrengthClaim.objects.exists()
    assert CohortMember.objects.get(pk=seat.pk).state == "withdrawn"
    assert refused(lambda: refuse_entry(person, "seat-1", actor=sara)) == "stakeholders.no_such_entry"


def test_a_managed_act_names_enterer_and_person(scope: Any, facilitator: Any) -> None:
    """Invariant 9: of each kind of act that is entered for another, in the row itself."""
    person = kept_person(facilitator)
    claim = actions.claim_area(person, actor=facilitator, area=AreaFactory(), kind="strength")
    seat = add_member(CohortFactory(), actor=facilitator, profile=person, sector=1)
    assert (claim.profile, claim.entered_by.user) == (person, facilitator)
    assert (seat.profile, seat.entered_by) == (person, facilitator)
    idea = published(person)
    with pytest.raises(IntegrityError, match="challenges_entered_by_somebody"), transaction.atomic():
        Contribution.objects.filter(pk=idea.pk).update(channel="paper", entered_by=None)


UNSIGNED: list[Callable[[Any], Any]] = [
    lambda person: StrengthClaimFactory(profile=person),
    lambda person: CohortMemberFactory(profile=person),
    lambda person: Attendance.objects.create(profile=person, session=SessionFactory(), status="late", how="roll"),
]


@pytest.mark.parametrize("act", UNSIGNED)
def test_invariant_9_no_row_about_a_kept_person_is_without_who_entered_it(
    scope: Any, facilitator: Any, act: Any
) -> None:
    """Neither a strength nor a seat nor a mark, whoever writes it; of people who sign in themselves each may."""
    person = kept_person(facilitator)
    with pytest.raises(IntegrityError, match="names who entered it"), transaction.atomic():
        act(person)
    assert act(ProfileFactory(user=UserFactory()))


def test_who_is_here_already_has_both_as_one(scope: Any, facilitator: Any, resident: Any) -> None:
    own, person = Profile.objects.get(user=resident), kept_person(facilitator)
    idea = published(person)
    support_idea(
        published(ProfileFactory(), idea.challenge, text="Another idea of somebody"), profile=person, actor=None
    )
    code = actions.make_code(person, actor=facilitator)
    # Whose role ended meanwhile belongs again with what is theirs.
    Membership.objects.filter(user=resident).delete()
    assert actions.claim_profile(code, actor=resident) == own
    assert resident.memberships.current().get().role == "resident"
    merge = ProfileMerge.objects.get()
    assert (merge.proposed_by, merge.decided_by, merge.state) == (facilitator, resident, "merged")
    assert Contribution.objects.get(pk=idea.pk).author == own


def test_a_code_opens_once_and_not_for_ever(scope: Any, facilitator: Any) -> None:
    person = kept_person(facilitator)
    first, second = (actions.make_code(person, actor=facilitator) for _code in range(2))
    user = UserFactory()
    assert refused(lambda: actions.claim_profile(first, actor=user)) == "stakeholders.wrong_code"
    ClaimCode.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert refused(lambda: actions.claim_profile(second, actor=user)) == "stakeholders.code_expired"
    third = actions.make_code(person, actor=facilitator)
    actions.claim_profile(third, actor=user)
    assert refused(lambda: actions.claim_profile(third, actor=UserFactory())) == "stakeholders.code_used"
    assert refused(lambda: actions.make_code(person, actor=facilitator)) == "stakeholders.keeps_own_profile"


def test_codes_are_not_guessed(scope: Any, facilitator: Any) -> None:
    user = UserFactory()
    for _try in range(TRIES):
        assert refused(lambda: actions.claim_profile("00000000", actor=user)) == "stakeholders.wrong_code"
    right = actions.make_code(kept_person(facilitator), actor=facilitator)
    assert refused(lambda: actions.claim_profile(right, actor=user)) == "stakeholders.too_many_tries"
    for number in range(CITY_TRIES):
        refused(lambda number=number: actions.claim_profile("1", actor=User(pk=90_000 + number)))
    assert refused(lambda: actions.claim_profile(right, actor=UserFactory())) == "stakeholders.too_many_tries"


def test_no_child_and_no_childs_account_by_a_code(scope: Any, facilitator: Any) -> None:
    child = ChildFactory(managed_by=Profile.objects.get(user=facilitator))
    assert refused(lambda: actions.make_code(child, actor=facilitator)) == "stakeholders.code_for_adults"
    code = actions.make_code(kept_person(facilitator), actor=facilitator)
    minor = UserFactory(is_minor=True)
    assert refused(lambda: actions.claim_profile(code, actor=minor)) == "stakeholders.code_for_adults"


def test_pairs_are_found_by_name_phone_and_mailbox(scope: Any, director: Any) -> None:
    one = ProfileFactory(display_name="שָׂרָה לוי", phone="+972-50-1234567")
    two = ProfileFactory(display_name="שרה לוי", phone="0501234567")
    mail = [UserFactory(email=address) for address in ("dana@example.org", "dana+city@example.org")]
    accounts = [ProfileFactory(user=user) for user in mail]
    pairs = {(pair.kept.pk, pair.gone.pk): pair for pair in find_pairs()}
    assert set(pairs) == {(one.pk, two.pk), tuple(person.pk for person in accounts)}
    assert [str(reason) for reason in pairs[one.pk, two.pk].reasons] == ["same name", "same phone"]
    assert pairs[tuple(person.pk for person in accounts)].blocker
    actions.decline_merge(actions.propose_merge(one, two, actor=director), actor=director)
    assert len(find_pairs()) == 1


def test_lists_ask_as_often_for_three_as_for_one(scope: Any, director: Any, client: Any, sign_in: Any) -> None:
    sign_in(client, director)
    pages = [reverse(name, args=[scope.slug]) for name in ("kept_people", "twins")]

    def add(number: int) -> None:
        for n in range(number):
            kept_person(director, name=f"Twin {n % 2} {AuditEntry.objects.count()}")
            kept_person(director, name="Sara", phone="0501234567")

    add(1)
    for page in pages:
        assert_same_queries(lambda page=page: client.get(page), add, most=30)


def test_people_are_kept_and_taken_over_on_the_pages(
    scope: Any, facilitator: Any, client: Any, sign_in: Any, stranger: Any
) -> None:
    sign_in(client, facilitator)
    new = {"display_name": "Sara Levi", "phone": "٠٥٠١٢٣٤٥٦٧", "language": "ar", "another": "1"}
    client.post(reverse("keep_person", args=[scope.slug]), new)
    person = Profile.objects.get(display_name="Sara Levi")
    assert (person.phone, person.managed_by.user) == ("0501234567", facilitator)
    again = client.post(reverse("keep_person", args=[scope.slug]), new)
    assert (again.status_code, "Is it the same person?" in again.content.decode()) == (422, True)
    client.post(reverse("keep_person", args=[scope.slug]), {**new, "same_as": str(person.pk)})
    assert Profile.objects.filter(display_name="Sara Levi").count() == 1
    pasted = {"people": "1. Yusuf Amer, 050-7654321\nSara Levi\n\nמרים כהן", "language": "he"}
    url = reverse("keep_people", args=[scope.slug])
    page = client.post(url, pasted)
    form = page.context["form"]
    asked = [line.box for line in form.list_with("namesake")]
    assert client.post(url, {**pasted, "seen": form.digest}).status_code == 422
    client.post(url, {**pasted, "seen": form.digest, **dict.fromkeys(asked, str(person.pk))})
    assert {"Yusuf Amer", "מרים כהן"} <= set(Profile.objects.values_list("display_name", flat=True))
    assert Profile.objects.get(display_name="Yusuf Amer").phone == "050-7654321"
    hints = client.get(reverse("hint_people", args=[scope.slug]), {"display_name": "sara"}).content.decode()
    assert "Sara Levi" in hints
    page = client.post(reverse("person_code", args=[scope.slug, person.pk]), follow=True)
    code = page.context["code"]
    shown = page.content.decode()
    assert f'<p class="big"><bdi dir="ltr">{code}</bdi></p>' in shown
    assert '<span class="one">take-over/</span>' in shown
    assert 'class="qr"' in shown
    sign_in(client, stranger)
    # Of whom the city knows no age yet a code makes no adult.
    where = reverse("take_over", args=[scope.slug])
    assert client.post(where, {"code": code}).status_code == 422
    assert Profile.objects.get(pk=person.pk).user is None
    page = client.post(where, {"code": code, "is_adult": "on"}, follow=True)
    assert "The profile is yours now" in page.content.decode()
    assert Profile.objects.get(user=stranger) == person
    assert "is_adult" not in client.get(where).context["form"].fields


def test_the_end_of_a_role_names_beforehand_whom_nobody_keeps_then(
    scope: Any, facilitator: Any, director: Any, operator: Any, client: Any, sign_in: Any
) -> None:
    held = facilitator.memberships.get(role="facilitator")
    kept_person(director)
    page = reverse("end_role", args=[scope.slug, held.pk])
    assert "Nobody then keeps" not in sign_in(client, director).get(page).content.decode()
    person = kept_person(facilitator)
    for number in range(6):
        kept_person(facilitator, f"Avner {number}")
    shown = client.get(page).content.decode()
    assert "Nobody then keeps the profiles of 7 people without an account." in shown
    assert "Avner 0" in shown
    assert "2 more people" in shown
    assert len(write_kept_notes(held, operator)) == 1
    Membership.objects.filter(user=facilitator).delete()
    shown = client.get(person.get_absolute_url()).content.decode()
    assert "Nobody. " in shown
    assert reverse("hand_over", args=[scope.slug, person.pk]) in shown


def test_two_who_keep_for_one_organisation_leave_nobody(scope: Any) -> None:
    place = OrganisationFactory()
    huda, second = manager_of(scope, place), manager_of(scope, place)
    kept_person(huda, managed_for=place)
    held = Membership.objects.get(user=huda, role="organisation")
    assert write_kept_notes(held, huda) == []
    Membership.objects.filter(user=second).delete()
    assert len(write_kept_notes(held, huda)) == 2


def test_only_who_has_the_role_for_it_is_offered_as_a_keeper(
    scope: Any, facilitator: Any, director: Any, client: Any, sign_in: Any
) -> None:
    person = kept_person(facilitator)
    resident = ProfileFactory(user=UserFactory(), display_name="Resident Rina")
    MembershipFactory(user=resident.user, city=scope, role="resident")
    page = sign_in(client, director).get(reverse("hand_over", args=[scope.slug, person.pk])).content.decode()
    assert Profile.objects.get(user=facilitator).display_name in page
    assert "Resident Rina" not in page
    child = ChildFactory(managed_by=Profile.objects.get(user=facilitator))
    assert client.get(reverse("hand_over", args=[scope.slug, child.pk])).status_code == 200
    found = client.get(reverse("find_people", args=[scope.slug]), {"keepers": "1", "name": "to", "to-search": "Rina"})
    assert "Resident Rina" not in found.content.decode()
