"""What no merge, no keeper and no list does: answer for a child, show somebody beyond the city, name who is gone."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from challenges.models import Contribution
from cities.models import City
from consents.actions.erasure import erase_kept_person, erase_person
from consents.models import Consent, GuardianLink
from consents.texts.consent_data import _say_who_agreed
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Notice
from educities.tenancy.scope import city_scope
from labs.actions.members import add_member, remove_member
from stakeholders import actions
from stakeholders.models import Profile, ProfileMerge, StrengthClaim
from stakeholders.queries.growth_areas import match_growth_areas
from stakeholders.queries.managed import find_unkept_people
from stakeholders.queries.shared_people import find_shared_people
from stakeholders.queries.twins import list_reasons
from stakeholders.queries.visibility import SIGHT_OF_STAFF
from tests import factories
from tests.challenges.people import idea_of
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def keep(keeper: User, name: str = "Sara Levi", **more: Any) -> Profile:
    return actions.keep_person(display_name=name, actor=keeper, **more)


def merge(one: Profile, other: Profile, *, by: User, agreed: User) -> ProfileMerge:
    made = actions.propose_merge(one, other, actor=by)
    actions.agree_to_merge(made, actor=agreed)
    return fresh(made)


def confirm(child: Profile, guardian: Profile) -> GuardianLink:
    return GuardianLink.objects.create(
        minor=child, guardian=guardian, state="confirmed", expires_at=timezone.now(), answers={"account": True}
    )


def test_nobody_who_decides_a_merge_answers_for_a_child_by_it(scope: City, facilitator: User, director: User) -> None:
    guardian, own = keep(facilitator, "Amal"), Profile.objects.get(user=facilitator)
    link = confirm(factories.ChildFactory(), guardian)
    for by, agreed in ((facilitator, director), (director, facilitator)):
        made = actions.propose_merge(guardian, own, actor=by)
        act = lambda made=made, agreed=agreed: actions.agree_to_merge(made, actor=agreed)  # noqa: E731
        assert refused(act) == "stakeholders.merge_needs_another"
        ProfileMerge.objects.all().delete()
    assert fresh(link).guardian == guardian


def test_what_waits_about_a_merged_profile_is_asked_of_the_one_that_stays(
    scope: City, facilitator: User, director: User
) -> None:
    alpha, beta, gamma = (keep(facilitator, name) for name in ("Alpha", "Beta", "Gamma"))
    waiting = actions.propose_merge(beta, gamma, actor=facilitator)
    merge(alpha, beta, by=facilitator, agreed=director)
    moved = fresh(waiting)
    assert (moved.kept, moved.gone) == (alpha, gamma)
    delta = keep(facilitator, "Delta")
    actions.propose_merge(delta, gamma, actor=facilitator)
    merge(alpha, delta, by=facilitator, agreed=director)
    assert [one.pk for one in ProfileMerge.objects.proposed()] == [waiting.pk]


def test_who_proposed_it_hears_what_came_of_it(scope: City, facilitator: User, director: User) -> None:
    made = merge(keep(facilitator, "Sara"), keep(facilitator, "Sarah"), by=facilitator, agreed=director)
    actions.undo_merge(made, actor=director, reason="Two people")
    told = Notice.objects.filter(user=facilitator, verb="stakeholders.merge_answered")
    assert [one.url for one in told] == [made.get_absolute_url()] * 2


def test_who_gave_a_consent_stays_who_it_was(scope: City, facilitator: User, director: User) -> None:
    kept, gone = keep(facilitator, "Sara"), keep(facilitator, "Sarah")
    consent = Consent.objects.create(subject=gone, purpose="photo", language="en", state="given", given_by=gone)
    merge(kept, gone, by=facilitator, agreed=director)
    assert (fresh(consent).subject, fresh(consent).given_by) == (kept, gone)
    assert _say_who_agreed(fresh(consent)) == "the person"


def test_taken_apart_in_another_order_nothing_is_mixed_up(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    first, second, third = (factories.ProfileFactory() for _person in range(3))
    factories.StrengthClaimFactory(profile=third)
    inner = merge(second, third, by=facilitator, agreed=director)
    outer = merge(first, second, by=facilitator, agreed=director)
    assert refused(lambda: actions.undo_merge(inner, actor=director, reason="Two people")) == "stakeholders.merged_on"
    page = sign_in(client, director).get(inner.get_absolute_url()).content.decode()
    assert outer.get_absolute_url() in page
    assert reverse("undo_merge", args=[scope.slug, inner.pk]) not in page
    actions.undo_merge(outer, actor=director, reason="Two people")
    actions.undo_merge(fresh(inner), actor=director, reason="Two people")
    assert StrengthClaim.objects.get().profile == third


def test_a_story_comes_with_its_level_and_goes_back_with_it(scope: City, facilitator: User, director: User) -> None:
    kept = keep(facilitator, "Sara")
    gone = keep(facilitator, "Sarah", story={"en": "I bake."}, visibilities={"story": "resident"})
    made = merge(kept, gone, by=facilitator, agreed=director)
    kept = fresh(kept)
    assert (kept.story, kept.visibilities["story"]) == ({"en": "I bake."}, "resident")
    actions.undo_merge(made, actor=director, reason="Two people")
    assert (fresh(kept).story, fresh(kept).visibilities) == ({}, {})


def test_partner_apps_hear_of_a_merge_and_of_its_undoing(scope: City, facilitator: User, director: User) -> None:
    kept = factories.ProfileFactory()
    gone = factories.ProfileFactory(story={"en": "I bake."}, visibilities={"story": "network"})
    for person in (kept, gone):
        factories.CohortMemberFactory(profile=person)
    assert [one.pk for one in find_shared_people()] == [gone.pk]
    made = merge(kept, gone, by=facilitator, agreed=director)
    told = AuditEntry.objects.filter(verb="stakeholders.shared_lines_changed", target_id=str(gone.pk))
    assert told.count() == 1
    actions.undo_merge(made, actor=director, reason="Two people")
    assert told.count() == 2


def test_who_was_merged_or_left_is_counted_among_no_strengths(scope: City, facilitator: User, director: User) -> None:
    area = factories.AreaFactory()
    growth = [factories.StrengthClaimFactory(profile=None, area=area, kind="growth")]
    kept, gone, left = (keep(facilitator, name) for name in ("Sara", "Sarah", "Dan"))
    for person in (kept, gone, left):
        factories.StrengthClaimFactory(
            profile=person, area=area, visibility="resident", entered_by=Profile.objects.get(user=facilitator)
        )
    merge(kept, gone, by=facilitator, agreed=director)
    Profile.objects.filter(pk=left.pk).update(left_at=timezone.now())
    found = match_growth_areas(growth, SIGHT_OF_STAFF)[0]
    assert (found.people, found.named) == (1, [kept])


def test_a_child_is_kept_by_staff_or_its_guardian_who_hears_of_it(
    scope: City, facilitator: User, director: User, resident: User
) -> None:
    child = factories.ChildFactory(managed_by=Profile.objects.get(user=facilitator))
    own, parent = Profile.objects.get(user=resident), factories.UserFactory()
    confirm(child, factories.ProfileFactory(user=parent))
    hand = lambda to: actions.hand_over(child, to=to, actor=facilitator)  # noqa: E731
    assert refused(lambda: hand(own)) == "stakeholders.keeper_of_child"
    Profile.objects.filter(pk=child.pk).update(managed_by=own)
    assert not resident.has_perm("stakeholders.change_profile", fresh(child))
    assert list(find_unkept_people()) == [child]
    hand(Profile.objects.get(user=director))
    assert Notice.objects.filter(user=parent, verb="consents.ward_handed_over").count() == 1
    hand(Profile.objects.get(user=parent))
    factories.MembershipFactory(city=scope, user=parent, role="resident")
    assert fresh(parent).has_perm("stakeholders.change_profile", fresh(child))
    assert not find_unkept_people().exists()


def test_a_keeper_shows_nothing_beyond_the_city(scope: City, facilitator: User, client: Any, sign_in: Any) -> None:
    person = keep(facilitator, phone="050-1234567")
    area = factories.AreaFactory()
    for level in ("network", "public"):
        for act in (
            lambda level=level: actions.change_profile(person, actor=facilitator, visibilities={"phone": level}),
            lambda level=level: actions.claim_area(
                person, actor=facilitator, area=area, kind="strength", visibility=level
            ),
        ):
            assert refused(act) == "stakeholders.level_of_kept"
    page = sign_in(client, facilitator).get(reverse("change_profile", args=[scope.slug, person.pk]))
    assert "public" not in dict(page.context["form"].fields["phone_seen_by"].choices)


def test_what_a_keeper_wrote_down_the_keeper_removes(scope: City, facilitator: User, client: Any, sign_in: Any) -> None:
    person = keep(facilitator)
    claim = actions.claim_area(person, actor=facilitator, area=factories.AreaFactory(), kind="strength")
    remove = reverse("remove_claim", args=[scope.slug, claim.pk])
    assert remove in sign_in(client, facilitator).get(person.get_absolute_url()).content.decode()
    assert client.post(remove)["Location"] == person.get_absolute_url()
    assert not StrengthClaim.objects.exists()


def test_the_list_names_a_neighbourhood_to_whom_its_person_shows_it(
    scope: City, facilitator: User, resident: User, client: Any, sign_in: Any
) -> None:
    keep(facilitator, neighbourhood="Quollville", offer={"en": "Bread"}, visibilities={"offer": "resident"})
    page = reverse("people", args=[scope.slug])
    for reader, sees in ((resident, False), (facilitator, True)):
        text = sign_in(client, reader).get(page).content.decode()
        assert ("Sara Levi" in text, "Quollville" in text) == (True, sees)


def test_a_steward_finds_people_without_the_neighbourhood_that_is_for_the_staff(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    keep(facilitator, neighbourhood="Quollville")
    steward = factories.MembershipFactory(city=scope, role="steward").user
    page = reverse("find_people", args=[scope.slug])
    for reader, sees in ((steward, False), (facilitator, True)):
        text = sign_in(client, reader).get(page, {"name": "person", "person-q": "Sara"}).content.decode()
        assert ("Sara Levi" in text, "Quollville" in text) == (True, sees)


def test_who_is_asked_about_a_merge_hears_of_it_and_reads_why(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    one, other = (keep(facilitator, name, phone="050-1234567") for name in ("Sara", "Dana"))
    assert [str(reason) for reason in list_reasons(one, other)] == ["same phone"]
    made = actions.propose_merge(one, other, actor=facilitator)
    assert Notice.objects.get(verb="stakeholders.merge_proposed").user == director
    assert "same phone" in sign_in(client, director).get(made.get_absolute_url()).content.decode()


def test_who_was_entered_by_mistake_is_removed_with_a_reason(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    person = keep(facilitator, "Phone Name")
    page = reverse("erase_kept", args=[scope.slug, person.pk])
    sign_in(client, director)
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Pasted by mistake"})
    gone = fresh(person)
    assert (gone.display_name == "Phone Name", gone.managed_by, gone.left_at is None) == (False, None, False)
    notice = Notice.objects.get(user=facilitator, verb="consents.kept_erased")
    assert "Phone Name" not in str(notice.data)
    child, guardian = factories.ChildFactory(), keep(facilitator)
    confirm(child, guardian)
    own = Profile.objects.get(user=facilitator)
    for other in (child, guardian, own):
        act = lambda other=other: erase_kept_person(other, actor=director, reason="No")  # noqa: E731
        assert refused(act) == "consents.cannot_remove"


@pytest.mark.parametrize("needs_guardian", [True, False], ids=["under the city's age", "answers alone"])
def test_a_minor_for_whom_no_adult_answers_is_removed_with_all_words(
    scope: City, facilitator: User, director: User, needs_guardian: bool
) -> None:
    """Whom no guardian's no could remove: one who is old enough to answer, and a child entered by mistake."""
    keeper = Profile.objects.get_or_create(user=facilitator, defaults={"display_name": "K", "language": "en"})[0]
    young = factories.ChildFactory(user=None, age_band="youth", needs_guardian=needs_guardian, managed_by=keeper)
    idea = idea_of(young, text="A bench in the shade")
    erase_kept_person(young, actor=director, reason="Asked for it")
    gone = fresh(young)
    assert (gone.managed_by, gone.left_at is None, gone.next_band_month) == (None, False, None)
    assert "bench" not in Contribution.objects.get(pk=idea.pk).text


