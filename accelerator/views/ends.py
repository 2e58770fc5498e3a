"""How an application or a place ends or rests: asked once, with a reason."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accelerator import verbs
from accelerator.actions import enrolments
from accelerator.models import Enrolment
from educities.kit.end_pages import EndPage
from educities.kit.forms import ReasonForm

State = Enrolment.State


class _Ending(EndPage):
    model = Enrolment

    def get_queryset(self) -> Any:
        return Enrolment.objects.with_names()


class DeclineApplication(_Ending):
    """The city says no to an application."""

    permission = "accelerator.decide_enrolment"
    ends = (verbs.DECLINED,)
    ends_as = State.DECLINED
    step = staticmethod(enrolments.decline_application)
    label = gettext_lazy("Decline")
    told = gettext_lazy("The teacher reads the reason.")
    success_message = gettext_lazy("Declined. We have told the teacher.")

    def get_question(self) -> str:
        return _("Decline the application of %(name)s?") % {"name": self.object}


class WithdrawEnrolment(_Ending):
    """The teacher takes part no longer, or will not: an application is no place yet."""

    permission = "accelerator.withdraw_enrolment"
    ends = (verbs.WITHDRAWN, verbs.APPLICATION_WITHDRAWN)
    ends_as = State.WITHDRAWN
    step = staticmethod(enrolments.withdraw_enrolment)
    told = gettext_lazy("The other side reads the reason: who leads the intake, or the teacher.")

    @property
    def is_own(self) -> bool:
        return bool(self.object.profile.user_id == self.actor.pk)

    def get_question(self) -> str:
        names = {"intake": self.object.accelerator, "name": self.object}
        if not self.object.had_place:
            own = _("Withdraw your application for “%(intake)s”?")
            other = _("Withdraw the application of %(name)s for “%(intake)s”?")
        else:
            own, other = _("Give up this place in “%(intake)s”?"), _("End the place of %(name)s in “%(intake)s”?")
        return (own if self.is_own else other) % names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = _("Give up the place") if self.is_own else _("End the place")
        if not self.object.had_place:
            label = _("Withdraw the application")
        return super().get_context_data(**{"label": label, **kwargs})

    def get_text(self) -> str:
        if not self.object.can_move(State.DEFERRED):
            return ""
        if self.is_own:
            return _("If you only need time, the education director can defer the place instead: it is kept.")
        return _("If time is all that is needed, the place can be deferred instead: it is kept.")

    def act(self, form: ReasonForm) -> Any:
        target = super().act(form)
        is_place = self.object.had_place
        text = _("The place is free for someone else.") if is_place else _("The application was withdrawn.")
        messages.success(self.request, text)
        return target


class DeferEnrolment(_Ending):
    """The teacher goes on later; the place is kept."""

    permission = "accelerator.decide_enrolment"
    ends_as = State.DEFERRED
    step = staticmethod(enrolments.defer_enrolment)
    label = gettext_lazy("Defer")
    told = gettext_lazy("The teacher reads the reason.")
    success_message = gettext_lazy("Deferred: the place is kept. We have told the teacher.")

    def get_question(self) -> str:
        return _("Defer the place of %(name)s?") % {"name": self.object}

    def get_text(self) -> str:
        return _(
            "The place is kept, and what was done. The teacher can go on with this intake as long as its year can be "
            "finished, or with a later one."
        )
