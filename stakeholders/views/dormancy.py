from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.delivery_rows import say_when_sent
from educities.kit.errors import DomainError
from educities.kit.views import ActionView, ListPage, Page
from stakeholders.actions import dormancy as actions
from stakeholders.models import Organisation
from stakeholders.queries.dormancy import find_still_here, is_question_due, list_quiet_organisations
from stakeholders.values import QUIET_DAYS


class QuietOrganisations(ListPage):
    """Who went quiet: those that are inactive within a month, and those that are already."""

    template_name = "stakeholders/quiet.html"
    permission = "stakeholders.ask_organisation"
    model = Organisation

    def rows(self) -> Any:
        return list_quiet_organisations()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(days=QUIET_DAYS, **kwargs)
        for row in context["object_list"]:
            row.may_be_asked = is_question_due(row)
        context["may_ask_all"] = sum(row.may_be_asked for row in context["object_list"]) > 1
        return context


class AskOrganisation(ActionView):
    permission = "stakeholders.ask_organisation"
    model = Organisation

    def act(self) -> None:
        count = actions.ask_organisation(self.object, actor=self.actor)
        text = ngettext("%(n)s representative is asked by email.", "%(n)s representatives are asked by email.", count)
        self.success_message = say_when_sent(text % {"n": count}, self.city)


class AskQuietOrganisations(ActionView):
    """All that went quiet are asked in one act."""

    permission = "stakeholders.ask_organisation"

    def act(self) -> None:
        count = actions.ask_quiet_organisations(actor=self.actor)
        text = ngettext("%(n)s organisation is asked by email.", "%(n)s organisations are asked by email.", count)
        self.success_message = say_when_sent(text % {"n": count}, self.city)

    def success_url(self) -> str:
        return self.city_url("quiet_organisations")


class AnswerStillHere(ActionView):
    """A representative who is signed in says so by one tap."""

    permission = "stakeholders.answer_for_organisation"
    model = Organisation
    success_message = _("Thank you. It is good to know that you are still here.")

    def act(self) -> None:
        actions.answer_still_here(self.object, actor=self.actor)


class StillHere(Page):
    """The link in the mail: one button. Opening it changes nothing, so mail scanners may."""

    public: ClassVar[bool] = True
    template_name = "stakeholders/still_here.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(find_still_here(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = find_still_here(token)
        if found is None:
            return self._page(None)
        try:
            actions.answer_still_here(found[0], actor=found[1])
        except DomainError:
            return self._page(None)
        messages.success(request, gettext("Thank you. It is good to know that you are still here."))
        return redirect(request.path)

    def _page(self, found: Any) -> HttpResponse:
        organisation = found[0] if found and found[0].is_at_work else None
        context = self.get_context_data(organisation=organisation, answered=self._is_answered(organisation))
        response = self.render_to_response(context, status=200 if organisation else 410)
        response["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _is_answered(organisation: Organisation | None) -> bool:
        """Has it acted since it was asked?"""
        if organisation is None or organisation.last_act_at is None:
            return False
        return organisation.asked_at is None or organisation.last_act_at > organisation.asked_at
