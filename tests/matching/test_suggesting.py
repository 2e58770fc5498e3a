import pytest
from django.db import IntegrityError, transaction

from cities.models import Membership
from collaborations.models import Collaboration
from matching.actions.breaks import start_suggestions, stop_suggestions
from matching.actions.suggesting import suggest_in_city, suggest_to_person
from matching.models import MatchSuggestion
from matching.queries import find_suggestions
from stakeholders import actions
from stakeholders.models import Organisation, Profile
from tests.collaborations.support import agree_all, propose
from tests.factories import AreaFactory, ChildFactory, MatchSuggestionFactory, RepresentationFactory
from tests.matching.support import grows, introduce, knows, make_house, make_person, pass_days
from tests.support import queries_of

pytestmark = pytest.mark.django_db


def found(seeker):
    MatchSuggestion.objects.filter(seeker=seeker, introduced_on=None, state="shown").delete()
    suggest_to_person(seeker)
    return {row.person or row.organisation for row in find_suggestions(seeker)}


class TestWho:
    def test_who_shows_it_to_the_city_is_suggested_with_what_speaks_for_it(self, noa, omar, row):
        assert (row.person, row.need.profile, row.strength.profile) == (omar, noa, omar)
        assert row.state == "shown"

    @pytest.mark.parametrize("level", ["me", "team", "city", "cohort", "lab"])
    def test_who_shows_it_to_fewer_is_not(self, noa, omar, level):
        omar.claims.update(visibility=level)
        assert found(noa) == set()

    def test_an_organisation_that_shows_it_is(self, noa, omar, row, scope):
        house = make_house(scope)
        knows(house, row.need.area)
        assert found(noa) == {omar, house}

    @pytest.mark.parametrize("state", ["proposed", "dormant", "archived"])
    def test_an_organisation_that_is_not_at_work_is_not(self, noa, omar, row, scope, state):
        knows(make_house(scope), row.need.area)
        Organisation.objects.update(state=state)
        assert found(noa) == {omar}

    def test_nobody_with_the_organisation_for_which_they_speak(self, noa, omar, row):
        house = RepresentationFactory(profile=noa).organisation
        knows(house, row.need.area)
        assert found(noa) == {omar}

    def test_nobody_with_themselves(self, noa, omar, row):
        knows(noa, row.need.area)
        assert found(noa) == {omar}

    def test_who_has_left_or_lost_their_part_or_account_is_not(self, noa, omar):
        Membership.objects.filter(user=omar.user).delete()
        assert found(noa) == set()

    def test_whose_account_is_closed_is_not(self, noa, omar):
        omar.user.is_active = False
        omar.user.save()
        assert found(noa) == set()

    def test_whom_somebody_keeps_is_not(self, noa, omar):
        Profile.objects.filter(pk=omar.pk).update(user=None, managed_by=noa)
        assert found(noa) == set()

    def test_who_takes_part_in_three_things_is_not_and_finds_nobody(self, noa, omar, scope):
        for number in range(3):
            agree_all(propose(make_person(scope), omar, title={"en": f"Idea {number}"}))
        assert found(noa) == set()

    def test_who_does_something_together_already_is_not(self, noa, omar):
        agree_all(propose(noa, omar))
        assert found(noa) == set()
        Collaboration.objects.update(state="completed")
        assert found(noa) == {omar}

    def test_qualities_bring_nobody_together(self, noa, omar, scope):
        area = AreaFactory(use="quality")
        grows(noa, area)
        knows(make_person(scope), area)
        assert found(noa) == {omar}

    def test_five_at_most_and_the_same_one_once(self, noa, omar, row, scope):
        for _number in range(6):
            knows(make_person(scope), row.need.area)
        other = AreaFactory(parent=row.need.area.parent)
        grows(noa, other)
        knows(omar, other)
        assert len(found(noa)) == 5
        assert MatchSuggestion.objects.filter(seeker=noa, person=omar).count() <= 1


