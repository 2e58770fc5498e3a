"""What partners' programs read of labs: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, list_operation
from labs.models import Cohort
from labs.serializers import CohortSerializer


class Cohorts(Listing):
    """Cohorts and the stage in which they are."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="cohorts",
        summary="Cohorts of the city's labs, with their stage",
        scope="labs:read",
        row=CohortSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Cohort, dict[str, Any]]:
        return Cohort.objects.values(*CohortSerializer._declared_fields)


urlpatterns = [path("cohorts", Cohorts.as_view(), name="api_cohorts")]
