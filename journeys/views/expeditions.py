from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.day_words import format_day
from educities.kit.end_pages import EndPage
from educities.kit.multilingual import translate_plain
from educities.kit.views import ActionView, AskedOnce, FormPage, RowPage, UndoView
from journeys import verbs
from journeys.actions import expeditions as actions
from journeys.actions.travellers import describe_why_list_stays
from journeys.forms.expeditions import AreaForm, ExpeditionForm, LearningForm
from journeys.models import ActivityArea, Expedition, Learning
from journeys.queries.travellers import list_travellers
from journeys.queries.trip_asking import can_ask_guardians, describe_why_guardians_wait
from journeys.queries.trip_plans import count_given_answers
from journeys.values import MOST_AREAS
from labs.actions.cohorts import describe_why_not_working
from labs.models import Cohort
from labs.models.cohorts import Stage
from labs.views.parts import BelowCohort, OfCohort

COHORT_ROWS = ("lab__city", "city", "group__city")


class Areas(OfCohort, FormPage):
    """The areas in which a cohort acts, and the form that chooses one more."""

    part = "areas"

    permission = "journeys.choose_activityarea"
    model = Cohort
    # Its page holds more than this form.
    changes_language = False
    form_class = AreaForm
    template_name = "journeys/areas.html"
    success_message = _("Area chosen.")

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related(*COHORT_ROWS)

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.city.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = list(self.object.areas.select_related("area").annotate(journeys=Count("expeditions")).order_by("id"))
        may_drop = self.object.is_working and self.object.stage <= Stage.EXPEDITIONS
        is_full = len(chosen) >= MOST_AREAS
        return super().get_context_data(chosen=chosen, is_full=is_full, may_drop=may_drop, **kwargs)

    def act(self, form: AreaForm) -> str:
        actions.choose_area(self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url("areas", self.object.pk)


class DropArea(BelowCohort, AskedOnce):
    permission = "journeys.choose_activityarea"
    model = ActivityArea
    part = "areas"
    part_label = _("Activity areas")
    ends = (verbs.AREA_DROPPED,)
    success_message = _("Removed.")
    describe_why_not = actions.describe_why_area_stays

    def get_queryset(self) -> Any:
        return ActivityArea.objects.select_related("cohort__lab__city", "cohort__city", "area")

    def permission_object(self) -> Any:
        return self.object.cohort

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Remove the activity area “%(name)s”?") % {"name": self.object.area},
            "text": gettext("Its reason and the day of the decision go with it. You can choose it again."),
            "quote": translate_plain(self.object.reason),
            "label": gettext("Remove"),
        }

    def act(self) -> None:
        actions.drop_area(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("areas", self.object.cohort_id)


class Expeditions(OfCohort, RowPage):
    permission = "labs.see_work_of_cohort"
    model = Cohort
    part = "expeditions"
    template_name = "journeys/expeditions.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related(*COHORT_ROWS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.expeditions.annotate(learned=Count("learnings")).select_related("city")
        return super().get_context_data(expeditions=rows, **kwargs)


class _BelowExpeditions(BelowCohort):
    part = "expeditions"
    part_label = _("Expeditions")


class _ExpeditionForm(_BelowExpeditions, FormPage):
    form_class = ExpeditionForm
    template_name = "journeys/expedition_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": getattr(self.object, "cohort", self.object)}


class NewExpedition(_ExpeditionForm):
    permission = "journeys.plan_expedition"
    model = Cohort
    success_message = _("Planned. The director is asked to approve it.")
    describe_why_not = describe_why_not_working

    def act(self, form: ExpeditionForm) -> str:
        fields = form.cleaned_data
        return actions.plan_expedition(self.object, actor=self.actor, **fields).get_absolute_url()


class ChangeExpedition(ConcurrentEditPage, _ExpeditionForm):
    permission = "journeys.change_expedition"
    model = Expedition
    success_message = _("Changes saved.")
    describe_why_not = actions.describe_why_plan_stays

    def act(self, form: ExpeditionForm) -> str:
        before = count_given_answers(self.object)
        actions.change_expedition(self.object, actor=self.actor, **form.cleaned_data)
        if ended := before - count_given_answers(self.object):
            text = ngettext(
                "%(n)s consent was given to the earlier plan and no longer applies. We ask again after the approval.",
                "%(n)s consents were given to the earlier plan and no longer apply. We ask again after the approval.",
                ended,
            )
            messages.info(self.request, text % {"n": ended})
        return self.object.get_absolute_url()


