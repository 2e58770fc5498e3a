"""What partners' programs read of organisations: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.paging import Listing, read_choice
from stakeholders.models import Organisation, Sector


class Organisations(Listing):
    """The city's organisations."""

    scopes: ClassVar[dict[str, str]] = {"GET": "stakeholders:read"}
    parameters: ClassVar[set[str]] = {"cursor", "page_size", "sector", "state"}

    def rows(self, request: Request) -> QuerySet[Organisation, dict[str, Any]]:
        rows = Organisation.objects.values("id", "name", "sector", "field", "registry_no", "state")
        if sector := read_choice(request, "sector", [str(value) for value in Sector.values]):
            rows = rows.filter(sector=int(sector))
        if state := read_choice(request, "state", Organisation.State.values):
            rows = rows.filter(state=state)
        return rows


urlpatterns = [path("organisations", Organisations.as_view(), name="api_organisations")]
