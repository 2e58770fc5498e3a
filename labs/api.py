"""What partners' programs read of labs: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.paging import Listing
from labs.models import Cohort

COHORT = ("id", "lab_id", "number", "name", "stage", "state", "capacity", "places_taken", "starts_on", "ends_on")


class Cohorts(Listing):
    """Cohorts and the stage in which they are."""

    scopes: ClassVar[dict[str, str]] = {"GET": "labs:read"}

    def rows(self, request: Request) -> QuerySet[Cohort, dict[str, Any]]:
        return Cohort.objects.values(*COHORT)


urlpatterns = [path("cohorts", Cohorts.as_view(), name="api_cohorts")]
