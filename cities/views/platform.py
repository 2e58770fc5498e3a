"""The platform's own staff: they open cities and invite directors, and see nothing inside."""

from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.actions import create_city, invite_person
from cities.forms import CityForm, CitySearch, InviteForm
from cities.models import City, Invitation, Role
from educities.kit.views import FormPage, ListPage
from educities.tenancy.scope import city_scope


class Cities(ListPage):
    """Every city of the platform."""

    permission = "cities.create_city"
    model = City
    template_name = "cities/platform.html"
    filter_class = CitySearch

    def get_queryset(self) -> Any:
        directs = Q(memberships__role=Role.DIRECTOR, memberships__ends_on=None)
        return super().get_queryset().annotate(directors=Count("memberships", filter=directs)).order_by("slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(search=CitySearch(self.request.GET or None), **kwargs)


class NewCity(FormPage):
    """One city by hand."""

    permission = "cities.create_city"
    template_name = "cities/new_city.html"
    form_class = CityForm
    success_message = _("The city is open. Invite its director.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def act(self, form: Any) -> str:
        city = create_city(actor=self.request.user, **form.cleaned_data)
        return reverse("platform_city", args=[city.pk])


class PlatformCity(FormPage):
    """A city as the operator sees it: its address, its state, who was invited to direct it."""

    permission = "cities.invite_city"
    template_name = "cities/platform_city.html"
    form_class = InviteForm
    success_message = _("The invitation is on its way.")

    def get_row(self) -> City:
        return get_object_or_404(City, pk=self.kwargs["pk"])

    def refuse(self, request: Any) -> Any:
        refused = super().refuse(request)
        # A director has the same permission over the city, and a page of her own for it.
        if refused is None and not request.user.is_operator:
            return redirect("roles", self.object.slug)
        return refused

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"language": self.object.language, "role": Role.DIRECTOR}
        return {**super().get_form_kwargs(), "roles": (Role.DIRECTOR,), "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with city_scope(self.object.pk):
            waiting = list(Invitation.objects.open().filter(role=Role.DIRECTOR))
        directors = self.object.memberships.directors().select_related("user")
        return super().get_context_data(invitations=waiting, directors=directors, **kwargs)

    def act(self, form: Any) -> str:
        invite_person(self.object, actor=self.request.user, **form.cleaned_data)
        return reverse("platform_city", args=[self.object.pk])
