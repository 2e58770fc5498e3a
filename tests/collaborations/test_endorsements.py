"""Invariant 20 by name, and what becomes of a strength that somebody saw in another person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborations.actions.endorsement_people import leave_endorsements, move_endorsements, return_endorsements
from collaborations.actions.endorsements import (
    give_endorsement,
    keep_endorsement,
    leave_endorsement,
    withdraw_endorsement,
)
from collaborations.models import Collaboration, Endorsement
from collaborations.queries.endorsements import list_receivers
from educities.activity.models import AuditEntry, Event, Message, Notice, Schedule
from meetings.actions.sessions import record_session
from meetings.models import Attendance
from stakeholders.models import Profile, StrengthClaim
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import AreaFactory, CohortFactory, CohortMemberFactory, ProfileFactory
from tests.labs import ways
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(scope):
    return AreaFactory(label={"en": "Patience"})


@pytest.fixture
def cohort(scope):
    return CohortFactory()


@pytest.fixture
def met(scope, cohort, noa, omar):
    """A recorded session at which Noa and Omar were."""
    seats = [CohortMemberFactory(cohort=cohort, profile=one, state="active") for one in (noa, omar)]
    return ways.held_session(cohort, seats)


def hold(cohort: Any, *people: Profile, guests: Any = (), absent: Any = ()) -> Any:
    """A recorded session of the cohort: its members who were there, guests, and who was marked absent."""
    seats = [CohortMemberFactory(cohort=cohort, profile=one, state="active") for one in people]
    met = ways.held_session(cohort, seats, state="held")
    for one, status in [*((guest, "present") for guest in guests), *((one, "absent") for one in absent)]:
        Attendance.objects.create(session=met, profile=one, status=status, how="roll")
    met.move("recorded")
    return met


def see(met: Any, giver: Profile, receiver: Profile, area: Any, **more: Any) -> Endorsement:
    return give_endorsement(met, giver, receiver, actor=giver.user, area=area, **more)


class TestGive:
    def test_the_receiver_alone_hears_of_it_and_nothing_personal_is_logged(self, met, noa, omar, area):
        row = see(met, noa, omar, area, words={"en": "You waited for everyone"})
        assert (row.giver, row.receiver, row.session, row.state) == (noa, omar, met, "proposed")
        assert list(Notice.objects.values_list("user", flat=True)) == [omar.user_id]
        assert Message.objects.get().recipient == omar.user.email
        left = [entry.data for entry in AuditEntry.objects.all()] + [event.data for event in Event.objects.all()]
        assert not any(word in str(left) for word in ("Noa", "Omar", "waited"))

    def test_once_per_giver_person_area_and_basis(self, met, noa, omar, area, cohort):
        see(met, noa, omar, area)
        assert refused(lambda: see(met, noa, omar, area)) == "collaborations.endorsed"
        assert see(met, noa, omar, AreaFactory())
        assert see(met, omar, noa, area)
        done = agree_all(propose(noa, omar))
        Collaboration.objects.filter(pk=done.pk).update(state="active")
        done.refresh_from_db()
        assert see(done, noa, omar, area).collaboration == done

    def test_what_was_withdrawn_can_be_said_again(self, met, noa, omar, area):
        withdraw_endorsement(see(met, noa, omar, area), actor=noa.user)
        assert see(met, noa, omar, area).state == "proposed"

    def test_an_area_that_is_not_offered_is_refused(self, met, noa, omar):
        area = AreaFactory(retired_at=timezone.now())
        assert refused(lambda: see(met, noa, omar, area)) == "collaborations.area_not_offered"


class TestInvariant20:
    """An endorsement rests on a shared recorded session or a collaboration, and is never of oneself."""

    def test_never_of_oneself(self, met, noa, area):
        assert refused(lambda: see(met, noa, noa, area)) == "collaborations.endorsed_oneself"
        self.check_database("collaborations_endorsement_other", session=met, giver=noa, receiver=noa, area=area)

    def test_only_with_a_shared_session_that_is_recorded(self, scope, cohort, met, noa, omar, area):
        stranger = make_person(scope)
        assert refused(lambda: see(met, stranger, omar, area)) == "collaborations.not_there"
        assert refused(lambda: see(met, noa, stranger, area)) == "collaborations.receiver_not_there"
        self.check_database("collaborations_shared_basis", session=met, giver=noa, receiver=stranger, area=area)
        seats = cohort.members.all()
        open_still = ways.held_session(cohort, seats, state="held")
        assert refused(lambda: see(open_still, noa, omar, area)) == "collaborations.not_there"
        self.check_database("collaborations_shared_basis", session=open_still, giver=noa, receiver=omar, area=area)

    def test_who_was_absent_shared_nothing(self, cohort, noa, omar, area):
        met = hold(cohort, noa, absent=[omar])
        assert refused(lambda: see(met, noa, omar, area)) == "collaborations.receiver_not_there"

    @pytest.mark.parametrize("state", ["proposed", "agreed", "declined", "ended", "lapsed"])
    def test_only_in_a_collaboration_in_which_something_was_done(self, noa, omar, area, state):
        row = agree_all(propose(noa, omar))
        Collaboration.objects.filter(pk=row.pk).update(state=state)
        row.refresh_from_db()
        assert refused(lambda: see(row, noa, omar, area)) == "collaborations.not_there"
        self.check_database("collaborations_shared_basis", collaboration=row, giver=noa, receiver=omar, area=area)

    def test_it_has_one_basis(self, met, noa, omar, area):
        self.check_database("collaborations_shared_basis", giver=noa, receiver=omar, area=area)
        done = agree_all(propose(noa, omar))
        Collaboration.objects.filter(pk=done.pk).update(state="active")
        both = {"session": met, "collaboration": done}
        self.check_database("collaborations_endorsement_basis", giver=noa, receiver=omar, area=area, **both)

    def test_the_guide_of_the_cohort_may_endorse_and_be_endorsed(self, scope, cohort, met, noa, area):
        guide = ways.seat_guide(cohort.lab).profile
        assert see(met, guide, noa, area)
        assert see(met, noa, guide, area)

    @staticmethod
    def check_database(constraint: str, **values: Any) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Endorsement.objects.create(given_on=timezone.now().date(), **values)


class TestChildren:
    @pytest.fixture
    def lior(self, scope, cohort):
        return make_person(scope, display_name="Lior", age_band="youth")

    @pytest.fixture
    def other(self, scope):
        return make_person(scope, age_band="youth")

    @pytest.fixture
    def guest(self, scope):
        """A pupil without a place in the cohort."""
        return make_person(scope, age_band="youth")

    @pytest.fixture
    def with_child(self, cohort, noa, omar, lior, other, guest):
        return hold(cohort, noa, lior, other, guests=[omar, guest])

    def test_pupils_are_named_to_each_other_and_to_who_guides_them(self, cohort, with_child, noa, omar, lior, other):
        guide = ways.seat_guide(cohort.lab).profile
        assert set(list_receivers(with_child, lior)) == {noa, other, guide}
        assert set(list_receivers(with_child, guide)) == {noa, omar, other, lior}
        assert set(list_receivers(with_child, noa)) == {omar, guide}

    def test_a_pupil_who_is_a_guest_sees_nobody(self, with_child, guest):
        assert list_receivers(with_child, guest) == []

    def test_no_words_reach_a_child_or_leave_one(self, cohort, with_child, noa, lior, area):
        words = {"en": "Well done"}
        guide = ways.seat_guide(cohort.lab).profile
        for giver, receiver in ((lior, noa), (guide, lior)):
            code = refused(lambda a=giver, b=receiver: see(with_child, a, b, area, words=words))
            assert code == "collaborations.words_with_child"
            assert see(with_child, giver, receiver, area).words == {}
        with pytest.raises(IntegrityError, match="no_words_with_a_child"), transaction.atomic():
            Endorsement.objects.update(words=words)

    def test_what_a_child_keeps_is_seen_by_nobody_else(self, cohort, with_child, lior, area):
        row = see(with_child, ways.seat_guide(cohort.lab).profile, lior, area)
        keep_endorsement(row, actor=lior.user, visibility="public")
        row.refresh_from_db()
        assert (row.visibility, StrengthClaim.objects.get(profile=lior).visibility) == ("me", "me")


class TestAnswer:
    def test_kept_it_adds_the_strength_for_whom_the_person_chose(self, met, noa, omar, area):
        row = see(met, noa, omar, area)
        keep_endorsement(row, actor=omar.user, visibility="resident")
        row.refresh_from_db()
        claim = StrengthClaim.objects.get(profile=omar, area=area)
        assert (row.state, row.visibility) == ("kept", "resident")
        assert (claim.kind, claim.visibility, claim.entered_by) == ("strength", "resident", None)

    def test_a_strength_that_is_there_stays_as_it_is(self, met, noa, omar, area):
        StrengthClaim.objects.create(profile=omar, area=area, kind="strength", level=3, visibility="team")
        keep_endorsement(see(met, noa, omar, area), actor=omar.user, visibility="public")
        claim = StrengthClaim.objects.get(profile=omar, area=area)
        assert (claim.level, claim.visibility) == (3, "team")

    def test_the_giver_is_told_of_no_answer(self, met, noa, omar, area):
        kept, left = see(met, noa, omar, area), see(met, noa, omar, AreaFactory())
        Message.objects.all().delete()
        Notice.objects.all().delete()
        keep_endorsement(kept, actor=omar.user)
        leave_endorsement(left, actor=omar.user)
        assert not Message.objects.exists()
        assert not Notice.objects.filter(user=noa.user).exists()

    def test_it_is_withdrawn_whatever_was_answered(self, met, noa, omar, area):
        rows = [see(met, noa, omar, area), see(met, noa, omar, AreaFactory()), see(met, noa, omar, AreaFactory())]
        leave_endorsement(rows[0], actor=omar.user)
        keep_endorsement(rows[2], actor=omar.user)
        for row in rows:
            row.refresh_from_db()
            assert row.may_withdraw
            withdraw_endorsement(row, actor=noa.user)
        assert set(Endorsement.objects.values_list("state", flat=True)) == {"withdrawn"}

    def test_what_was_kept_is_taken_off_and_kept_again(self, met, noa, omar, area):
        row = see(met, noa, omar, area)
        keep_endorsement(row, actor=omar.user)
        leave_endorsement(row, actor=omar.user)
        row.refresh_from_db()
        assert row.state == "not_kept"
        keep_endorsement(row, actor=omar.user)

    def test_on_whose_page_it_stood_hears_that_it_was_taken_back_and_keeps_the_strength(self, met, noa, omar, area):
        kept, waits = see(met, noa, omar, area), see(met, noa, omar, AreaFactory())
        keep_endorsement(kept, actor=omar.user)
        Notice.objects.all().delete()
        for row in (kept, waits):
            withdraw_endorsement(row, actor=noa.user)
        told = Notice.objects.get(verb="collaborations.endorsement_withdrawn")
        assert (told.user, told.target_id) == (omar.user, str(kept.pk))
        assert StrengthClaim.objects.filter(profile=omar, area=area, kind="strength").exists()

    def test_withdrawn_it_is_not_mailed_any_more(self, met, noa, omar, area):
        row = see(met, noa, omar, area, words={"en": "Seen"})
        withdraw_endorsement(row, actor=noa.user)
        row.refresh_from_db()
        assert Message.objects.get().state == "cancelled"
        assert row.words == {}


class TestEvening:
    def make_session(self, cohort: Any, people: Any, **days: int) -> Any:
        seats = [CohortMemberFactory(cohort=cohort, profile=one, state="active") for one in people]
        met = ways.held_session(cohort, seats, state="held")
        met.starts_at = timezone.now() - timedelta(**days)
        met.ends_at = met.starts_at + timedelta(hours=1)
        met.save()
        return met

    def test_whoever_was_there_is_asked_once_the_same_evening(self, cohort, noa, omar, area, facilitator):
        from collaborations.actions.endorsement_news import SEEN_AFTER_SESSION
        from educities.activity.actions.reminders import REMINDER_RULES, write_messages

        met = self.make_session(cohort, (noa, omar), hours=2)
        record_session(met, actor=facilitator)
        waits = Schedule.objects.get(rule=SEEN_AFTER_SESSION)
        assert (waits.subject_id, waits.state) == (met.pk, "waiting")
        see(met, noa, omar, area)
        Message.objects.all().delete()
        for _twice in range(2):
            write_messages(waits, REMINDER_RULES[SEEN_AFTER_SESSION], met)
        mail = Message.objects.get()
        assert mail.recipient == omar.user.email
        assert mail.payload["url"].endswith(f"/sessions/{met.pk}/endorse/")

    def test_of_a_session_of_long_ago_nobody_is_asked(self, cohort, noa, omar, facilitator):
        record_session(self.make_session(cohort, (noa, omar), days=9), actor=facilitator)
        assert not Schedule.objects.exists()


class TestPeople:
    def test_who_leaves_takes_words_along_and_what_is_counted_stays(self, met, noa, omar, area):
        words = {"en": "You listen"}
        kept, waits = see(met, noa, omar, area, words=words), see(met, noa, omar, AreaFactory(), words=words)
        back = see(met, omar, noa, area, words=words)
        keep_endorsement(kept, actor=omar.user, visibility="resident")
        leave_endorsements(noa, keep_texts=False)
        for row in (kept, waits, back):
            row.refresh_from_db()
        assert [(row.state, row.words) for row in (kept, waits, back)] == [
            ("kept", {}),
            ("withdrawn", {}),
            ("not_kept", {}),
        ]

    def test_two_profiles_of_one_person_and_the_way_back(self, cohort, noa, omar, area):
        gone = ProfileFactory()
        met = hold(cohort, noa, omar, guests=[gone])
        other = AreaFactory()
        facts = {"session": met, "given_on": timezone.now().date()}
        same = [Endorsement.objects.create(giver=noa, receiver=one, area=area, **facts) for one in (omar, gone)]
        own = Endorsement.objects.create(giver=gone, receiver=omar, area=area, state="kept", **facts)
        moved_one = Endorsement.objects.create(giver=gone, receiver=noa, area=other, **facts)
        before = list(Endorsement.objects.order_by("pk").values_list("pk", "giver", "receiver", "state"))
        moved = move_endorsements(omar, gone, None)
        now = {row.pk: row for row in Endorsement.objects.standing()}
        assert set(now) == {same[0].pk, moved_one.pk}
        assert now[moved_one.pk].giver == omar
        assert not any(row.giver == row.receiver for row in Endorsement.objects.all())
        assert own.pk not in now
        return_endorsements(omar, gone, moved, None)
        assert list(Endorsement.objects.order_by("pk").values_list("pk", "giver", "receiver", "state")) == before
