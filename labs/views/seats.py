"""Who sits in a lab: the forms on its page that give a seat, and the page that takes one back."""

from copy import deepcopy
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.actions import list_role_notes
from educities.kit.end_pages import EndPage
from educities.kit.views import FormPage, Page
from labs import verbs
from labs.actions import labs as actions
from labs.forms.labs import FacilitatorSeatForm, RepresentationField, RepresentativeSeatForm, exclude_seated
from labs.models import Lab, LabSeat
from labs.views.labs import LabPage
from stakeholders.texts import describe_reason_reader


class FindRepresentations(Page):
    """What a form's search shows while a person types: who speaks for whom, by either name."""

    template_name = "kit/widgets/_found.html"
    permission = "labs.list_lab"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        field = deepcopy(RepresentationField(required=False))
        if asked.get("lab", "").isdecimal():
            field.queryset = exclude_seated(field.queryset, asked["lab"][:18])
        widget = field.widget
        return widget.found(name, widget.value_from_datadict(asked, {}, name))


class _Seat(LabPage, FormPage):
    """A form on the lab's page; with an error the whole page comes back."""

    permission = "labs.seat_lab"
    name = ""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context[self.name] = context["form"]
        return context


class SeatRepresentative(_Seat):
    form_class = RepresentativeSeatForm
    name = "representative_form"
    success_message = _("Seat assigned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lab": self.object}

    def act(self, form: RepresentativeSeatForm) -> str:
        row = form.cleaned_data["representation"]
        actions.seat_representative(self.object, actor=self.actor, profile=row.profile, organisation=row.organisation)
        return f"{self.object.get_absolute_url()}?part=seats"


class SeatFacilitator(_Seat):
    form_class = FacilitatorSeatForm
    name = "facilitator_form"
    success_message: Any = _("Seat assigned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lab": self.object}

    def act(self, form: FacilitatorSeatForm) -> str:
        data, actor = form.cleaned_data, self.actor
        if data["profile"]:
            actions.seat_facilitator(self.object, actor=actor, profile=data["profile"])
        else:
            new = {name: data[name] for name in ("email", "display_name", "language")}
            actions.invite_facilitator(self.object, actor=actor, **new)
            self.success_message = _("Invited by email. The seat is theirs once they accept.")
        return f"{self.object.get_absolute_url()}?part=seats"


class FreeSeat(EndPage):
    permission = "labs.seat_lab"
    model = LabSeat
    ends = (verbs.SEAT_TAKEN_BACK,)
    step = staticmethod(actions.remove_seat)
    label = _("Remove from seat")
    success_message = _("Seat removed.")
    describe_why_not = actions.describe_why_seat_stays

    def get_queryset(self) -> Any:
        return LabSeat.objects.select_related("lab", "profile", "city", "organisation")

    def permission_object(self) -> Lab:
        return self.object.lab

    def get_about(self) -> Lab:
        return self.object.lab

    def get_told(self) -> str:
        if self.object.profile.user_id == self.actor.pk:
            return gettext("Nobody gets an email about it. The reason stays in the history.")
        return describe_reason_reader(self.object.profile)

    def get_question(self) -> str:
        return gettext("Remove %(name)s from this seat?") % {"name": self.object.profile}

    def get_text(self) -> str:
        if self.object.role == LabSeat.Role.FACILITATOR:
            return gettext("The facilitator’s role over this lab ends with it.")
        return gettext("%(name)s will no longer be represented in this lab.") % {"name": self.object.organisation}

    def list_effects(self) -> list[str]:
        """What the end of a facilitator's role over this lab changes for others."""
        if self.object.role != LabSeat.Role.FACILITATOR:
            return []
        ending = actions.find_lab_roles(self.object)
        return [note for held in ending for note in list_role_notes(held, self.actor)]

    def target_url(self) -> str:
        return f"{self.object.lab.get_absolute_url()}?part=seats"
