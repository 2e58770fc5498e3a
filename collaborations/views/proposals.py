"""Somebody proposes to do something together: to a person, to an organisation, or to others between whom they see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations.actions.proposals import describe_why_no_account, propose_collaboration
from collaborations.forms.proposals import IntroductionForm, ProposalForm
from collaborations.models import Collaboration
from educities.kit.views import FormPage
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile, represented_organisations
from stakeholders.queries.people_listed import people_open_to


class _Proposal(FormPage):
    """`permission` is asked about the city: whoever takes part in it as an adult."""

    permission = "collaborations.add_collaboration"
    form_class = ProposalForm
    template_name = "collaborations/collaboration_form.html"
    success_message = gettext_lazy("Proposed. We ask the other side, and tell you the answer.")

    def permission_object(self) -> Any:
        return self.city

    def get_form_kwargs(self) -> dict[str, Any]:
        spoken_for = Organisation.objects.standing().filter(pk__in=list(represented_organisations(self.actor)))
        organisations = [one for one in spoken_for if one != self.object]
        return {**super().get_form_kwargs(), "instance": Collaboration(), "organisations": organisations}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Propose to work together"),
            label=_("Propose it"),
            other=str(self.object),
            crumbs=[(self.object.get_absolute_url(), str(self.object))],
            cancel=self.object.get_absolute_url(),
            **kwargs,
        )

    def act(self, form: ProposalForm) -> str:
        own = form.organisation or find_profile(self.actor)
        row = propose_collaboration(
            [self.object], actor=self.actor, own=own, gives=form.cleaned_data["gives"], **form.values
        )
        return row.get_absolute_url()


class ProposeToPerson(_Proposal):
    """To an adult whose page the reader may open, and who can sign in to answer."""

    permission = "stakeholders.view_profile"
    model = Profile
    describe_why_not = describe_why_no_account

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user).grown_up().exclude(user=self.request.user)

    def permission_object(self) -> Any:
        return self.object

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """Whoever may open the page proposes too, if they take part in the city as an adult."""
        refused = super().refuse(request)
        if refused is None and not request.user.has_perm("collaborations.add_collaboration", self.city):
            raise PermissionDenied
        return refused


class ProposeToOrganisation(_Proposal):
    """To a verified organisation, which whoever speaks for it answers."""

    model = Organisation

    def get_queryset(self) -> Any:
        return Organisation.objects.at_work()


class IntroduceParties(FormPage):
    """Who works in the city sees what others could do together, and asks them."""

    permission = "collaborations.introduce_collaboration"
    form_class = IntroductionForm
    template_name = "collaborations/collaboration_form.html"
    success_message = gettext_lazy("Proposed. Each side is asked, and the page shows who has agreed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Collaboration()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Bring others together"),
            label=_("Ask them"),
            crumbs=[(self.city_url("collaborations"), _("Collaborations"))],
            cancel=self.city_url("collaborations"),
            **kwargs,
        )

    def act(self, form: IntroductionForm) -> str:
        holders = [*form.cleaned_data["people"], *form.cleaned_data["organisations"]]
        return propose_collaboration(holders, actor=self.actor, **form.values).get_absolute_url()
