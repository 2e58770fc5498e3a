"""The pages before a cohort pauses, is cancelled or completed, and before a cancelled one is reopened."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.end_pages import EndPage
from educities.kit.views import Confirm, ReasonPage
from labs import verbs
from labs.actions import cohorts as actions
from labs.actions import reopening
from labs.models import Cohort, CohortMember
from labs.values import COHORT_END_NOTES
from labs.views.parts import BelowCohort
from meetings.models import Session
from stakeholders.texts import append_untold


def count_sessions_to_come(cohort: Cohort) -> int:
    """How many sessions are planned that have not taken place: those that end with the cohort."""
    planned = cohort.group.sessions.filter(state__in=[Session.State.DRAFT, Session.State.SCHEDULED])
    return int(planned.filter(ends_at__gt=timezone.now()).count())


def list_sessions_cancelled(cohort: Cohort) -> list[str]:
    """What becomes of the sessions to come where the cohort ends, in a sentence; nothing without any."""
    n = count_sessions_to_come(cohort)
    text = ngettext("%(n)s session to come is cancelled.", "%(n)s sessions to come are cancelled.", n)
    return [text % {"n": n}] if n else []


def list_end_notes(cohort: Cohort) -> list[str]:
    """What goes on when the cohort pauses or is over, in sentences."""
    return [text for write in COHORT_END_NOTES if (text := write(cohort))]


class CompleteCohort(BelowCohort, Confirm):
    permission = "labs.change_cohort"
    model = Cohort
    ends = (verbs.COHORT_COMPLETED,)
    label = _("Complete the cohort")
    success_message = _("Cohort completed. Thank you.")
    describe_why_not = actions.describe_why_not_completed

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab", "group", "city")

    def get_question(self) -> str:
        return gettext("Complete the cohort “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        lines = [
            gettext("You cannot undo this."),
            *self.list_member_effects(),
            *list_sessions_cancelled(self.object),
            *list_end_notes(self.object),
        ]
        return " ".join(lines)

    def list_member_effects(self) -> list[str]:
        """What becomes of its members, and of those who have not answered, in sentences."""
        seats = CohortMember.objects.filter(cohort=self.object)
        members = seats.active().count()
        waiting = seats.filter(state__in=[CohortMember.State.INVITED, CohortMember.State.AWAITING_CONSENT]).count()
        lines = [
            ngettext(
                "Its %(n)s member is recorded as having completed it.",
                "Its %(n)s members are recorded as having completed it.",
                members,
            ),
            ngettext(
                "%(n)s person who has not joined yet loses the place.",
                "%(n)s people who have not joined yet lose their places.",
                waiting,
            ),
        ]
        counts = (members, waiting)
        found = [line % {"n": n} for line, n in zip(lines, counts, strict=True) if n]
        return [*found, gettext("We email the members who have an account.")] if members else found

    def act(self) -> None:
        actions.complete_cohort(self.object, actor=self.actor)


class _Stop(BelowCohort, EndPage):
    permission = "labs.change_cohort"
    model = Cohort
    told = _("The members read the reason. It stays in the history.")

    def get_told(self) -> str:
        seats = self.object.members.filter(state__in=CohortMember.HOLDS_PLACE)
        return append_untold(super().get_told(), seats)

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("group", "city")

    def list_effects(self) -> list[str]:
        n = self.object.members.filter(state__in=CohortMember.HOLDS_PLACE).count()
        text = ngettext("%(n)s person has a place in it.", "%(n)s people have a place in it.", n)
        places = [text % {"n": n}] if n else []
        return [*places, *self.list_invitation_effects(), *self.list_session_effects(), *list_end_notes(self.object)]

    def list_invitation_effects(self) -> list[str]:
        """What becomes of those who have not answered, in a sentence; nothing without any."""
        return []

    def list_session_effects(self) -> list[str]:
        """What becomes of the sessions to come, in a sentence; nothing without any."""
        raise NotImplementedError


class SuspendCohort(_Stop):
    ends = (verbs.COHORT_SUSPENDED,)
    step = staticmethod(actions.suspend_cohort)
    label = _("Pause the cohort")
    success_message = _("The cohort pauses.")

    def get_question(self) -> str:
        return gettext("Pause the cohort “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("Stage, members and records stay as they are until you resume it.")

    def get_blocker(self) -> str:
        # A cancelled one comes to the same state, by being reopened.
        can_pause = self.object.state == Cohort.State.RUNNING
        return "" if can_pause else gettext("Only a running cohort can be paused.")

    def list_session_effects(self) -> list[str]:
        n = count_sessions_to_come(self.object)
        text = ngettext(
            "%(n)s session stays planned. It takes place only if the cohort has resumed by then.",
            "%(n)s sessions stay planned. They take place only if the cohort has resumed by then.",
            n,
        )
        return [text % {"n": n}] if n else []


class CancelCohort(_Stop):
    ends = (verbs.COHORT_CANCELLED,)
    step = staticmethod(actions.cancel_cohort)
    label = _("Cancel the cohort")
    success_message = _("The cohort was cancelled.")

    def get_question(self) -> str:
        return gettext("Cancel the cohort “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("Its members read why; what they did stays on record. You can reopen it for %(n)s days.") % {
            "n": reopening.REOPEN_DAYS
        }

    def get_blocker(self) -> str:
        can_cancel = self.object.can_move(Cohort.State.CANCELLED)
        return "" if can_cancel else gettext("This cohort is over already. It cannot be cancelled.")

    def list_invitation_effects(self) -> list[str]:
        n = self.object.members.filter(state=CohortMember.State.INVITED).count()
        text = ngettext(
            "%(n)s open invitation ends, and stays ended if the cohort is reopened.",
            "%(n)s open invitations end, and stay ended if the cohort is reopened.",
            n,
        )
        return [text % {"n": n}] if n else []

    def list_session_effects(self) -> list[str]:
        return list_sessions_cancelled(self.object)


class ReopenCohort(BelowCohort, ReasonPage):
    """The way back from a cohort that was cancelled by mistake, or is needed again."""

    permission = "labs.change_cohort"
    model = Cohort
    template_name = "labs/reopen.html"
    step = staticmethod(reopening.reopen_cohort)
    success_message = _("The cohort is reopened.")
    extra_context: ClassVar = {
        "title": _("Reopen the cohort"),
        "text": _(
            "Those who had a place in it have it again and read the reason. A cohort that had begun is then paused until you resume it. Sessions that were cancelled stay cancelled: plan new ones."
        ),
    }
    describe_why_not = reopening.describe_why_not_reopened

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab", "group", "city")
