"""What partners' programs read of labs: plain rows, no personal values."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, single_operation
from labs.models import Cohort
from labs.serializers import CohortSerializer


class Cohorts(Listing):
    """Cohorts and the stage in which they are."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="cohorts",
        summary="Cohorts of the city's labs, with their stage",
        scope="labs:read",
        row=CohortSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Cohort, dict[str, Any]]:
        return Cohort.objects.values(*CohortSerializer._declared_fields)


class OneCohort(Single):
    """One of them."""

    listing = Cohorts
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="cohort", summary="One cohort", scope="labs:read", row=CohortSerializer
    )


urlpatterns = [
    path("cohorts", Cohorts.as_view(), name="api_cohorts"),
    path("cohorts/<int:cohort>", OneCohort.as_view(), name="api_cohort"),
]
