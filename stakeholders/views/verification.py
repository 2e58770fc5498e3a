"""Who a person is: vouched for by the team, shown by the person with the city's list, and taken back with a reason."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.end_pages import EndPage
from educities.kit.views import FormPage, safe_next_url
from stakeholders import verbs
from stakeholders.actions.people import change_profile, profile_for
from stakeholders.actions.verification import (
    describe_why_not_met,
    show_residency,
    take_verification_back,
    upload_residents,
    vouch_for,
)
from stakeholders.forms.verification import ResidencyForm, ResidentListForm, VouchForm, say_heading
from stakeholders.imports.residents import ResidentFile
from stakeholders.models import Profile, Verification
from stakeholders.queries import find_profile
from stakeholders.queries.city_sign_in import find_residents_sign_in
from stakeholders.queries.people_listed import list_stand_ins, people_open_to
from stakeholders.queries.verification import find_resident_list
from stakeholders.rules import find_shared_organisation


class VouchFor(FormPage):
    """Somebody of the team, or who speaks for the person's organisation, says that they have met this person."""

    template_name = "stakeholders/vouch.html"
    permission = "stakeholders.vouch_for_profile"
    model = Profile
    form_class = VouchForm
    success_message = _("Noted. The person was told, and can take part where this is needed.")
    describe_why_not = describe_why_not_met

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user).select_related("user").filter(left_at=None)

    def act(self, form: VouchForm) -> Any:
        if self.object.user_id is None:
            self.success_message = _(
                "Noted: this person can take part where it is needed. We have no address of theirs: tell them yourself."
            )
        organisation = find_shared_organisation(self.actor, self.object)
        vouch_for(self.object, actor=self.actor, basis=form.cleaned_data["basis"], organisation=organisation)
        return safe_next_url(self.request, self.object.get_absolute_url())


class TakeVerificationBack(EndPage):
    """It was a mistake, or no longer so: the person reads why."""

    permission = "stakeholders.take_back_verification"
    model = Verification
    step = take_verification_back
    ends = (verbs.VERIFICATION_TAKEN_BACK,)
    ends_as = Verification.State.TAKEN_BACK
    label = _("Withdraw the confirmation")
    success_message = _("Withdrawn. The person was told why.")
    told = _("The person reads the reason.")

    def get_queryset(self) -> Any:
        return Verification.objects.select_related("profile__user")

    def refuse(self, request: HttpRequest) -> Any:
        """Whose page the reader may not open, their name is not read here either."""
        refused = super().refuse(request)
        if refused is None and not self.actor.has_perm("stakeholders.view_profile", self.object.profile):
            raise Http404
        return refused

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.object.get_absolute_url(), self.object.profile.display_name)]

    def get_question(self) -> str:
        text = gettext("Is %(name)s no longer verified?")
        return text % {"name": self.object.profile.display_name}

    def get_text(self) -> str:
        return gettext(
            "What the person did stays. Where this is needed they cannot take part until someone vouches again."
        )

    def list_effects(self) -> Sequence[str]:
        return [str(self.object.get_level_display())]


class ShowResidency(FormPage):
    """`/c/<city>/me/residency/`: the person types what the city's list asks for, or signs in with the city."""

    signed_in: ClassVar[bool] = True
    template_name = "stakeholders/residency.html"
    form_class = ResidencyForm
    success_message = _("You are on the list. You can now take part where this is needed.")

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        if refused is None:
            self.residents, self.sign_in = find_resident_list(), find_residents_sign_in()
            if self.residents is None and self.sign_in is None:
                raise Http404
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = safe_next_url(self.request, "")
        return super().get_context_data(residents=self.residents, sign_in=self.sign_in, onward=onward, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        profile = find_profile(self.actor)
        has_name = profile is not None and profile.display_name not in list_stand_ins()
        return {
            **super().get_form_kwargs(),
            "residents": self.residents,
            "has_name": has_name,
            "is_known": profile is not None,
        }

    def act(self, form: ResidencyForm) -> Any:
        name = form.cleaned_data.get("display_name", "")
        profile = profile_for(self.actor, display_name=name)
        show_residency(profile, form.details, actor=self.actor)
        if name and profile.display_name != name:
            change_profile(profile, actor=self.actor, display_name=name)
        return safe_next_url(self.request, self.city_url("me"))


class ResidentListPage(FormPage):
    """The director's list: what it asks for, how many lines it has, and a new one in its place."""

    template_name = "stakeholders/resident_list.html"
    permission = "stakeholders.add_residentlist"
    form_class = ResidentListForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "residents": find_resident_list()}

    def get_initial(self) -> dict[str, Any]:
        kept = find_resident_list()
        return {"asks": kept.asks, "asks_also": kept.asks_also} if kept else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(residents=find_resident_list(), **kwargs)

    def act(self, form: ResidentListForm) -> Any:
        asked = {"asks": form.cleaned_data["asks"], "asks_also": form.cleaned_data["asks_also"]}
        read = form.read or ResidentFile()
        kept = upload_residents(read.rows, actor=self.actor, **asked)
        n = kept.rows_count
        text = ngettext("The list has %(n)s line now.", "The list has %(n)s lines now.", n) % {"n": n}
        self.success_message = f"{text} {say_heading(read)}"
        return kept