class ExpeditionPage(OfCohort, RowPage):
    permission = "journeys.view_expedition"
    model = Expedition
    part = "expeditions"
    is_below = True
    template_name = "journeys/expedition.html"

    def get_queryset(self) -> Any:
        return Expedition.objects.select_related(
            "cohort__lab__city", "cohort__city", "cohort__group__city", "city", "activity_area__area"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        trip = list_travellers(row)
        user = self.request.user
        learnings = list(row.learnings.select_related("by").annotate(cited=Count("citations")))
        return super().get_context_data(
            learnings=learnings,
            trip=trip,
            own_place=next((line.traveller for line in trip.lines if line.traveller.profile.user_id == user.pk), None),
            why_list_stays=describe_why_list_stays(row),
            can_ask=can_ask_guardians(row, trip),
            why_guardians_wait=describe_why_guardians_wait(row, trip),
            is_open=row.state in {Expedition.State.IDEA, Expedition.State.PLANNED},
            why_no_departure=actions.describe_why_no_departure(row),
            on_the_way=row.state in {"underway", "returned", "learned"},
            has_principle=any(learning.principle for learning in learnings),
            is_early=row.starts_on > self.city.today(),
            **kwargs,
        )


class _Step(ActionView):
    permission = "journeys.change_expedition"
    model = Expedition
    step: Any = None

    def act(self) -> None:
        type(self).step(self.object, actor=self.actor)


class Submit(_Step):
    step = staticmethod(actions.submit_expedition)
    success_message = _("Sent. The director is asked to approve it.")


class Approve(_Step):
    permission = "journeys.approve_expedition"
    step = staticmethod(actions.approve_expedition)
    undo_name = "undo_approval"

    def get_success_message(self) -> str:
        if self.object.starts_on <= self.city.today():
            return gettext("The expedition is approved. We have told the planners.")
        day = format_day(self.object.starts_on)
        return gettext("The expedition is approved and can start on %(day)s. We have told the planners.") % {"day": day}


class UndoApproval(UndoView):
    permission = "journeys.approve_expedition"
    model = Expedition
    success_message = _("Undone. The expedition waits for approval again.")

    def act(self) -> None:
        actions.undo_approval(self.object, actor=self.actor)


class SetOut(_Step):
    step = staticmethod(actions.start_expedition)
    success_message = _("Expedition started. Note what you learn on the way.")


class ComeBack(_Step):
    step = staticmethod(actions.return_expedition)
    success_message = _("Welcome back. What did you bring home?")


class Conclude(_Step):
    step = staticmethod(actions.conclude_expedition)
    success_message = _("Expedition concluded. You can now cite its learnings in the city model.")


class CancelExpedition(_BelowExpeditions, EndPage):
    permission = "journeys.change_expedition"
    model = Expedition
    ends = (verbs.EXPEDITION_CANCELLED,)
    ends_as = Expedition.State.CANCELLED
    step = staticmethod(actions.cancel_expedition)
    label = _("Cancel it")
    told = _(
        "Those who planned it, the lab’s facilitators, who travels along and the guardians we asked read the reason."
    )
    success_message = _("Expedition cancelled.")

    def get_question(self) -> str:
        return gettext("Cancel the expedition “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("It does not take place. You can plan a new one.")


class SendBack(_BelowExpeditions, EndPage):
    permission = "journeys.approve_expedition"
    model = Expedition
    ends = (verbs.EXPEDITION_SENT_BACK,)
    ends_as = Expedition.State.IDEA
    step = staticmethod(actions.send_back_expedition)
    describe_why_not = actions.describe_why_no_departure
    label = _("Send back to the planners")
    told = _("Those who planned it and the lab’s facilitators read the reason.")
    success_message = _("Sent back to the planners. They can change the plan and send it again.")
    returns_to_sender = True

    def get_question(self) -> str:
        return gettext("Send the expedition “%(name)s” back to planning?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("It needs your approval again once the planners have changed it.")


class NewLearning(_BelowExpeditions, FormPage):
    """On a phone, on the way: one box is enough, and the next one is a tap away."""

    permission = "journeys.learn_from_expedition"
    model = Expedition
    form_class = LearningForm
    template_name = "journeys/learning_form.html"
    success_message = _("Learning saved.")
    describe_why_not = actions.describe_why_nothing_to_note

    def act(self, form: LearningForm) -> str:
        actions.note_learning(self.object, actor=self.actor, **form.cleaned_data)
        if "another" in self.request.POST:
            return self.city_url("new_learning", self.object.pk)
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        noted = self.object.learnings.count()
        return super().get_context_data(expedition=self.object, noted=noted, **kwargs)


class ChangeLearning(_BelowExpeditions, ConcurrentEditPage):
    permission = "journeys.change_learning"
    model = Learning
    form_class = LearningForm
    template_name = "journeys/learning_form.html"
    success_message = _("Changes saved.")
    describe_why_not = actions.describe_why_learning_stays

    def get_queryset(self) -> Any:
        return Learning.objects.select_related("expedition__cohort", "by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(expedition=self.object.expedition, **kwargs)

    def act(self, form: LearningForm) -> str:
        actions.change_learning(Learning.objects.get(pk=self.object.pk), actor=self.actor, **form.cleaned_data)
        return self.object.expedition.get_absolute_url()