@pytest.mark.django_db(transaction=True)
def test_erased_and_taken_apart_at_once_wait_in_one_order() -> None:
    """The person in each city is locked before their account and their roles, as a merge locks people first."""
    city = factories.CityFactory()
    staff = [factories.MembershipFactory(city=city, role=role).user for role in ("director", "facilitator")]
    user = factories.UserFactory()
    with city_scope(city.pk):
        kept = factories.ProfileFactory(user=user)
        made = merge(kept, factories.ProfileFactory(), by=staff[0], agreed=staff[1])
    failed: list[str] = []
    at_once = threading.Barrier(2)

    def run(scoped: int | None, act: Any) -> None:
        try:
            with city_scope(scoped):
                at_once.wait(30)
                act()
        except Exception as error:
            failed.append(getattr(error, "code", repr(error)))
        finally:
            connections.close_all()

    acts: tuple[tuple[int | None, Any], ...] = (
        (None, lambda: erase_person(user, actor=user, keep_texts=False)),
        (city.pk, lambda: actions.undo_merge(made, actor=staff[0], reason="Two people")),
    )
    threads = [threading.Thread(target=run, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    # Whoever comes second is told that there is nothing left to take apart.
    assert not [error for error in failed if not str(error).startswith(("stakeholders.", "state."))]


def test_who_was_given_a_seat_since_keeps_it_when_the_merge_is_taken_apart(
    scope: City, director: User, facilitator: User
) -> None:
    cohort = factories.CohortFactory(state="running", capacity=9)
    kept, gone = factories.ProfileFactory(), factories.ProfileFactory()
    own = factories.CohortMemberFactory(cohort=cohort, profile=kept, state="invited")
    other = factories.CohortMemberFactory(cohort=cohort, profile=gone, state="active")
    merge = actions.propose_merge(kept, gone, actor=director)
    actions.agree_to_merge(merge, actor=facilitator)
    remove_member(fresh(other), actor=director, reason="Moved away")
    new = add_member(fresh(cohort), actor=director, profile=fresh(kept), sector=1)
    taken = fresh(cohort).places_taken
    actions.undo_merge(fresh(merge), actor=director, reason="They are two people")
    assert fresh(merge).state == "undone"
    assert [fresh(seat).state for seat in (own, other, new)] == ["withdrawn", "removed", new.state]
    assert [fresh(seat).profile for seat in (own, other, new)] == [kept, gone, kept]
    assert fresh(cohort).places_taken == taken
