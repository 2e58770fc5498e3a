"""Years 4 and 5: who carries each thing on; and that the city goes on by itself."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from educities.kit.ask_pages import AsksAboutRow
from educities.kit.views import FormPage, Page
from programs.actions import handover as actions
from programs.forms.handover import HandoverForm
from programs.models import Program
from programs.queries import last_program
from programs.queries.handover import count_open, find_thing, list_handover


class HandoverPage(Page):
    """What goes on after the five years, and who carries it on."""

    template_name = "programs/handover.html"
    permission = "programs.view_program"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        program = last_program()
        groups = list_handover(program) if program else []
        return super().get_context_data(
            program=program,
            groups=[one for one in groups if not one.permission or self.actor.has_perm(one.permission, self.city)],
            left=count_open(groups),
            why_not=actions.describe_why_no_handover(program) if program else "",
            why_not_sustained=actions.describe_why_not_sustained(program) if program else "",
            **kwargs,
        )


class HandOver(AsksAboutRow, FormPage):
    template_name = "programs/form.html"
    permission = "programs.change_program"
    model = Program
    form_class = HandoverForm
    extra_context = {"title": _("Who carries it on?"), "label": _("Save")}
    success_message = _("The hand-over list was changed.")
    describe_why_not = actions.describe_why_no_handover

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = find_thing(self.kwargs["kind"], self.kwargs["number"])
        if thing is None:
            raise Http404
        return super().get_context_data(eyebrow=thing.name, cancel=self.city_url("handover"), **kwargs)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("handover"), str(_("Hand-over list")))]

    def get_initial(self) -> dict[str, Any]:
        row = self.object.handover.filter(kind=self.kwargs["kind"], record_id=self.kwargs["number"]).first()
        if row is None:
            return {"seen": {}}
        way = HandoverForm.ENDS if row.ends else HandoverForm.CARRIED
        return {"way": way, "seen": row.said, "organisation": row.organisation_id, "post": row.post, "note": row.note}

    def act(self, form: HandoverForm) -> str:
        actions.hand_over(
            self.object, actor=self.actor, kind=self.kwargs["kind"], number=self.kwargs["number"], **form.values
        )
        return self.city_url("handover")


class SustainProgram(AsksAboutRow, FormPage):
    template_name = "programs/form.html"
    permission = "programs.end_program"
    model = Program
    form_class = Form
    extra_context = {
        "title": _("Shall the city go on by itself?"),
        "label": _("Go on by ourselves"),
        "lede": _(
            "The five years are completed. Labs, forum and accelerator go on, carried by those on the hand-over list. There is no "
            "sixth year; a new program of five years can be set up at any time."
        ),
    }
    success_message = _("The city goes on by itself.")
    describe_why_not = actions.describe_why_not_sustained

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eyebrow=str(self.object), cancel=self.city_url("program"), **kwargs)

    def act(self, form: Form) -> str:
        actions.sustain_program(self.object, actor=self.actor)
        return self.city_url("program")
