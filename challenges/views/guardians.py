"""The grown-up's page: purpose by purpose, two sentences each; changed any day. And the child's own say."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from challenges import actions
from challenges.forms import AskGuardianForm, GuardianForm
from challenges.models import Contribution, Participation
from challenges.views.public import profile_of
from educities.accounts.actions import find_guardian_link, invite_guardian, refuse_guardian
from educities.accounts.entering import enter
from educities.accounts.models import Consent, GuardianLink
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit
from educities.kit.views import ActionView, FormPage


def given_to(minor: Any) -> frozenset[str]:
    """The purposes that hold for the child now."""
    rows = Consent.objects.filter(subject=minor, state=Consent.State.GIVEN)
    return frozenset(rows.values_list("purpose", flat=True))


def about(minor: Any) -> dict[str, Any]:
    """What the child would like to do: what the grown-up decides about."""
    ideas = Contribution.objects.filter(author=minor).exclude(state=Contribution.State.WITHDRAWN)
    taking = Participation.objects.filter(profile=minor).exclude(state=Participation.State.CANCELLED)
    return {
        "minor": minor,
        "ideas": ideas.select_related("challenge"),
        "participations": taking.select_related("challenge"),
    }


class Guardian(FormPage):
    """By the link in the mail, without an account; confirming makes one. An answered link leads to the grown-up's page."""

    public = True
    template_name = "challenges/guardian.html"
    form_class = GuardianForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link = find_guardian_link(kwargs["token"])
        except DomainError as error:
            return render(request, "challenges/link_ended.html", {"text": str(error)}, status=410)
        if self.link.state == GuardianLink.State.CONFIRMED:
            return redirect("ward", request.city.slug, self.link.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"given": given_to(self.link.minor)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(link=self.link, **about(self.link.minor), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "refuse" in request.POST:
            try:
                refuse_guardian(kwargs["token"])
            except DomainError as error:
                messages.error(request, str(error))
                return redirect("guardian", self.city.slug, kwargs["token"])
            return render(request, "challenges/guardian_refused.html", {"link": self.link})
        return super().post(request, *args, **kwargs)

    def act(self, form: GuardianForm) -> HttpResponse:
        link = actions.confirm_guardian(
            self.kwargs["token"],
            display_name=form.cleaned_data["display_name"],
            language=(get_language() or "en")[:2],
            consents=form.consents,
        )
        messages.success(self.request, _("Thank you. You can change your answer here any day."))
        return enter(self.request, link.guardian.user, self.city_url("ward", link.pk))


class Ward(FormPage):
    """The children a signed-in grown-up answers for: see what they did, change the answer."""

    signed_in = True
    model = GuardianLink
    template_name = "challenges/ward.html"
    form_class = GuardianForm
    success_message = gettext_lazy("Saved. It holds from this moment.")

    def get_queryset(self) -> Any:
        return GuardianLink.objects.select_related("minor", "guardian")

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        if refused is None and (self.object.guardian is None or self.object.guardian.user_id != request.user.pk):
            raise PermissionDenied
        return refused

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"named": False, "given": given_to(self.object.minor)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = self.object.state != GuardianLink.State.CONFIRMED
        return super().get_context_data(ended=ended, **({} if ended else about(self.object.minor)), **kwargs)

    def act(self, form: GuardianForm) -> str:
        actions.change_consents(self.object, guardian=profile_of(self.request), consents=form.consents)
        return self.city_url("ward", self.object.pk)


class AskGuardian(FormPage):
    """The child asks a grown-up: again, or another one."""

    signed_in = True
    template_name = "challenges/ask_guardian.html"
    form_class = AskGuardianForm
    success_message = gettext_lazy("We asked the grown-up by mail.")

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        self.profile = profile_of(request)
        if refused is None and not (self.profile and self.profile.needs_guardian):
            raise Http404
        return refused

    def act(self, form: AskGuardianForm) -> str:
        check_limit("ask-guardian", str(self.profile.pk), most=6, seconds=3600)
        email, language = form.cleaned_data["guardian_email"], (get_language() or "en")[:2]
        invite_guardian(self.profile, email, actor=self.request.user, language=language)
        return self.city_url("mine")


class TakeConsentBack(ActionView):
    """The child itself says no."""

    signed_in = True
    model = Consent
    success_message = gettext_lazy("Taken back. It holds from this moment.")

    def get_queryset(self) -> Any:
        return Consent.objects.filter(subject__user=self.request.user.pk).select_related("subject")

    def act(self) -> None:
        actions.take_consent_back(self.object, actor=self.request.user)

    def success_url(self) -> str:
        return self.city_url("mine")