class TestMinors:
    def test_invariant_5_the_database_takes_no_child_as_either_side(self, scope):
        child = ChildFactory()
        for side in ("seeker", "person"):
            with pytest.raises(IntegrityError, match="no side of a suggestion"), transaction.atomic():
                MatchSuggestionFactory(**{side: child})
        row = MatchSuggestionFactory()
        with pytest.raises(IntegrityError, match="no side of a suggestion"), transaction.atomic():
            MatchSuggestion.objects.filter(pk=row.pk).update(person=child)

    def test_a_child_is_neither_suggested_nor_finds_anybody(self, noa, omar, row, scope):
        child = ChildFactory()
        knows(child, row.need.area)
        grows(child, row.need.area)
        assert found(noa) == {omar}
        suggest_in_city(scope)
        assert not MatchSuggestion.objects.filter(seeker=child).exists()

    def test_who_turns_out_to_be_under_age_is_gone_at_once(self, noa, omar):
        Profile.objects.filter(pk=omar.pk).update(age_band="youth")
        assert not find_suggestions(noa).exists()


class TestWhen:
    def test_the_night_fills_the_free_places_and_says_what_is_over(self, noa, omar, row, scope):
        other = make_person(scope)
        knows(other, row.need.area)
        assert suggest_in_city(scope) == 1
        assert suggest_in_city(scope) == 0
        omar.claims.update(visibility="me")
        suggest_in_city(scope)
        row.refresh_from_db()
        assert row.state == "expired"
        assert {one.person for one in find_suggestions(noa)} == {other}

    def test_it_is_over_by_itself_after_sixty_days_and_back_a_month_later(self, noa, row, scope):
        pass_days(scope, 60)
        row.refresh_from_db()
        assert row.state == "expired"
        assert not find_suggestions(noa).exists()
        pass_days(scope, 30)
        assert find_suggestions(noa).exists()

    def test_what_came_to_nothing_is_forgotten(self, noa, omar, row, scope):
        omar.claims.all().delete()
        pass_days(scope, 95)
        assert not MatchSuggestion.objects.exists()

    def test_whoever_names_a_growth_area_finds_somebody_at_once(self, omar, row, scope):
        dana = make_person(scope)
        actions.claim_area(dana, actor=dana.user, area=row.need.area, kind="growth")
        assert find_suggestions(dana).get().person == omar
        actions.remove_claim(dana.claims.get(), actor=dana.user)
        assert not find_suggestions(dana).exists()

    def test_what_somebody_else_writes_down_waits_for_the_night(self, omar, row, director, scope):
        dana = make_person(scope)
        actions.claim_area(dana, actor=director, area=row.need.area, kind="growth")
        assert not MatchSuggestion.objects.filter(seeker=dana).exists()


class TestBreak:
    def test_nobody_is_suggested_to_whoever_takes_one_and_they_to_nobody(self, noa, omar, row):
        stop_suggestions(omar, actor=omar.user)
        assert not find_suggestions(noa).exists()
        assert found(noa) == set()
        start_suggestions(omar, actor=omar.user)
        assert found(noa) == {omar}

    def test_the_own_ones_are_over_and_come_back(self, noa, omar):
        stop_suggestions(noa, actor=noa.user)
        assert not MatchSuggestion.objects.open().exists()
        start_suggestions(noa, actor=noa.user)
        assert find_suggestions(noa).get().person == omar


def test_nobody_is_asked_by_more_than_three_at_once(omar, row, scope):
    introduce(row)
    for _number in range(2):
        other = make_person(scope)
        grows(other, row.need.area)
        suggest_to_person(other)
        introduce(find_suggestions(other).get())
    last = make_person(scope)
    grows(last, row.need.area)
    assert found(last) == set()


def test_one_person_costs_as_many_queries_among_many(noa, row, scope):
    few = len(queries_of(lambda: suggest_to_person(noa)))
    for _number in range(3):
        other = make_person(scope)
        knows(other, row.need.area)
        grows(other, row.need.area)
    MatchSuggestion.objects.all().delete()
    many = queries_of(lambda: suggest_to_person(noa))
    assert len(many) <= few + 1, "\n".join(many)
