"""A recorded roll is corrected beside what it said."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from educities.activity.models import AuditEntry, Notice
from educities.activity.texts.sentences import message_subject
from educities.kit.errors import DomainError
from labs.queries.gates import is_met
from meetings.actions import attendance as actions
from meetings.actions.sessions import record_session
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    ProfileFactory,
    SessionFactory,
    UserFactory,
)
from tests.labs import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope):
    return CohortMemberFactory(profile__user=UserFactory(), sector=2)


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort, state="held", starts_at=timezone.now() - timedelta(minutes=2))


class TestCorrection:
    @pytest.fixture
    def recorded(self, session, member, facilitator):
        other = CohortMemberFactory(cohort=session.group.cohort, sector=3)
        actions.mark_attendance(session, other.profile, actor=facilitator, status="present")
        record_session(session, actor=facilitator)
        return session

    def test_a_correction_changes_the_roll_and_keeps_what_stood_there(self, recorded, member, director, facilitator):
        row = actions.correct_attendance(
            recorded, member.profile, actor=director, status="late", reason="She sat in the second row."
        )
        kept = recorded.corrections.get()
        assert recorded.attendance.get(profile=member.profile).status == row.status == "late"
        assert (kept.old_status, kept.old_how, kept.old_by) == ("absent", "roll", facilitator)
        assert (kept.new_status, kept.by, kept.reason) == ("late", director, "She sat in the second row.")
        entry = AuditEntry.objects.get(verb="meetings.attendance_corrected")
        assert (entry.data["old"], entry.data["status"], entry.reason) == ("absent", "late", kept.reason)

    def test_the_same_mark_again_and_no_reason_change_nothing(self, recorded, member, director):
        with pytest.raises(DomainError) as refused:
            actions.correct_attendance(recorded, member.profile, actor=director, status="absent", reason="Seen again")
        assert refused.value.code == "meetings.mark_unchanged"
        with pytest.raises(DomainError) as refused:
            actions.correct_attendance(recorded, member.profile, actor=director, status="late", reason=" ")
        assert refused.value.code == "meetings.reason_needed"
        assert recorded.corrections.count() == 0

    def test_only_a_recorded_session_is_corrected(self, session, member, director):
        with pytest.raises(DomainError) as refused:
            actions.correct_attendance(session, member.profile, actor=director, status="late", reason="A reason")
        assert refused.value.code == "meetings.session_not_recorded"

    def test_who_was_left_out_is_added_with_the_sector_of_the_seat(self, recorded, director):
        seat = CohortMemberFactory(cohort=recorded.group.cohort, sector=4, state="withdrawn")
        actions.correct_attendance(recorded, seat.profile, actor=director, status="present", reason="On the paper list")
        assert recorded.attendance.get(profile=seat.profile).sector == 4
        assert recorded.corrections.get().old_status == ""
        with pytest.raises(DomainError) as refused:
            actions.correct_attendance(recorded, ProfileFactory(), actor=director, status="present", reason="Nobody")
        assert refused.value.code == "meetings.not_a_member"

    def test_the_database_takes_each_correction_once_and_keeps_it(self, recorded, member, director):
        actions.correct_attendance(recorded, member.profile, actor=director, status="late", reason="A reason")
        for wrong in ("present", "absent"):
            with pytest.raises(IntegrityError), transaction.atomic():
                recorded.attendance.filter(profile=member.profile).update(status=wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            recorded.attendance.filter(profile=member.profile).update(sector=1)
        for change in (lambda rows: rows.update(reason="Another"), lambda rows: rows.delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(recorded.corrections.all())

    def test_the_database_takes_no_correction_of_an_open_session(self, session, member):
        with pytest.raises(IntegrityError), transaction.atomic():
            session.corrections.create(profile=member.profile, old_status="", new_status="late", reason="x")

    def test_the_gate_reads_what_was_corrected(self, scope, director):
        cohort = CohortFactory()
        seats = ways.members_of_four(cohort)
        recorded = [ways.held_session(cohort, seats[:3]) for _n in range(2)]
        assert not is_met("G13", cohort)[0]
        for session in recorded:
            actions.correct_attendance(session, seats[3].profile, actor=director, status="present", reason="Was there")
        assert is_met("G13", cohort)[0]

    def test_the_page_corrects_and_the_roll_says_so(self, client, scope, recorded, member, facilitator, sign_in):
        sign_in(client, facilitator)
        roll = reverse("roll", args=[scope.slug, recorded.pk])
        url = reverse("correct_attendance", args=[scope.slug, recorded.pk, member.profile_id])
        assert url in client.get(roll).content.decode()
        assert client.get(url, {"status": "late"}).context["form"].initial == {"status": "late"}
        assert client.post(url, {"status": "late", "reason": ""}).status_code == 422
        answer = client.post(url, {"status": "late", "reason": "Came at half past"})
        assert answer.url == f"{roll}#person-{member.profile_id}"
        said = " ".join(strip_tags(client.get(roll).content.decode()).split())
        assert "late · corrected by Samir, before: absent. Came at half past" in said

    def test_the_person_hears_of_it_and_reads_it_on_the_page(
        self, client, scope, recorded, member, facilitator, sign_in
    ):
        actions.correct_attendance(recorded, member.profile, actor=facilitator, status="excused", reason="She was ill")
        notice = Notice.objects.get(user=member.profile.user)
        said = message_subject(notice.verb, notice.target_type, notice.data)
        assert said == f"Your attendance at “{recorded}” was corrected: excused (before: absent)"
        assert (notice.data["reason"], notice.url) == ("She was ill", recorded.get_absolute_url())
        sign_in(client, member.profile.user)
        page = " ".join(strip_tags(client.get(notice.url).content.decode()).split())
        assert "before it said: absent." in page
        assert "She was ill" in page

    def test_who_corrects_their_own_mark_is_not_told(self, recorded, member):
        own = member.profile.user
        actions.correct_attendance(recorded, member.profile, actor=own, status="late", reason="I came late")
        assert not Notice.objects.filter(user=own).exists()

    def test_a_late_tap_comes_with_its_reason(self, client, scope, recorded, member, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("correct_attendance", args=[scope.slug, recorded.pk, member.profile_id])
        tapped = datetime(2026, 12, 7, 18, 41, tzinfo=scope.zone)
        initial = (
            client.get(url, {"status": "late", "tapped": str(int(tapped.timestamp() * 1000))}).context["form"].initial
        )
        assert (initial["status"], initial["reason"][:15]) == ("late", "Marked at 18:41")
        for wrong in ("", "x", "9" * 40, "²" * 13):
            assert client.get(url, {"tapped": wrong}).context["form"].initial == {"status": ""}

    def test_a_condition_that_no_longer_holds_is_said(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(state="running", stage=2)
        seats = ways.members_of_four(cohort)
        first, _second = [ways.held_session(cohort, seats) for _n in range(2)]
        sign_in(client, facilitator)
        url = reverse("correct_attendance", args=[scope.slug, first.pk, seats[3].profile_id])
        page = client.post(url, {"status": "absent", "reason": "Was not there"}, follow=True).content.decode()
        assert page.count("no longer holds") == 1
        assert "The cohort stays where it is." in page
        again = reverse("correct_attendance", args=[scope.slug, first.pk, seats[2].profile_id])
        page = client.post(again, {"status": "absent", "reason": "Nor was he"}, follow=True).content.decode()
        assert "no longer holds" not in page
