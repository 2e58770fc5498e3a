"""Two profiles of one person: two agree, all rows move, each counts once, and for 30 days there is a way back."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from challenges.actions import join_challenge, support_idea
from challenges.models import Contribution, Participation, Support
from educities.activity.models import AuditEntry, Event
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.models import Cohort, CohortMember
from meetings.models import Attendance, Session
from stakeholders import actions
from stakeholders.actions.merging import FILLED_LINES, finish_merges
from stakeholders.models import Profile, ProfileMerge, Representation, StrengthClaim
from tests.challenges.people import published
from tests.factories import (
    AreaFactory,
    ChallengeFactory,
    ChildFactory,
    CityFactory,
    CohortFactory,
    CohortMemberFactory,
    MembershipFactory,
    ProfileFactory,
    RepresentationFactory,
    SessionFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import refused, verbs_of

# References to a person that no merge moves, and why.
STAY = {
    "stakeholders.Profile.merged_into": "says itself which row stands for which",
    "stakeholders.ProfileMerge.kept": "the merge's own record",
    "stakeholders.ProfileMerge.gone": "the merge's own record",
    "stakeholders.ClaimCode.profile": "ends with the merge",
    "consents.Consent.given_by": "who said yes or no is evidence, and stays who it was",
    "meetings.AttendanceCorrection.profile": "a correction is never changed itself",
}


def merged(kept: Any, gone: Any, director: Any, facilitator: Any) -> ProfileMerge:
    merge = actions.propose_merge(kept, gone, actor=facilitator)
    actions.agree_to_merge(merge, actor=director)
    merge.refresh_from_db()
    return merge


def test_every_reference_to_a_person_is_moved_by_its_app() -> None:
    moved = {column for part in actions.MERGE_PARTS for column in part.columns}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.related_model is Profile
    }
    text = (
        "Register in the app's hooks.py a part of MERGE_PARTS (`move_rows` for most), or name it in STAY with a reason"
    )
    assert found == moved | set(STAY), text


@pytest.mark.django_db
def test_who_proposed_a_merge_does_not_agree_to_it(scope: Any, director: Any, facilitator: Any) -> None:
    merge = actions.propose_merge(ProfileFactory(), ProfileFactory(), actor=director)
    assert refused(lambda: actions.agree_to_merge(merge, actor=director)) == "stakeholders.merge_needs_another"
    actions.agree_to_merge(merge, actor=facilitator)
    assert (merge.state, merge.decided_by) == ("merged", facilitator)
    told = "stakeholders.merge_answered"
    assert verbs_of(merge) == ["stakeholders.merge_proposed", "stakeholders.people_merged", told]


@pytest.mark.django_db
def test_a_director_who_is_alone_agrees_a_day_later(scope: Any, director: Any) -> None:
    merge = actions.propose_merge(ProfileFactory(), ProfileFactory(), actor=director)
    assert refused(lambda: actions.agree_to_merge(merge, actor=director)) == "stakeholders.merge_needs_another"
    ProfileMerge.objects.filter(pk=merge.pk).update(proposed_at=timezone.now() - timedelta(hours=25))
    merge.refresh_from_db()
    actions.agree_to_merge(merge, actor=director)
    assert merge.decided_alone


@pytest.mark.django_db
def test_the_one_who_signs_in_stays_and_lines_of_another_fill_no_gaps_of_theirs(
    scope: Any, director: Any, facilitator: Any, stranger: Any
) -> None:
    first, second = ProfileFactory(phone="050"), ProfileFactory(user=stranger)
    merge = merged(first, second, director, facilitator)
    second.refresh_from_db()
    assert (merge.kept_id, merge.gone_id, second.phone) == (second.pk, first.pk, "")


@pytest.mark.django_db
def test_empty_lines_are_lent_and_given_back(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone = ProfileFactory(neighbourhood="Ramat"), ProfileFactory(phone="050", neighbourhood="Yam")
    merge = merged(kept, gone, director, facilitator)
    kept.refresh_from_db()
    assert [getattr(kept, line) for line in FILLED_LINES] == ["", "050", "Ramat", ""]
    actions.undo_merge(merge, actor=director, reason="Two people")
    kept.refresh_from_db()
    assert (kept.phone, kept.neighbourhood) == ("", "Ramat")


@pytest.mark.django_db
def test_refused_are_children_accounts_on_both_sides_and_a_person_alone(
    scope: Any, director: Any, stranger: Any, resident: Any
) -> None:
    one = ProfileFactory()
    own = Profile.objects.get(user=resident)
    pairs = [(one, ChildFactory()), (one, one), (own, ProfileFactory(user=stranger))]
    for pair in pairs:
        assert refused(lambda pair=pair: actions.propose_merge(*pair, actor=director)) == "stakeholders.not_merged"


@pytest.mark.django_db
def test_a_person_of_another_city_is_no_twin(scope: Any, director: Any, other_city: Any) -> None:
    with city_scope(other_city.pk):
        abroad = ProfileFactory()
    one = ProfileFactory()
    assert refused(lambda: actions.propose_merge(one, abroad, actor=director)) == "stakeholders.not_merged"
    assert not Profile.objects.filter(pk=abroad.pk).exists()


@pytest.mark.django_db
def test_ideas_and_supports_move_and_each_counts_once(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone, other = ProfileFactory(), ProfileFactory(), ProfileFactory()
    challenge = ChallengeFactory()
    theirs = published(other, challenge, text="A library in the park")
    own = published(gone, challenge, text="A swing for the little ones")
    for person in (kept, gone):
        support_idea(theirs, profile=person, actor=None)
    support_idea(own, profile=kept, actor=None)
    support_idea(own, profile=other, actor=None)
    merge = merged(kept, gone, director, facilitator)
    counts = lambda: list(Contribution.objects.order_by("pk").values_list("supports_count", flat=True))  # noqa: E731
    assert Contribution.objects.get(pk=own.pk).author == kept
    assert counts() == [1, 1]
    actions.undo_merge(merge, actor=director, reason="Two people")
    assert Contribution.objects.get(pk=own.pk).author == gone
    assert counts() == [2, 2]
    assert Support.objects.filter(profile=gone).count() == 1


@pytest.mark.django_db
def test_a_place_in_a_challenge_is_taken_once(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone, third = ProfileFactory(), ProfileFactory(), ProfileFactory()
    challenge = ChallengeFactory(places=2)
    for person in (gone, kept, third):
        join_challenge(challenge, profile=person, actor=None)
    states = lambda: dict(Participation.objects.values_list("profile", "state"))  # noqa: E731
    merge = merged(kept, gone, director, facilitator)
    standing = Participation.objects.exclude(state="cancelled")
    assert dict(standing.values_list("profile", "state")) == {kept.pk: "confirmed", third.pk: "confirmed"}
    actions.undo_merge(merge, actor=director, reason="Two people")
    assert states() == {kept.pk: "confirmed", gone.pk: "waitlisted", third.pk: "confirmed"}


@pytest.mark.django_db
def test_one_seat_in_a_cohort_stays_the_better_one(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone = ProfileFactory(), ProfileFactory()
    cohort = CohortFactory(places_taken=2)
    CohortMemberFactory(cohort=cohort, profile=kept, state="invited")
    better = CohortMemberFactory(cohort=cohort, profile=gone)
    merge = merged(kept, gone, director, facilitator)
    live = CohortMember.objects.exclude(state="withdrawn")
    assert list(live.values_list("pk", "profile")) == [(better.pk, kept.pk)]
    assert Cohort.objects.get(pk=cohort.pk).places_taken == 1
    actions.undo_merge(merge, actor=director, reason="Two people")
    assert set(CohortMember.objects.values_list("profile", "state")) == {(kept.pk, "invited"), (gone.pk, "active")}
    assert Cohort.objects.get(pk=cohort.pk).places_taken == 2


@pytest.mark.django_db
@pytest.mark.parametrize("is_recorded", [False, True])
def test_of_two_marks_the_better_counts(scope: Any, director: Any, facilitator: Any, is_recorded: bool) -> None:
    kept, gone = ProfileFactory(), ProfileFactory()
    session, alone = SessionFactory(state="held"), SessionFactory(state="held")
    common = {"how": "roll", "by": facilitator, "session": session}
    Attendance.objects.create(profile=kept, status="absent", **common)
    Attendance.objects.create(profile=gone, status="late", **common)
    Attendance.objects.create(profile=gone, status="present", **{**common, "session": alone})
    if is_recorded:
        Session.objects.update(state="recorded")
    marks = lambda: set(Attendance.objects.values_list("session", "profile", "status"))  # noqa: E731
    before = marks()
    merge = merged(kept, gone, director, facilitator)
    assert marks() == {(session.pk, kept.pk, "late"), (alone.pk, kept.pk, "present")}
    actions.undo_merge(merge, actor=director, reason="Two people")
    assert marks() == before


@pytest.mark.django_db
def test_strengths_and_organisations_are_said_once(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone, music = ProfileFactory(), ProfileFactory(), AreaFactory(code="music")
    for person in (kept, gone):
        StrengthClaimFactory(profile=person, area=music)
    StrengthClaimFactory(profile=gone)
    both = RepresentationFactory(profile=kept)
    doubled = RepresentationFactory(profile=gone, organisation=both.organisation)
    RepresentationFactory(profile=gone)
    merge = merged(kept, gone, director, facilitator)
    assert StrengthClaim.objects.filter(profile=kept).count() == 2
    assert Representation.objects.current().filter(profile=kept).count() == 2
    assert not Representation.objects.current().filter(profile=gone).exists()
    actions.undo_merge(merge, actor=director, reason="Two people")
    assert StrengthClaim.objects.filter(profile=gone).count() == 2
    assert Representation.objects.get(pk=doubled.pk).ends_on is None
    assert Representation.objects.current().filter(profile=gone).count() == 2


@pytest.mark.django_db
def test_who_was_merged_stands_in_no_list_and_has_no_page(
    scope: Any, director: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    kept, gone = ProfileFactory(display_name="Sara"), ProfileFactory(display_name="Sara")
    merge = merged(kept, gone, director, facilitator)
    page = sign_in(client, director)
    assert page.get(gone.get_absolute_url()).headers["Location"] == kept.get_absolute_url()
    assert page.get(kept.get_absolute_url()).status_code == 200
    assert kept in Profile.objects.grown_up()
    assert gone not in Profile.objects.grown_up()
    event = Event.objects.get(name="person.merged")
    assert event.data == {"kept_person": kept.pk, "merged_person": gone.pk}
    assert "Sara" not in str(AuditEntry.objects.get(verb="stakeholders.people_merged").data)
    assert "Sara" not in str(merge.moved)


@pytest.mark.django_db
def test_after_30_days_it_is_final_and_nothing_is_left_of_the_other_row(
    scope: Any, director: Any, facilitator: Any
) -> None:
    merge = merged(ProfileFactory(), ProfileFactory(display_name="Sara", phone="050"), director, facilitator)
    assert finish_merges() == 0
    ProfileMerge.objects.update(decided_at=timezone.now() - timedelta(days=31))
    merge.refresh_from_db()
    assert (
        refused(lambda: actions.undo_merge(merge, actor=director, reason="Two people"))
        == "stakeholders.merged_long_ago"
    )
    assert (finish_merges(), finish_merges()) == (1, 0)
    merge.gone.refresh_from_db()
    assert (merge.gone.display_name, merge.gone.phone) == ("Resident", "")
    merge.refresh_from_db()
    assert (merge.state, merge.moved) == ("final", {})


@pytest.mark.django_db
def test_who_is_erased_is_erased_with_what_was_merged(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone = ProfileFactory(), ProfileFactory(display_name="Sara", phone="050")
    merge = merged(kept, gone, director, facilitator)
    actions.erase_profile(kept, actor=None)
    gone.refresh_from_db()
    assert (gone.display_name, gone.phone, gone.search, gone.search_lines) == ("Resident", "", "resident", "")
    merge.refresh_from_db()
    assert refused(lambda: actions.undo_merge(merge, actor=director, reason="Two people")) == "state.not_allowed"
    assert refused(lambda: actions.propose_merge(kept, ProfileFactory(), actor=director)) == "stakeholders.not_merged"


@pytest.mark.django_db
def test_two_people_are_not_suggested_or_asked_about_twice(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone = ProfileFactory(), ProfileFactory()
    merge = actions.propose_merge(kept, gone, actor=director)
    assert actions.propose_merge(gone, kept, actor=facilitator) == merge
    actions.decline_merge(merge, actor=director)
    assert refused(lambda: actions.agree_to_merge(merge, actor=facilitator)).startswith("state.")


def run_together(city: Any, *acts: Any) -> list[str]:
    """Each act in a thread of its own; the codes of what was refused."""
    codes: list[str] = []

    def work(act: Any) -> None:
        try:
            with city_scope(city.pk):
                act()
        except DomainError as error:
            codes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def make_staffed_city() -> tuple[Any, Any, Any]:
    city = CityFactory()
    staff = [MembershipFactory(city=city, role=role).user for role in ("director", "facilitator", "facilitator")]
    with city_scope(city.pk):
        merge = actions.propose_merge(ProfileFactory(), ProfileFactory(display_name="Sara"), actor=staff[0])
        StrengthClaimFactory(profile=merge.gone)
    return city, staff, merge


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_merge_once() -> None:
    city, staff, merge = make_staffed_city()
    agree = [
        lambda user=user: actions.agree_to_merge(ProfileMerge.objects.get(pk=merge.pk), actor=user)
        for user in staff[1:]
    ]
    codes = run_together(city, *agree)
    with city_scope(city.pk):
        assert len(codes) == 1
        assert AuditEntry.objects.filter(verb="stakeholders.people_merged").count() == 1
        assert StrengthClaim.objects.get().profile_id == merge.kept_id


@pytest.mark.django_db(transaction=True)
def test_merged_and_erased_at_once_leaves_no_name() -> None:
    city, staff, merge = make_staffed_city()
    run_together(
        city,
        lambda: actions.agree_to_merge(ProfileMerge.objects.get(pk=merge.pk), actor=staff[1]),
        lambda: actions.erase_profile(Profile.objects.get(pk=merge.kept_id), actor=None),
    )
    with city_scope(city.pk):
        kept, gone = Profile.objects.get(pk=merge.kept_id), Profile.objects.get(pk=merge.gone_id)
        # Either the merge came first and went with the person, or it was refused and the other person stands alone.
        was_merged = gone.merged_into_id is not None
        assert gone.display_name == ("Resident" if was_merged else "Sara")
        assert kept.display_name == "former participant"
        assert StrengthClaim.objects.filter(profile=gone).exists() is not was_merged


@pytest.mark.django_db(transaction=True)
def test_taken_apart_and_erased_at_once_wait_in_one_order() -> None:
    """Locked the other way round, one of the two would be ended by the database in the middle."""
    city = CityFactory()
    staff = [MembershipFactory(city=city, role=role).user for role in ("director", "facilitator")]
    with city_scope(city.pk):
        gone, kept = ProfileFactory(display_name="Sara"), ProfileFactory()
        merge = actions.propose_merge(kept, gone, actor=staff[0])
        actions.agree_to_merge(merge, actor=staff[1])
    codes = run_together(
        city,
        lambda: actions.undo_merge(ProfileMerge.objects.get(pk=merge.pk), actor=staff[0], reason="Two people"),
        lambda: actions.erase_profile(Profile.objects.get(pk=kept.pk), actor=None),
    )
    with city_scope(city.pk):
        was_undone = not codes
        assert Profile.objects.get(pk=gone.pk).display_name == ("Sara" if was_undone else "Resident")
        assert Profile.objects.get(pk=kept.pk).display_name == "former participant"


@pytest.mark.django_db(transaction=True)
def test_one_code_in_two_hands_at_once_opens_for_one() -> None:
    city = CityFactory()
    keeper = MembershipFactory(city=city, role="facilitator").user
    two = [UserFactory() for _hand in range(2)]
    with city_scope(city.pk):
        ProfileFactory(user=keeper)
        person = actions.keep_person(display_name="Sara", actor=keeper)
        code = actions.make_code(person, actor=keeper)
    codes = run_together(city, *(lambda user=user: actions.claim_profile(code, actor=user) for user in two))
    with city_scope(city.pk):
        assert len(codes) == 1
        assert Profile.objects.get(pk=person.pk).user in two
        assert Profile.objects.filter(user__in=two).count() == 1
