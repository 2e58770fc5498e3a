"""The intakes of the accelerator: the list, the call, one of them with its terms, and its sessions."""

from datetime import timedelta
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accelerator.actions import enrolments, intakes
from accelerator.forms.enrolments import FirstYearForm
from accelerator.forms.intakes import LEADERS, ChangeIntakeForm, IntakeForm, propose_terms
from accelerator.models import Accelerator, Enrolment
from accelerator.queries import find_held_place
from accelerator.queries.effect import find_effect
from accelerator.queries.lists import (
    count_states,
    find_acts,
    find_last_day,
    find_leaders,
    find_next_start,
    list_tabs,
    list_unopened,
)
from accelerator.queries.pairs import list_summaries
from accelerator.queries.progress import list_progress
from accelerator.rules import goes_along, leads_accelerator
from accelerator.texts.lacks import describe_nobody_done
from accelerator.values import DEFAULT_PLACES
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.dates import add_months
from educities.kit.multilingual import join_localised
from educities.kit.views import ActionView, FormPage, ListPage, RowPage
from meetings.views.sessions import NewSession, Sessions
from programs.models import Intake, Program
from stakeholders.queries import find_profile

State = Enrolment.State


class Accelerators(ListPage):
    """All intakes, and those of the five years whose call is not open yet."""

    permission = "accelerator.list_accelerator"
    model = Accelerator
    template_name = "accelerator/accelerators.html"

    def rows(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unopened=list_unopened(), **kwargs)


class TeacherTraining(ListPage):
    """What a member of the city finds: the calls that are open, and the own places."""

    permission = "accelerator.browse_accelerator"
    model = Accelerator
    template_name = "accelerator/teacher_training.html"

    def rows(self) -> Any:
        today = self.city.today()
        return Accelerator.objects.select_related("city", "intake").filter(
            call_opens_on__lte=today, call_closes_on__gte=today
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Enrolment.objects.with_names().filter(profile__user=self.actor).order_by("-applied_at")
        return super().get_context_data(own=own, **kwargs)


class _IntakeForm(FormPage):
    template_name = "accelerator/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        ends_with = find_last_day(self.find_program())
        return {**super().get_form_kwargs(), "people": find_leaders(self.city), "ends_with": ends_with}

    def find_program(self) -> Program | None:
        """The five years to which the intake belongs."""
        row = self.object
        return row.program if isinstance(row, Intake) else row.intake.program


class OpenCall(_IntakeForm):
    """Teachers can apply for an intake of the five years."""

    permission = "accelerator.add_accelerator"
    model = Intake
    form_class = IntakeForm
    describe_why_not = intakes.describe_why_no_call
    success_message = gettext_lazy(
        "The call is open from its first day on. Teachers find it under “Teacher accelerator”."
    )
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Open the call of an intake"),
        "label": gettext_lazy("Open the call"),
        "lede": gettext_lazy("Two years, four terms of 30 hours. The dates are your own."),
    }

    def get_queryset(self) -> Any:
        return Intake.objects.select_related("program", "city")

    def get_initial(self) -> dict[str, Any]:
        row, today = self.object, self.city.today()
        return {**propose_terms(row.starts_on, row.ends_on), "call_opens_on": today, "places": DEFAULT_PLACES}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("accelerators"), _("Teacher accelerator"))]
        return super().get_context_data(crumbs=crumbs, cancel=crumbs[0][0], **kwargs)

    def act(self, form: IntakeForm) -> str:
        return intakes.open_call(self.object, actor=self.actor, **form.values).get_absolute_url()


class OpenNextCall(_IntakeForm):
    """Teachers can apply for an intake that the five years did not begin with."""

    permission = "accelerator.add_accelerator"
    form_class = IntakeForm
    success_message = OpenCall.success_message
    extra_context = OpenCall.extra_context

    def get_blocker(self) -> str:
        return intakes.describe_why_no_next(self.city)

    def find_program(self) -> Program | None:
        return Program.objects.signed().first()

    def get_initial(self) -> dict[str, Any]:
        today = self.city.today()
        starts_on = find_next_start(self.city)
        ends_on = add_months(starts_on, 24) - timedelta(days=1)
        return {**propose_terms(starts_on, ends_on), "call_opens_on": today, "places": DEFAULT_PLACES}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("accelerators"), _("Teacher accelerator"))]
        return super().get_context_data(crumbs=crumbs, cancel=crumbs[0][0], **kwargs)

    def act(self, form: IntakeForm) -> str:
        return intakes.open_next_call(self.city, actor=self.actor, **form.values).get_absolute_url()


class ChangeIntake(ConcurrentEditPage, _IntakeForm):
    """Name, call, places, leaders and terms."""

    permission = "accelerator.change_accelerator"
    model = Accelerator
    form_class = ChangeIntakeForm
    success_message = gettext_lazy("Changes saved.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Change the intake"),
        "label": gettext_lazy("Save"),
    }

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake__program")

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        terms = list(row.terms.all())
        leaders = dict(zip(LEADERS, (str(one.profile_id) for one in row.leaders.all()), strict=False))
        ends = {f"term_{term.number}": term.ends_on for term in terms}
        return {"starts_on": terms[0].starts_on, **ends, **leaders}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(crumbs=crumbs, cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: ChangeIntakeForm) -> str:
        return intakes.change_intake(self.object, actor=self.actor, **form.values).get_absolute_url()


