"""The practice city's days: what happened over three years did not happen on the day of its building."""

from datetime import date, timedelta
from typing import Any

from django.utils import translation

from cities.models import Membership
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import name_kind
from educities.tenancy.scope import city_scope
from journeys.models import Expedition, Initiative, Learning, ModelBlock
from labs.models import Cohort, Lab, StageRecord
from matching.models import MatchSuggestion
from meetings.models import Session
from programs.models import IndicatorValue, Milestone, Program
from programs.queries.evidence import load_evidence
from reports.management.practice.dates import stage_starts
from reports.management.practice.words import OVERRIDE_WORDS
from stakeholders.models import ImportRun, Organisation, StrengthClaim
from tests.reports.practice_accelerator import check_accelerators
from tests.reports.practice_forum import check_forum

EARLY = {
    "Two initiatives are tried at their first sites, each with an owner, a partner of another sector and a named person on site",
    "Cohort 2 begins, with members of cohort 1 as mentors",
    "The first intake shows its classroom projects and completes the accelerator",
}


def test_cohorts_entered_their_stages_over_the_years(practice_city: Any) -> None:
    city = practice_city
    assert not User.objects.filter(is_age_unsaid=True).exists(), "whom others typed in has said to be 18"
    with city_scope(city.pk):
        for cohort in Cohort.objects.all():
            times = StageRecord.objects.filter(cohort=cohort).order_by("entered_at")
            days = [one.entered_at.astimezone(city.zone).date() for one in times]
            assert days == stage_starts(city, cohort.stage)
            assert [one.left_at for one in times][:-1] == [one.entered_at for one in times][1:]
            assert days[0] == cohort.starts_on
        assert set(Learning.objects.values_list("language", flat=True)) == {"he", "ar", "en"}
        texts = [block.text for block in ModelBlock.objects.all() if block.text]
        assert texts
        assert all(set(text) == {"he", "ar", "en"} for text in texts)
        recorded = Session.objects.filter(state="recorded", group__kind="cohort")
        assert recorded.count() == 1 + 4 + 5 + 6
        assert {one.starts_at.astimezone(city.zone).weekday() for one in recorded} <= {0, 1, 2, 3, 6}
        assert (city.today() - Organisation.objects.get(state="proposed").created_at.date()).days in {3, 4}
        run = ImportRun.objects.get(kind="register")
        assert (run.state, run.can_be_undone, run.counts["new"]) == ("done", True, 4)
        assert set(run.organisations.values_list("state", flat=True)) == {"verified"}
        sheets = ImportRun.objects.exclude(kind="register").order_by("pk")
        assert [(one.state, one.can_be_undone, one.counts["changed"]) for one in sheets] == [
            ("done", True, 2),
            ("checked", False, 3),
        ]
        reached = Milestone.objects.filter(state="reached")
        assert set(reached.values_list("evidence_kind", flat=True)) >= {"lab", "cohort", "figure", "expedition"}
        named = set(reached.exclude(evidence_kind="").values_list("evidence_kind", "evidence_id"))
        assert set(load_evidence(reached)) == named
        first = Cohort.objects.order_by("starts_on").first()
        shown = set(reached.filter(evidence_kind__in=["lab", "cohort"]).values_list("evidence_kind", "evidence_id"))
        second = Cohort.objects.order_by("starts_on")[1]
        assert shown == {("lab", first.lab_id), ("cohort", first.pk), ("cohort", second.pk)}
        trip = reached.get(evidence_kind="expedition").evidence_id
        assert trip == Expedition.objects.order_by("starts_on").first().pk
        assert set(reached.values_list("evidence_kind", flat=True)) >= {"intake", "credential"}
        assert set(reached.filter(evidence_kind="").values_list("evidence", flat=True)) == set(OVERRIDE_WORDS.values())
        assert all(one.due_on <= one.cohort.ends_on for one in Initiative.objects.select_related("cohort"))
        assert all(one.blocks.exists() for one in Initiative.objects.all())
        workshop = Initiative.objects.get(title__en="A workshop adopts a class")
        assert workshop.owner.name["en"] == "North Wind Engineering"
        check_forum()
        check_accelerators(city)
        held = Membership.objects.filter(city=city)
        assert set(held.filter(acting_for=None).values_list("starts_on", flat=True)) == {
            Program.objects.get().starts_on - timedelta(days=20)
        }
        # The director is away from today: somebody stands in.
        assert [one.starts_on for one in held.exclude(acting_for=None)] == [city.today()]
        # What its labs' pages show as begun is not still to come in the five years.
        early = reached.filter(due_on__gte=city.today()) | reached.filter(evidence_kind="initiative")
        assert set(early.values_list("title__en", flat=True)) <= EARLY
        assert set(reached.filter(title__en__in=EARLY).values_list("title__en", flat=True)) == EARLY
        tried = Milestone.objects.get(code="2026-2/3.4")
        assert Initiative.objects.get(pk=tried.evidence_id).title["en"] == "A workshop adopts a class"
        # A target is set before the year that it is for.
        for target in IndicatorValue.objects.filter(series="target"):
            assert target.entered_at.astimezone(city.zone).date() < date(target.period, city.school_year_start, 1)
        for session in Session.objects.filter(state="scheduled", group__kind="cohort"):
            assert session.stage == Cohort.objects.get(group=session.group).stage
        for lab in Lab.objects.exclude(first_session_on=None):
            held = Session.objects.filter(group__cohort__lab=lab).earliest("starts_at")
            assert held.starts_at.astimezone(city.zone).date() == lab.first_session_on
        assert not StrengthClaim.objects.filter(kind="growth", area__code="hebrew", profile__language="he").exists()
        suggested = MatchSuggestion.objects.all()
        assert set(suggested.values_list("state", flat=True)) == set(MatchSuggestion.State.values)
        resident = set(suggested.filter(seeker__user__email="noa@practice.example").values_list("state", flat=True))
        assert resident == {"shown", "saved", "introduced", "declined"}
        assert suggested.filter(person__user__email="noa@practice.example", state="introduced").count() == 1
        assert suggested.filter(shown_on__lt=city.today() - timedelta(days=700), state="converted").exists()
        words = [one.strength.words for one in suggested.with_sides() if one.strength]
        scripts = {"he": "\u05d0", "ar": "\u0627", "en": "e"}
        assert all(any(letter in text for text in words) for letter in scripts.values())
        kinds = AuditEntry.objects.order_by().values_list("target_type", flat=True).distinct()
        # What the history is narrowed by reads in the reader's language.
        for language in ("he", "ar"):
            with translation.override(language):
                assert [kind for kind in kinds if name_kind(kind).isascii()] == []
