"""Somebody proposes to do something together: to a person, to an organisation, to several, or one circle further."""

from copy import deepcopy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations.actions.proposals import (
    describe_why_no_account,
    describe_why_no_extension,
    extend_collaboration,
    propose_collaboration,
)
from collaborations.actions.sides import describe_why_no_voice
from collaborations.forms.proposals import (
    ExtensionForm,
    IntroductionForm,
    OthersForm,
    ProposalForm,
    StaffExtensionForm,
)
from collaborations.forms.sides import AskedOrganisationsField, AskedPeopleField
from collaborations.models import Collaboration
from collaborations.queries.choices import find_askable_people
from collaborations.queries.open_ones import list_at_limit
from educities.kit.multilingual import translate_plain
from educities.kit.views import FormPage, Page
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile, represented_organisations
from stakeholders.queries.people_listed import people_open_to
from stakeholders.queries.visibility import find_sight


class _WordsPage(FormPage):
    """A form of what a collaboration says; `permission` is asked about the city."""

    template_name = "collaborations/collaboration_form.html"

    def permission_object(self) -> Any:
        return self.city

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {"instance": Collaboration(), **kwargs, "reader": self.actor, "city": self.city}

    def list_spoken_for(self) -> list[Organisation]:
        """In whose name the actor may propose."""
        return list(Organisation.objects.standing().filter(pk__in=list(represented_organisations(self.actor))))


class _Proposal(_WordsPage):
    """Whoever takes part in the city as an adult asks one other side."""

    permission = "collaborations.add_collaboration"
    form_class = ProposalForm
    success_message = gettext_lazy("Proposed. We ask the other side, and tell you the answer.")

    def get_form_kwargs(self) -> dict[str, Any]:
        organisations = [one for one in self.list_spoken_for() if one != self.object]
        return {**super().get_form_kwargs(), "organisations": organisations, "other": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            full=list_at_limit(find_profile(self.actor)),
            title=_("Propose to work together"),
            label=_("Propose it"),
            other=str(self.object),
            crumbs=[(self.object.get_absolute_url(), str(self.object))],
            cancel=self.object.get_absolute_url(),
            **kwargs,
        )

    def act(self, form: ProposalForm) -> str:
        own = form.build_own(find_profile(self.actor))
        row = propose_collaboration(
            [form.asked], actor=self.actor, own=own, gives=form.cleaned_data["gives"], **form.values
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
    describe_why_not = describe_why_no_voice

    def get_queryset(self) -> Any:
        return Organisation.objects.at_work()


class ProposeToOthers(_WordsPage):
    """To people and organisations, whichever the reader chooses."""

    permission = "collaborations.add_collaboration"
    form_class: Any = OthersForm
    success_message = gettext_lazy("Proposed. Each side is asked, and the page shows who has agreed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisations": self.list_spoken_for()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "full": list_at_limit(find_profile(self.actor)),
            "title": _("Propose to work together"),
            "label": _("Propose it"),
            "crumbs": [(self.city_url("my_collaborations"), _("My collaborations"))],
            "cancel": self.city_url("my_collaborations"),
        }
        return super().get_context_data(**{**context, **kwargs})

    def act(self, form: OthersForm) -> str:
        own = form.build_own(find_profile(self.actor))
        return self.propose(form, own=own, gives=form.cleaned_data["gives"], **form.values).get_absolute_url()

    def propose(self, form: OthersForm, **values: Any) -> Collaboration:
        """What is proposed."""
        return propose_collaboration(form.asked, actor=self.actor, **values)


class ExtendCollaboration(ProposeToOthers):
    """What works is taken one circle further, with others."""

    permission = "collaborations.extend_collaboration"
    model = Collaboration
    describe_why_not = describe_why_no_extension

    def permission_object(self) -> Any:
        return self.object

    def get_form_class(self) -> Any:
        may = self.actor.has_perm("collaborations.introduce_collaboration", self.city)
        return StaffExtensionForm if may else ExtensionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.object
        words = {name: getattr(row, name) for name in ("title", "purpose", "area", "lab", "challenge", "initiative")}
        return {**super().get_form_kwargs(), "instance": Collaboration(**words)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        circle = Collaboration.Circle(row.next_circle).label if row.next_circle else ""
        return super().get_context_data(
            title=_("Take it one circle further"),
            label=_("Ask them"),
            note=_("It reaches this far so far: %(now)s. The next circle: %(next)s.")
            % {"now": row.get_circle_display(), "next": circle}
            if circle
            else "",
            crumbs=[(row.get_absolute_url(), translate_plain(row.title))],
            cancel=row.get_absolute_url(),
            **kwargs,
        )

    def propose(self, form: OthersForm, **values: Any) -> Collaboration:
        return extend_collaboration(self.object, form.asked, actor=self.actor, **values)


class IntroduceParties(_WordsPage):
    """Who works in the city sees what others could do together, and asks them."""

    permission = "collaborations.introduce_collaboration"
    form_class = IntroductionForm
    success_message = gettext_lazy("Proposed. Each side is asked, and the page shows who has agreed.")

    def get_initial(self) -> dict[str, Any]:
        """What it belongs to, where the way here says so."""
        asked = self.request.GET
        return {name: asked[name] for name in ("lab", "challenge", "initiative") if asked.get(name, "").isdecimal()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Bring others together"),
            label=_("Ask them"),
            crumbs=[(self.city_url("collaborations"), _("Collaborations"))],
            cancel=self.city_url("collaborations"),
            **kwargs,
        )

    def act(self, form: IntroductionForm) -> str:
        return propose_collaboration(form.asked, actor=self.actor, **form.values).get_absolute_url()


class FindSides(Page):
    """What the search of such a form shows while a person types: adults who show them something, or organisations."""

    template_name = "kit/widgets/_found.html"
    permission = "collaborations.add_collaboration"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        field: Any = deepcopy(AskedOrganisationsField() if asked.get("kind") else AskedPeopleField())
        if not asked.get("kind"):
            field.queryset = find_askable_people(self.actor, self.city)
            field.sight = find_sight(self.actor, self.city)
            field.names_organisations = self.actor.has_perm("stakeholders.list_profile", self.city)
        widget: Any = field.widget
        return widget.found(name, widget.value_from_datadict(asked, {}, name))