class OfIntake(RowPage):
    """A page of one intake, with its tabs."""

    model = Accelerator
    part: ClassVar[str] = "accelerator"

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake", "group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = list_tabs(self.object, self.request.user, self.part)
        return super().get_context_data(tabs=tabs, tabs_label=_("Pages of the intake"), **kwargs)


class AcceleratorPage(OfIntake):
    """The two years: terms, places, who leads; for a teacher the way in."""

    permission = "accelerator.view_accelerator"
    template_name = "accelerator/accelerator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, today = self.object, self.city.today()
        own = Enrolment.objects.filter(accelerator=row, profile__user=self.actor).order_by("-applied_at").first()
        profile = find_profile(self.actor)
        return super().get_context_data(
            terms=[{"term": term, "is_now": term.starts_on <= today <= term.ends_on} for term in row.terms.all()],
            leaders=[one.profile for one in row.leaders.select_related("profile")],
            states=count_states(row) if self.actor.has_perm("accelerator.lead_accelerator", row) else [],
            own=own,
            effect=find_effect(row),
            summaries=list_summaries(row) if self._reads_summaries() else [],
            acts=find_acts(row),
            why_not=enrolments.describe_why_not_applied(row, profile),
            elsewhere=find_held_place(profile) if profile else None,
            can_apply=bool(profile) and not enrolments.describe_why_not_applied(row, profile),
            crumbs=[(self.city_url(*self._find_list()), _("Teacher accelerator"))],
            **kwargs,
        )

    def _reads_summaries(self) -> bool:
        """One of the intake's teachers, or who leads it."""
        return bool(goes_along(self.actor, self.object) or leads_accelerator(self.actor, self.object))

    def _find_list(self) -> tuple[str]:
        is_staff = self.actor.has_perm("accelerator.list_accelerator", self.city)
        return ("accelerators" if is_staff else "teacher_training",)


class FillPlaces(ActionView):
    """Those who wait are enrolled in their order."""

    permission = "accelerator.enrol_accelerator"
    model = Accelerator

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    def act(self) -> None:
        rows = enrolments.fill_places(self.object, actor=self.actor)
        names = join_localised([isolate_text(one.profile.display_name) for one in rows])
        self.success_message = (
            _("Enrolled: %(names)s. We have told them.") % {"names": names} if rows else _("Nobody was enrolled.")
        )

    def success_url(self) -> str:
        return self.city_url("accelerator_teachers", self.object.pk)


class CompleteFirstYear(FormPage):
    """Many teachers at once are in their second year."""

    permission = "accelerator.enrol_accelerator"
    model = Accelerator
    form_class = FirstYearForm
    template_name = "accelerator/form.html"
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Who has completed the first year?"),
        "label": gettext_lazy("Complete the first year"),
        "lede": gettext_lazy("Those with at least 80% attendance, once all sessions of the year are recorded."),
    }

    done = gettext_lazy("In the second year: %(n)s. We have told them.")

    def get_queryset(self) -> Any:
        return Accelerator.objects.select_related("city", "intake")

    def get_rows(self) -> dict[str, Enrolment]:
        """Those who can be chosen."""
        rows = list(self.object.enrolments.with_names().filter(state=State.ENROLLED).exclude(profile__user=self.actor))
        found = list_progress(rows, self.city)
        return {str(one.pk): one for one in rows if found[one.pk].years[0].is_done}

    @cached_property
    def chosen(self) -> dict[str, Enrolment]:
        """They, read once."""
        return self.get_rows()

    def get_blocker(self) -> str:
        return "" if self.chosen else self.describe_nobody()

    def describe_nobody(self) -> str:
        """Why nobody can be chosen, in a sentence."""
        return describe_nobody_done(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        people = [(number, one.profile.display_name) for number, one in self.chosen.items()]
        return {**super().get_form_kwargs(), "people": people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        back = self.city_url("accelerator_teachers", row.pk)
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(**{"crumbs": crumbs, "cancel": back, **kwargs})

    def step(self, chosen: list[Enrolment]) -> int:
        """They are one step on. Returns how many."""
        return enrolments.complete_first_year(self.object, chosen, actor=self.actor)

    def act(self, form: FirstYearForm) -> str:
        chosen = [self.chosen[number] for number in form.cleaned_data["chosen"]]
        self.success_message = str(self.done) % {"n": self.step(chosen)}
        return self.city_url("accelerator_teachers", self.object.pk)


class AcceleratorSessions(Sessions):
    """The sessions of an intake."""

    model = Accelerator
    template_name = "accelerator/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = list_tabs(self.object, self.request.user, "accelerator_sessions")
        return super().get_context_data(tabs=tabs, tabs_label=_("Pages of the intake"), **kwargs)


class NewAcceleratorSession(NewSession):
    model = Accelerator
