from typing import Any

from django.utils.translation import gettext_lazy as _

from educities.kit.views import FormPage, Page
from stakeholders import actions
from stakeholders.forms.people import OpenClaimForm
from stakeholders.models import StrengthClaim
from stakeholders.queries.growth_areas import city_areas, match_growth_areas
from stakeholders.queries.visibility import find_sight


class CityAreas(Page):
    """What the city is good at, where it wants to grow, and who in it can help."""

    template_name = "stakeholders/city_areas.html"
    permission = "cities.see_areas_city"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        strengths, growth = city_areas()
        wishes = match_growth_areas(growth, find_sight(self.request.user, self.city))
        return super().get_context_data(strengths=strengths, wishes=wishes, **kwargs)


class ClaimForCity(FormPage):
    template_name = "stakeholders/claim_form.html"
    permission = "cities.change_settings_city"
    form_class = OpenClaimForm
    success_message = _("Saved. Thank you.")

    def get_initial(self) -> dict[str, Any]:
        """A page that wants one kind says so in its link."""
        kind = self.request.GET.get("kind", "")
        return {**super().get_initial(), **({"kind": kind} if kind in StrengthClaim.Kind.values else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.city, is_of_city=True, cancel=self.city_url("city_areas"), **kwargs)

    def act(self, form: OpenClaimForm) -> str:
        everybody = StrengthClaim.Visibility.PUBLIC
        actions.claim_area(None, actor=self.actor, visibility=everybody, **form.cleaned_data)
        return self.city_url("city_areas")
