import pytest

from collaborations.models import Collaboration
from educities.activity.models import Message, Notice
from matching.actions import introductions
from matching.actions.suggesting import suggest_to_person
from matching.models import MatchSuggestion
from matching.queries import find_suggestions
from tests.collaborations.support import agree_all, propose
from tests.factories import RepresentationFactory
from tests.matching.support import grows, introduce, knows, make_person, pass_days
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db


class TestSeeker:
    def test_saves_it(self, row, noa):
        introductions.save_suggestion(row, actor=noa.user)
        row.refresh_from_db()
        assert row.state == "saved"
        assert verbs_of(row) == ["matching.saved"]

    def test_passes_it_over_and_the_other_hears_nothing(self, row, noa):
        introductions.pass_suggestion(row, actor=noa.user)
        assert not find_suggestions(noa).exists()
        assert not Notice.objects.exists()

    def test_asks_and_the_other_side_hears_about_what(self, asked, omar):
        assert asked.state == "introduced"
        assert Notice.objects.get().user == omar.user
        assert Message.objects.filter(kind="matching.introduced", user=omar.user).exists()

    def test_asks_once(self, asked, noa):
        assert refused(lambda: introductions.introduce_suggestion(asked, actor=noa.user)) == "matching.touched"
        assert refused(lambda: introductions.pass_suggestion(asked, actor=noa.user)) == "matching.touched"

    def test_asks_nobody_who_shows_it_no_more(self, row, noa, omar):
        omar.claims.update(visibility="me")
        assert refused(lambda: introductions.introduce_suggestion(row, actor=noa.user)) == "matching.untrue"

    def test_asks_three_at_once(self, row, noa, scope):
        for _number in range(3):
            knows(make_person(scope), row.need.area)
        suggest_to_person(noa)
        rows = list(find_suggestions(noa))
        for one in rows[:3]:
            introduce(one)
        assert (
            refused(lambda: introductions.introduce_suggestion(rows[3], actor=noa.user)) == "matching.many_introduced"
        )


class TestAgreed:
    def test_both_have_a_collaboration_to_which_both_agreed_and_hear_the_names(self, asked, noa, omar):
        made = introductions.agree_to_introduction(asked, actor=omar.user)
        assert made.state == "agreed"
        assert set(made.parties.values_list("profile", "state")) == {(noa.pk, "agreed"), (omar.pk, "agreed")}
        assert made.area == asked.need.area
        assert str(made).startswith("Meet about")
        asked.refresh_from_db()
        assert (asked.state, asked.collaboration) == ("converted", made)
        told = Notice.objects.filter(verb="collaborations.agreed")
        assert set(told.values_list("user", flat=True)) == {noa.user_id}
        assert not Notice.objects.filter(user=noa.user).exclude(verb="collaborations.agreed").exists()

    def test_for_an_organisation_by_whoever_speaks_for_it(self, row, noa, omar, scope):
        speaker = RepresentationFactory(profile=make_person(scope))
        knows(speaker.organisation, row.need.area)
        suggest_to_person(noa)
        asked = introduce(MatchSuggestion.objects.with_sides().get(organisation=speaker.organisation))
        made = introductions.agree_to_introduction(asked, actor=speaker.profile.user)
        assert made.parties.get(organisation=speaker.organisation).answered_by == speaker.profile

    def test_who_asks_the_one_who_has_asked_them_agrees(self, row, noa, omar, scope):
        grows(omar, row.need.area)
        knows(noa, row.need.area)
        suggest_to_person(omar)
        mine = find_suggestions(omar).get()
        introduce(row)
        made = introductions.introduce_suggestion(mine, actor=omar.user)
        assert made.state == "agreed"
        assert set(MatchSuggestion.objects.values_list("state", flat=True)) == {"converted", "expired"}

    def test_it_is_answered_once(self, asked, omar):
        introductions.agree_to_introduction(asked, actor=omar.user)
        for act in (introductions.agree_to_introduction, introductions.decline_introduction):
            assert refused(lambda act=act: act(asked, actor=omar.user)) == "matching.answered"

    @pytest.mark.parametrize(("who", "code"), [("noa", "matching.other_is_full"), ("omar", "collaborations.enough")])
    def test_the_fourth_open_collaboration_is_refused_and_the_question_waits(self, asked, noa, omar, scope, who, code):
        full = {"noa": noa, "omar": omar}[who]
        for number in range(3):
            agree_all(propose(make_person(scope), full, title={"en": f"Idea {number}"}))
        assert refused(lambda: introductions.agree_to_introduction(asked, actor=omar.user)) == code
        asked.refresh_from_db()
        assert asked.state == "introduced"
        assert Collaboration.objects.count() == 3

    def test_what_is_not_looked_for_any_more_is_not_agreed_to(self, asked, noa, omar):
        noa.claims.all().delete()
        assert refused(lambda: introductions.agree_to_introduction(asked, actor=omar.user)) == "matching.untrue"


class TestInvariant19:
    def test_invariant_19_the_two_are_not_brought_together_for_180_days_after_a_no(self, asked, noa, omar, scope):
        introductions.decline_introduction(asked, actor=omar.user)
        pass_days(scope, 180)
        assert not find_suggestions(noa).exists()
        pass_days(scope, 22)
        assert find_suggestions(noa).get().person == omar

    def test_invariant_19_nor_the_other_way_round(self, asked, noa, omar, scope):
        introductions.decline_introduction(asked, actor=omar.user)
        grows(omar, asked.need.area)
        knows(noa, asked.need.area)
        pass_days(scope, 180)
        assert not find_suggestions(omar).exists()

    def test_invariant_19_nor_whom_somebody_passed_over(self, row, noa, scope):
        introductions.pass_suggestion(row, actor=noa.user)
        pass_days(scope, 179)
        assert not find_suggestions(noa).exists()
        pass_days(scope, 1)
        assert find_suggestions(noa).exists()
