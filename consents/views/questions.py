"""The child asks a grown-up, and asks them no more."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import actions, verbs
from consents.forms import AskGuardianForm
from consents.models import GuardianLink
from educities.kit.limits import check_limit
from educities.kit.states import describe_refused_move
from educities.kit.views import AskedOnce, FormPage
from stakeholders.queries import find_profile

State = GuardianLink.State


class AskGuardian(FormPage):
    """The child asks a grown-up: again, or another one."""

    signed_in = True
    template_name = "consents/ask_guardian.html"
    form_class = AskGuardianForm

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        self.profile = find_profile(request.user)
        if refused is None and not (self.profile and self.profile.needs_guardian):
            raise Http404
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = self.profile.guardians.exclude(state__in=actions.ENDED_EARLY).order_by("pk") if self.profile else ()
        return super().get_context_data(guardians=links, **kwargs)

    def act(self, form: AskGuardianForm) -> str:
        child: Any = self.profile  # nobody else comes here
        check_limit("ask-guardian", str(child.pk), most=6, seconds=3600)
        email, language = form.cleaned_data["guardian_email"], form.cleaned_data["guardian_language"]
        link = actions.invite_guardian(child, email, actor=self.actor, language=language)
        again = link.state == State.CONFIRMED
        text = _("We have told your parent or guardian that you ask again.") if again else _("We emailed the adult.")
        messages.success(self.request, text)
        return self.city_url("mine")


class TakeQuestionBack(AskedOnce):
    """The child no longer asks an adult who has not answered."""

    signed_in = True
    model = GuardianLink
    success_message = gettext_lazy("Question withdrawn. The link in the email to this adult no longer works.")
    ends = (verbs.QUESTION_TAKEN_BACK,)

    def get_queryset(self) -> Any:
        return GuardianLink.objects.filter(minor__user=self.request.user.pk)

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Withdraw this question?"),
            "quote": self.object.guardian_email,
            "text": _("The link in the email to this adult no longer works. You can ask again later."),
            "label": _("Withdraw it"),
            "cancel": self.success_url(),
        }

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("mine"), _("My activity"))]

    def get_blocker(self) -> str:
        return describe_refused_move(self.object, State.WITHDRAWN)

    def act(self) -> None:
        actions.take_question_back(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("ask_guardian")
