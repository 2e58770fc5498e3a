"""When things happened in the practice city: the actions write today, here each row gets the day of its story."""

from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from challenges.models import Challenge, Contribution, IdeaPhoto
from cities.models import City, Membership
from labs.models import Cohort, CohortMember, Lab, Override, StageRecord
from programs.models import IndicatorValue, Program, Signature
from stakeholders.models import ImportRun, Organisation, Representation

DAY = timedelta(days=1)
# How long each stage takes, in parts of the time from a cohort's first day to today.
PARTS_OF_STAGES = (5, 5, 4, 5)
COHORT_DAYS = 820
# A young cohort has met once: it began a few weeks ago.
FIRST_STAGE_DAYS = 45


def cohort_start(city: City, stage: int) -> date:
    """The first day of the cohort that stands in this stage now: the further it is, the earlier it began."""
    return city.today() - (80 + 150 * stage if stage > 1 else FIRST_STAGE_DAYS) * DAY


def stage_starts(city: City, stage: int) -> list[date]:
    """On which days this cohort entered its stages, up to the one in which it stands."""
    start, parts = cohort_start(city, stage), PARTS_OF_STAGES[:stage]
    days = (city.today() - start).days
    return [start + days * sum(parts[:n]) // sum(parts) * DAY for n in range(stage)]


def set_true_dates(city: City) -> None:
    """Labs, cohorts, figures, organisations and challenges have the days of their story, not that of the build."""
    Program.objects.update(signed_at=_local_moment(city, Program.objects.get().starts_on - 20 * DAY))
    Signature.objects.update(signed_at=_local_moment(city, Program.objects.get().starts_on - 20 * DAY))
    founded = _local_moment(city, Program.objects.get().starts_on + 30 * DAY)
    lasting = Membership.objects.filter(city=city, acting_for=None)
    lasting.update(starts_on=Program.objects.get().starts_on - 20 * DAY)
    Organisation.objects.update(created_at=founded)
    Organisation.objects.filter(verified_at__isnull=False).update(verified_at=founded + 5 * DAY)
    Organisation.objects.filter(state="proposed").update(created_at=_days_ago(3))
    spoken_for = Representation.objects.filter(accepted_at__isnull=False)
    spoken_for.update(starts_on=(founded + 6 * DAY).date(), accepted_at=founded + 6 * DAY)
    Organisation.objects.exclude(import_run=None).update(created_at=_days_ago(9), verified_at=_days_ago(8))
    ImportRun.objects.update(made_at=_days_ago(9), done_at=_days_ago(9))
    for cohort in Cohort.objects.select_related("lab"):
        _date_cohort(city, cohort)
    Override.objects.filter(state="requested").update(requested_at=_days_ago(5))
    _date_figures(city)
    _date_challenges()


def _local_moment(city: City, day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), city.zone)


def _days_ago(days: int) -> datetime:
    return timezone.now() - days * DAY


def _date_cohort(city: City, cohort: Cohort) -> None:
    starts = stage_starts(city, cohort.stage)
    launched = _local_moment(city, starts[0] - 40 * DAY)
    Lab.objects.filter(pk=cohort.lab_id).update(launched_at=launched)
    CohortMember.objects.filter(cohort=cohort).update(joined_at=_local_moment(city, starts[0] - 7 * DAY))
    # From the first on, so that no two of them overlap meanwhile.
    for record in StageRecord.objects.filter(cohort=cohort).order_by("stage"):
        left = starts[record.stage] if record.stage < cohort.stage else None
        StageRecord.objects.filter(pk=record.pk).update(
            entered_at=_local_moment(city, starts[record.stage - 1]),
            left_at=_local_moment(city, left) if left else None,
        )


def _date_figures(city: City) -> None:
    """A school year's figure is entered in the autumn after it; what still waits was entered lately.

    Targets are set when the five years are signed, before the years they are for.
    """
    for row in IndicatorValue.objects.filter(state="confirmed"):
        entered = min(_local_moment(city, date(row.period + 1, 11, 10)), _days_ago(20))
        IndicatorValue.objects.filter(pk=row.pk).update(entered_at=entered, confirmed_at=entered + 3 * DAY)
    signed = Program.objects.get().signed_at
    targets = IndicatorValue.objects.filter(series=IndicatorValue.Series.TARGET)
    targets.update(entered_at=signed)
    targets.filter(state="confirmed").update(confirmed_at=signed + 3 * DAY)
    IndicatorValue.objects.filter(state="submitted").update(entered_at=_days_ago(12))


def _date_challenges() -> None:
    """The open question was put three weeks ago, the answered one half a year before; ideas came one by one."""
    for challenge in Challenge.objects.all():
        opened = _days_ago(21 if challenge.state == Challenge.State.OPEN else 200)
        Challenge.objects.filter(pk=challenge.pk).update(opened_at=opened)
        ideas = list(challenge.contributions.order_by("pk"))
        # However many there are, the last of them came before today.
        apart = min(3 * DAY, 20 * DAY / (len(ideas) + 1))
        for number, idea in enumerate(ideas, start=1):
            Contribution.objects.filter(pk=idea.pk).update(created_at=opened + number * apart)
    written = Contribution.objects.filter(published_at__isnull=False)
    written.update(published_at=F("created_at") + timedelta(hours=5))
    Contribution.objects.filter(state="pending").update(created_at=_days_ago(2))
    IdeaPhoto.objects.update(created_at=_days_ago(1))
