"""Months of birth become age bands; bands follow the calendar; who comes of age answers alone."""

from datetime import date
from typing import Any

import pytest

from challenges.actions import join_challenge, show_again
from challenges.models import Contribution
from consents.actions import release_from_guardian, update_age_bands, withdraw_consent
from consents.models import Consent, GuardianLink
from consents.tasks import run_minors_maintenance
from consents.values import ADULT, Age, age_now, age_of, validate_birth
from educities.activity.models import AuditEntry, Notice
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders.models import AgeBand
from tests.challenges.people import published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import ChallengeFactory

TODAY = date(2026, 6, 15)
BIRTHS = [
    ((2013, 5), Age("child", date(2027, 6, 1), needs_guardian=True)),
    ((2012, 6), Age("child", date(2026, 7, 1), needs_guardian=True)),
    ((2012, 5), Age("youth", date(2030, 6, 1), needs_guardian=True)),
    ((2010, 6), Age("youth", date(2028, 7, 1), needs_guardian=True)),
    ((2010, 5), Age("youth", date(2028, 6, 1), needs_guardian=False)),
    ((2008, 12), Age("youth", date(2027, 1, 1), needs_guardian=False)),
    ((2008, 6), Age("youth", date(2026, 7, 1), needs_guardian=False)),
    ((2008, 5), ADULT),
]


@pytest.mark.parametrize(("born", "age"), BIRTHS)
def test_a_birthday_counts_from_the_month_after_it(born: tuple[int, int], age: Age) -> None:
    assert age_of(*born, TODAY, 16) == age


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2009, 2011, 2014])
def test_the_kept_month_tells_the_same_age_on_every_later_day(year: int, month: int) -> None:
    kept = age_of(year, month, TODAY, 16)
    for later in (TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2028, 5, 1), date(2031, 2, 28)):
        assert age_now(kept.band, kept.next_band_month, later, 16) == age_of(year, month, later, 16)


@pytest.mark.parametrize(
    ("born", "is_younger", "code"),
    [
        ((1990, 3), True, "consents.age_contradicts"),
        ((2008, 5), True, "consents.age_contradicts"),
        ((2008, 6), True, ""),
        ((2008, 6), False, "consents.age_contradicts"),
        ((2008, 5), False, ""),
        ((2020, 5), True, ""),
        ((2020, 6), True, "consents.below_lowest_age"),
        ((2026, 12), True, "consents.below_lowest_age"),
    ],
)
def test_a_month_of_birth_agrees_with_what_was_chosen(born: tuple[int, int], is_younger: bool, code: str) -> None:
    try:
        validate_birth(*born, TODAY, is_younger=is_younger)
    except DomainError as error:
        assert error.code == code
    else:
        assert code == ""


@pytest.mark.django_db
class TestComingOfAge:
    def test_a_band_follows_the_calendar_once(self, scope: Any) -> None:
        child = child_of(scope, next_band_month=date(2026, 6, 1))
        assert update_age_bands(scope) == 1
        child.refresh_from_db()
        assert (child.age_band, child.next_band_month, child.needs_guardian) == ("youth", date(2030, 6, 1), True)
        assert update_age_bands(scope) == 0
        assert AuditEntry.objects.filter(verb="consents.band_changed").count() == 1

    def test_a_grown_up_keeps_no_month(self, scope: Any) -> None:
        youth = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2026, 6, 1), needs_guardian=False)
        assert release_from_guardian(youth, today=TODAY)
        assert (youth.age_band, youth.next_band_month) == ("adult", None)
        assert [one.verb for one in Notice.objects.all()] == ["stakeholders.grew_up"]

    def test_who_is_old_enough_answers_alone_and_takes_up_what_waited(self, scope: Any) -> None:
        youth = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2028, 6, 1))
        answered(youth, YES)
        asked(youth, "father@example.org")
        Consent.objects.filter(purpose="lab").delete()
        waiting = join_challenge(ChallengeFactory(), profile=youth, actor=youth.user)
        assert waiting.state == "awaiting_consent"
        assert release_from_guardian(youth, today=TODAY)
        waiting.refresh_from_db()
        assert (youth.needs_guardian, waiting.state) == (False, "confirmed")
        assert sorted(GuardianLink.objects.values_list("state", flat=True)) == ["ended", "expired"]
        assert set(Consent.objects.values_list("state", flat=True)) == {"expired"}
        assert Notice.objects.filter(user=youth.user, verb="consents.came_of_age").count() == 1

    def test_a_no_of_before_is_not_turned_by_a_birthday_but_by_the_author(self, scope: Any) -> None:
        youth = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2028, 6, 1))
        answered(youth, YES)
        idea = published(youth)
        for consent in Consent.objects.filter(purpose="publication"):
            withdraw_consent(consent, actor=None)
        with pytest.raises(DomainError) as refused:
            show_again(Contribution.objects.get(), actor=youth.user)
        assert refused.value.code == "challenges.not_resting"
        release_from_guardian(youth, today=TODAY)
        idea = Contribution.objects.get()
        assert (idea.state, idea.hidden_rule) == ("hidden", "consent")
        show_again(idea, actor=youth.user)
        assert (Contribution.objects.get().state, Contribution.objects.get().hidden_rule) == ("visible", "")

    def test_a_city_that_raises_its_age_takes_nothing_back(self, scope: Any) -> None:
        youth = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2028, 6, 1), needs_guardian=False)
        scope.account_age = 17
        scope.save()
        youth.refresh_from_db()
        assert not release_from_guardian(youth, today=TODAY)
        assert not youth.needs_guardian

    def test_the_nightly_round_serves_every_city(self, scope: Any, other_city: Any) -> None:
        with city_scope(other_city.pk):
            child_of(other_city, next_band_month=date(2026, 6, 1))
        child_of(scope, next_band_month=date(2026, 6, 1))
        assert run_minors_maintenance() == 2
        assert run_minors_maintenance() == 0
