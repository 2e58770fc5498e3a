"""A school's page about its pupils: who is known as guardian of whom, and the form that says it of one more."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from consents.actions.school_guardians import confirm_by_school, list_pupils
from consents.forms.pupils import SchoolGuardianForm
from consents.models import GuardianLink
from educities.kit.views import FormPage, RowPage
from stakeholders.models import Organisation


class _OfSchool(RowPage):
    permission = "stakeholders.confirm_guardians_of_organisation"
    model = Organisation

    def list_crumbs(self) -> list[tuple[str, str]]:
        return [(self.object.get_absolute_url(), str(self.object))]


class Pupils(_OfSchool):
    """Each pupil with the guardians that are known, without their addresses."""

    template_name = "consents/pupils.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = Prefetch("guardians", GuardianLink.objects.select_related("guardian").order_by("pk"), "links")
        pupils = list_pupils(self.object).prefetch_related(links)
        more = {"pupils": pupils, "crumbs": self.list_crumbs(), "changes_language": False}
        return super().get_context_data(**more, **kwargs)


class ConfirmGuardian(FormPage):
    """Who is guardian of this pupil, as the school knows it."""

    permission = "stakeholders.confirm_guardians_of_organisation"
    model = Organisation
    form_class = SchoolGuardianForm
    template_name = "consents/confirm_guardian.html"
    success_message = _("Confirmed. The guardian answers about each use of the child’s data themselves.")

    def get_row(self) -> Any:
        school = super().get_row()
        self.pupil = list_pupils(school).filter(pk=self.kwargs["person"]).first()
        return school

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.city.language}

    def refuse(self, request: Any) -> Any:
        refused = super().refuse(request)
        if refused is None and self.pupil is None:
            raise Http404
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pupils = self.city_url("pupils", self.object.pk)
        crumbs = [(self.object.get_absolute_url(), str(self.object)), (pupils, str(_("Pupils")))]
        return super().get_context_data(pupil=self.pupil, crumbs=crumbs, cancel=pupils, **kwargs)

    def act(self, form: SchoolGuardianForm) -> str:
        pupil: Any = self.pupil  # without one there is no page
        confirm_by_school(pupil, school=self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url("pupils", self.object.pk)
