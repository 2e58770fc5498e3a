"""What labs answer to apps below."""

from operator import attrgetter

from django.db.models import F

from labs import rules
from labs.actions.cohorts import check_working
from labs.models import CohortMember
from labs.models.cohorts import Stage
from meetings.values import GROUP_KINDS, GroupKind

GROUP_KINDS.register(
    GroupKind(
        key="cohort",
        seats=lambda: CohortMember.objects.annotate(group_id=F("cohort__group_id")),
        leads=rules.leads_along,
        corrects=rules.leads,
        takes_part=rules.takes_part,
        goes_along=rules.goes_along,
        had_a_seat=rules.had_a_seat,
        check_working=check_working,
        stage=attrgetter("stage"),
        stages=dict(Stage.choices),
        sessions_url="sessions",
        new_session_url="new_session",
    )
)
