"""The platform's own staff: they open cities and invite directors, and see nothing inside."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cities import verbs
from cities.actions import add_host, create_city, find_emergency_access, invite_person, move_city, remove_host
from cities.forms import CityForm, CitySearch, HostForm
from cities.forms.roles import InviteForm
from cities.models import City, CityDomain, Invitation, Membership, Role
from cities.texts.city_states import MOVES
from cities.texts.invitations import describe_sent
from educities.kit.forms import ReasonForm
from educities.kit.multilingual import translate_html
from educities.kit.views import Confirm, FormPage, ListPage
from educities.tenancy.scope import city_scope

# Who directs a city, and who grants what a director may not: both are chosen outside it.
FROM_OUTSIDE = (Role.DIRECTOR, Role.STEWARD)


class Cities(ListPage):
    """Every city of the platform."""

    permission = "cities.create_city"
    model = City
    template_name = "cities/platform.html"
    filter_class = CitySearch

    def rows(self) -> Any:
        # Who stands in for a director for a while is none more.
        directs = Q(memberships__in=Membership.objects.directors(), memberships__acting_for=None)
        return City.objects.annotate(directors=Count("memberships", filter=directs)).order_by("slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Mail of the embedded mode leaves for nowhere; elsewhere there is no such page.
        return super().get_context_data(has_mailbox=settings.EMBEDDED, **kwargs)


class BelowCities(FormPage):
    """A page below the list of cities."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways: list[tuple[str, Any]] = [(reverse("platform"), _("Cities of the platform"))]
        if self.object and not isinstance(self, PlatformCity):
            ways.append((page_of(self.object), translate_html(self.object.name)))
        return super().get_context_data(**{"crumbs": ways, "cancel": ways[-1][0], **kwargs})


class NewCity(BelowCities):
    """One city by hand."""

    permission = "cities.create_city"
    template_name = "cities/new_city.html"
    form_class = CityForm
    success_message = _("The city is open. Invite its director.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def act(self, form: CityForm) -> str:
        city = create_city(actor=self.actor, **form.cleaned_data)
        return page_of(city)


class PlatformCity(BelowCities):
    """A city as the operator sees it: its address, its state, who directs it and who is its steward."""

    permission = "cities.invite_city"
    template_name = "cities/platform_city.html"
    form_class = InviteForm

    def get_row(self) -> City:
        return get_object_or_404(City, pk=self.kwargs["pk"])

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        refused = super().refuse(request)
        # A director has the same permission over the city, and a page of her own for it.
        if refused is None and not self.actor.is_operator:
            return redirect("roles", self.object.slug)
        return refused

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"language": self.object.language, "role": Role.DIRECTOR}
        return {**super().get_form_kwargs(), "roles": FROM_OUTSIDE, "initial": initial}

    def get_form(self, form_class: Any = None) -> BaseForm:
        form = super().get_form(form_class)
        form["note"].help_text = _(
            "They stand in the email as words of the platform’s operator: add your name. Write them in the language of "
            "the invitation."
        )
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with city_scope(self.object.pk):
            # Where no page answers, no link does.
            is_left = self.object.state == City.State.LEFT
            waiting = [] if is_left else list(Invitation.objects.open().filter(role__in=FROM_OUTSIDE))
        people = self.object.memberships.current().filter(role__in=FROM_OUTSIDE).select_related("user", "city")
        moves = [(to, MOVES[to].button) for to in City.State if self.object.can_move(to)]
        return super().get_context_data(
            invitations=waiting,
            people=people.order_by("role", "pk"),
            moves=moves,
            hosts=self.object.domains.order_by("host"),
            emergency=find_emergency_access(self.object, self.actor),
            cancel="",
            **kwargs,
        )

    def act(self, form: InviteForm) -> str:
        invitation = invite_person(self.object, actor=self.actor, **form.cleaned_data)
        messages.success(self.request, describe_sent(invitation, self.object))
        return page_of(self.object)


def page_of(city: City) -> str:
    """The operator's page of a city."""
    return reverse("platform_city", args=[city.pk])


class MoveCity(BelowCities):
    """The city's next state, with a reason that its directors read."""

    ends = (verbs.CITY_MOVED,)

    permission = "cities.steer_city"
    model = City
    template_name = "cities/platform_move.html"
    form_class = ReasonForm

    def get_row(self) -> City:
        self.to = self.kwargs["move"]
        if self.to not in MOVES:
            raise Http404
        return super().get_row()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.can_move(self.to):
            return super().get(request, *args, **kwargs)
        state = self.object.get_state_display()
        messages.info(
            request, gettext("The city is “%(state)s” now, and this step is not open to it.") % {"state": state}
        )
        return redirect(page_of(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, question, means = MOVES[self.to]
        return super().get_context_data(to=self.to, label=label, question=question, means=means, **kwargs)

    def act(self, form: ReasonForm) -> str:
        city = move_city(self.object, self.to, actor=self.actor, reason=form.cleaned_data["reason"])
        text = gettext("The city is now: %(state)s. We have told its directors.")
        messages.success(self.request, text % {"state": city.get_state_display()})
        return page_of(city)


class AddHost(BelowCities):
    """A host of the city's own."""

    permission = "cities.steer_city"
    model = City
    template_name = "cities/platform_host.html"
    form_class = HostForm
    success_message = _("The domain is entered. It opens the city’s page once its DNS points here.")

    def act(self, form: HostForm) -> str:
        add_host(self.object, actor=self.actor, host=form.cleaned_data["host"])
        return page_of(self.object)


class RemoveHost(Confirm):
    """The host leads to the platform's front door again."""

    ends = (verbs.HOST_REMOVED,)
    label = _("Remove the domain")

    permission = "cities.steer_city"
    model = CityDomain
    success_message = _("The domain was removed.")

    def get_question(self) -> str:
        return gettext("Remove the domain %(host)s?") % {"host": self.object.host}

    def get_text(self) -> str:
        return gettext(
            "Links to this domain stop working. The city stays at the platform’s address, and you can add it again."
        )

    def get_queryset(self) -> Any:
        return CityDomain.objects.select_related("city")

    def permission_object(self) -> City:
        return self.object.city

    def get_crumbs(self) -> list[tuple[str, str]]:
        city = self.object.city
        return [(reverse("platform"), gettext("Cities of the platform")), (page_of(city), translate_html(city.name))]

    def act(self) -> None:
        remove_host(self.object, actor=self.actor)

    def success_url(self) -> str:
        return page_of(self.object.city)
