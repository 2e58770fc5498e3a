"""The platform's front door and a city's public face."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cities.actions import accept_invitation, asks_age, find_accepted, find_invitation
from cities.forms import AcceptForm, CitySearch
from cities.models import City, Invitation
from cities.queries.held_roles import name_places
from cities.queries.panels import city_page_panels
from cities.queries.places_waiting import recall_places_waiting
from cities.rules.roles import cities_of
from cities.texts.invitations import describe_accepted, describe_welcome
from educities.accounts.actions import proven_owner
from educities.accounts.models import User
from educities.accounts.views.login import ask_to_sign_in, sign_in_by_link
from educities.activity.texts.history_rows import name_accounts
from educities.kit.errors import DomainError
from educities.kit.views import FormPage, ListPage, Page


class Home(ListPage):
    """What this is, which cities are here, and for the signed-in their own cities."""

    public = True
    model = City
    template_name = "home.html"
    filter_class = CitySearch
    paginate_by = 24

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        city = City.objects.of_host(request.get_host())
        if city and city.state == City.State.LEFT:
            raise Http404
        return redirect(city) if city else super().dispatch(request, *args, **kwargs)

    def rows(self) -> Any:
        mine = cities_of(self.request.user)
        return City.objects.shown().exclude(pk__in=mine).order_by("-is_practice", "slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = cities_of(self.request.user)
        own = City.objects.served().filter(pk__in=mine) if mine else []
        user = self.request.user
        waits = recall_places_waiting(user, self.request.session) if user.is_authenticated and not mine else {}
        return super().get_context_data(
            own_cities=own, waits=waits, search=CitySearch(self.request.GET or None), **kwargs
        )


class LoginRedirectView(Page):
    """Where a person's day begins after signing in: in the only city they have, else at the front door."""

    signed_in = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = list(City.objects.served().filter(pk__in=cities_of(request.user))[:2])
        if len(own) == 1:
            return redirect("workplace", own[0].slug)
        return redirect("platform" if self.actor.is_operator and not own else "home")


class CityPage(Page):
    """A city's public face: story, where it stands, and what further apps add."""

    public = True
    template_name = "cities/city.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(panels=city_page_panels(self.request), **kwargs)


class AcceptInvitation(FormPage):
    """The link of an invitation: one look, one button. Whose address has an account signs in first, then accepts."""

    public = True
    template_name = "cities/accept_invitation.html"
    form_class = AcceptForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.invitation = find_invitation(kwargs["token"])
        except DomainError as error:
            return self.show_ended(find_accepted(kwargs["token"]), str(error))
        if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(self.invitation.language)
            request.LANGUAGE_CODE = self.invitation.language
        return super().dispatch(request, *args, **kwargs)

    def show_ended(self, accepted: Invitation | None, text: str) -> HttpResponse:
        """What has become of the link; whoever accepted it goes on into the city."""
        is_own = False
        if accepted is not None:
            owner = proven_owner(accepted.email)
            is_own = owner is not None and owner.pk == self.request.user.pk
            text = describe_accepted(accepted, self.city, is_own=is_own)
        context = {"text": text, "was_accepted": accepted is not None, "is_own": is_own}
        return render(self.request, "cities/invitation_ended.html", context, status=410)

    def get_initial(self) -> dict[str, Any]:
        return {"display_name": self.invitation.display_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asks_age": asks_age(self.invitation)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (invitation,) = name_places([self.invitation])
        inviter = (
            name_accounts({invitation.invited_by_id})[invitation.invited_by_id] if invitation.invited_by_id else ""
        )
        asks = {"invitation": invitation, "inviter": inviter, "signs_in_first": self.signs_in_first}
        return super().get_context_data(other_reader=self.find_other_reader(), **asks, **kwargs)

    def find_other_reader(self) -> str:
        """The address of whoever is signed in here and is not meant by the invitation; "" for nobody."""
        user = self.request.user
        if not user.is_authenticated or self.owner == user or user.email == self.invitation.email:
            return ""
        return user.email

    @cached_property
    def owner(self) -> User | None:
        """Whose account the address is that of; None while it is nobody's."""
        return proven_owner(self.invitation.email)

    @property
    def signs_in_first(self) -> bool:
        """Is the address that of an account that is not signed in here?"""
        return self.owner is not None and self.owner != self.request.user

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.signs_in_first:
            text = _("This address has an account already. Sign in to accept the invitation.")
            return ask_to_sign_in(request, self.invitation.email, request.path, text)
        return super().post(request, *args, **kwargs)

    def act(self, form: AcceptForm) -> HttpResponse | str:
        user = accept_invitation(self.invitation, **form.cleaned_data)
        messages.success(self.request, describe_welcome(self.invitation, self.city))
        return sign_in_by_link(self.request, user, reverse("workplace", args=[self.city.slug]))
