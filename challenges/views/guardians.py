"""The grown-up's page: purpose by purpose, two sentences each; changed any day."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from challenges.forms import GuardianForm
from challenges.models import Contribution, Participation
from challenges.views.public import profile_of
from cities.actions import grant_role
from cities.actions.invitations import account_for
from cities.models import Role
from educities.accounts.actions import answer_guardian, find_guardian_link, refuse_guardian
from educities.accounts.actions.guardians import answer_consents
from educities.accounts.models import Consent, GuardianLink
from educities.kit.errors import DomainError
from educities.kit.views import FormPage
from stakeholders.actions import profile_for

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
    """By the link in the mail, without an account; confirming makes one."""

    public = True
    template_name = "challenges/guardian.html"
    form_class = GuardianForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link = find_guardian_link(kwargs["token"])
        except DomainError as error:
            return render(request, "challenges/link_ended.html", {"text": str(error)}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"given": given_to(self.link.minor)}

    def get_initial(self) -> dict[str, Any]:
        return {"display_name": self.link.guardian.display_name} if self.link.guardian_id else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(link=self.link, **about(self.link.minor), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "refuse" in request.POST:
            try:
                refuse_guardian(kwargs["token"])
            except DomainError as error:
                messages.error(request, str(error))
            return render(request, "challenges/guardian_refused.html", {"link": self.link})
        return super().post(request, *args, **kwargs)

    def act(self, form: GuardianForm) -> HttpResponse:
        user = account_for(self.link.guardian_email, (get_language() or "en")[:2])
        profile = profile_for(user, display_name=form.cleaned_data["display_name"])
        answer_guardian(self.kwargs["token"], consents=form.consents, guardian_profile=profile)
        grant_role(self.city, user, Role.RESIDENT, actor=None, quietly=True)
        login(self.request, user, backend=BACKEND)
        messages.success(self.request, _("Thank you. You can change your answer here any day."))
        return redirect("ward", self.city.slug, self.link.pk)


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
        return super().get_context_data(**about(self.object.minor), **kwargs)

    def act(self, form: GuardianForm) -> str:
        link = get_object_or_404(GuardianLink.objects.filter(state=GuardianLink.State.CONFIRMED), pk=self.object.pk)
        answer_consents(link.minor, form.consents, given_by=profile_of(self.request))
        return self.city_url("ward", link.pk)
