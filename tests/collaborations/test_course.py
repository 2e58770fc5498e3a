import pytest

from collaborations.actions import course
from collaborations.actions.leaving import leave_collaborations
from educities.activity.models import AuditEntry, Notice, Schedule
from educities.kit.errors import DomainError
from tests.collaborations.support import WORDS, agree_all, make_person, propose
from tests.support import refused

pytestmark = pytest.mark.django_db


def begin(row, actor):
    course.begin_collaboration(row, actor=actor)
    return row


class TestCourse:
    def test_it_begins_pauses_goes_on_and_is_completed(self, agreed, noa, omar):
        begin(agreed, noa.user)
        assert (agreed.state, agreed.starts_on) == ("active", agreed.city.today())
        course.pause_collaboration(agreed, actor=omar.user)
        course.resume_collaboration(agreed, actor=omar.user)
        course.complete_collaboration(
            agreed, actor=noa.user, result={"en": "Tomatoes"}, next_step={"en": "A second bed"}
        )
        agreed.refresh_from_db()
        assert (agreed.state, agreed.result, agreed.ended_on) == ("completed", {"en": "Tomatoes"}, agreed.city.today())
        told = Notice.objects.filter(verb="collaborations.completed").values_list("user", flat=True)
        assert list(told) == [omar.user_id]

    def test_a_proposal_does_not_begin(self, noa, omar):
        with pytest.raises(DomainError):
            begin(propose(noa, omar), noa.user)

    def test_completed_without_a_word_it_is_not(self, agreed, noa):
        begin(agreed, noa.user)
        nothing = lambda: course.complete_collaboration(agreed, actor=noa.user, result={})  # noqa: E731
        assert refused(nothing) == "collaborations.no_result"

    def test_its_sides_are_asked_after_a_month_three_months_and_a_year(self, agreed, noa):
        begin(agreed, noa.user)
        course.complete_collaboration(agreed, actor=noa.user, result={"en": "Tomatoes"})
        days = [(row.local_date - agreed.city.today()).days for row in Schedule.objects.order_by("local_date")]
        # A day or two before, where the city is quiet on that morning.
        assert [round(day / 10) * 10 for day in days] == [30, 90, 360]

    def test_ended_early_the_others_read_why(self, agreed, noa, omar):
        course.end_collaboration(agreed, actor=noa.user, reason="The plot was sold.")
        told = Notice.objects.get(user=omar.user, verb="collaborations.ended")
        assert (
            told.data["reason"]["en"] == "The plot was sold."
            if isinstance(told.data["reason"], dict)
            else told.data["reason"]
        )
        assert (
            refused(lambda: course.change_collaboration(agreed, actor=noa.user, circle="city")) == "collaborations.over"
        )

    def test_words_are_changed_and_the_log_does_not_keep_them(self, agreed, noa):
        course.change_collaboration(agreed, actor=noa.user, title={"en": "A forest"}, circle="city")
        entry = AuditEntry.objects.get(verb="collaborations.changed")
        assert entry.data["changed"] == ["circle", "title"]
        assert "forest" not in str(entry.data)


class TestLeaving:
    def test_with_two_others_it_goes_on(self, noa, omar, scope):
        row = begin(agree_all(propose(noa, omar, make_person(scope))), noa.user)
        leave_collaborations(noa, keep_texts=True)
        row.refresh_from_db()
        assert (row.state, row.parties.get(profile=noa).state) == ("active", "declined")

    def test_who_is_left_hears_that_it_is_over(self, noa, omar):
        begin(agree_all(propose(noa, omar)), noa.user)
        leave_collaborations(noa, keep_texts=True)
        assert Notice.objects.filter(user=omar.user, verb="collaborations.ended").count() == 1

    def test_a_completed_one_stays_as_it_was(self, agreed, noa):
        begin(agreed, noa.user)
        course.complete_collaboration(agreed, actor=noa.user, result={"en": "Tomatoes"})
        leave_collaborations(noa, keep_texts=True)
        agreed.refresh_from_db()
        assert (agreed.state, agreed.parties.get(profile=noa).state) == ("completed", "agreed")

    def test_what_ran_ends_and_what_was_proposed_does_not_come_about(self, noa, omar, scope):
        running = begin(agree_all(propose(noa, omar)), noa.user)
        waiting = propose(make_person(scope), noa)
        leave_collaborations(noa, keep_texts=False)
        running.refresh_from_db()
        waiting.refresh_from_db()
        assert (running.state, waiting.state) == ("ended", "declined")

    @pytest.mark.parametrize("keeps", [True, False])
    def test_own_words_stay_or_go(self, noa, omar, keeps):
        row = propose(noa, omar, gives={"en": "Seeds"})
        leave_collaborations(noa, keep_texts=keeps)
        row.refresh_from_db()
        assert row.title, "the page of the other side keeps a name"
        assert (row.title == WORDS["title"], bool(row.parties.get(profile=noa).gives)) == (keeps, keeps)
