from typing import Any

from django.forms import Form
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.ask_pages import AsksAboutRow
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.forms import ReasonForm
from educities.kit.views import FormPage
from programs import actions
from programs.forms.program import CloseForm, FocusForm
from programs.models import ProgramYear
from programs.texts import describe_program_end


class YearForm(FormPage):
    """A form about one year."""

    template_name = "programs/form.html"
    permission = "programs.change_programyear"
    model = ProgramYear
    success_message: Any = _("The focus of the year was changed.")

    def get_queryset(self) -> Any:
        return ProgramYear.objects.select_related("program")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eyebrow=str(self.object), cancel=self.city_url("program"), **kwargs)

    def act(self, form: Form) -> Any:
        self.change(form.cleaned_data)
        return self.city_url("program")

    def change(self, values: dict[str, Any]) -> None:
        raise NotImplementedError


class ChangeFocus(ConcurrentEditPage, YearForm):
    form_class = FocusForm
    extra_context = {"title": _("Focus of the year"), "label": _("Save")}
    describe_why_not = actions.describe_why_year_stays

    def change(self, values: dict[str, Any]) -> None:
        actions.change_focus(self.object, actor=self.actor, focus=values["focus"])


class CloseYear(AsksAboutRow, YearForm):
    permission = "programs.close_programyear"
    form_class = CloseForm
    extra_context = {
        "label": _("Close the year"),
        "css": "danger",
        "lede": _(
            "Every indicator of the whole city needs a confirmed figure of this year, or a reason why there is none; the "
            "indicators of one lab need none. You cannot undo this."
        ),
    }
    success_message: Any = _("The year is closed.")
    describe_why_not = actions.describe_why_not_closed

    def get_initial(self) -> dict[str, Any]:
        return {"reason": actions.find_explanation(self.object)}

    @cached_property
    def lacking(self) -> list[tuple[Any, bool]]:
        """The figures that stand against it."""
        return actions.list_lacking_figures(self.object)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        # Nobody is asked why figures are missing where none is.
        if not self.lacking:
            del form.fields["reason"]
        return form

    def get_title(self) -> str:
        """What the page asks: the last year takes the program with it."""
        number = {"number": self.object.number}
        if self.object.is_last:
            return gettext("Close year %(number)s and complete the five-year program?") % number
        return gettext("Close year %(number)s?") % number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        effects = describe_program_end(self.object.program) if self.object.is_last else []
        return super().get_context_data(title=self.get_title(), effects=effects, lacking=self.lacking, **kwargs)

    def change(self, values: dict[str, Any]) -> None:
        actions.close_year(self.object, actor=self.actor, reason=values.get("reason", ""))
        if self.object.is_last:
            self.success_message = _("The year is closed, and the five-year program is completed.")
        else:
            text = gettext("The year is closed. Now: year %(number)s, whose milestones stand on this page.")
            self.success_message = text % {"number": self.object.number + 1}


class ReopenYear(AsksAboutRow, YearForm):
    """A year that waits to be closed goes on: to its readers it was never closed, so nothing is opened."""

    form_class = ReasonForm
    extra_context = {
        "label": _("Put off closing the year"),
        "asks": True,
        "lede": _(
            "The year stays open, for example because figures are still coming. Close it when you are ready, from its menu "
            "on the program’s page."
        ),
    }
    success_message = _("The year stays open until you close it.")
    describe_why_not = actions.describe_why_not_open_again

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = gettext("Keep year %(number)s open?") % {"number": self.object.number}
        return super().get_context_data(title=title, **kwargs)

    def change(self, values: dict[str, Any]) -> None:
        actions.reopen_year(self.object, actor=self.actor, reason=values["reason"])
