"""What a partner may read. Plain rows, no personal values."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from challenges.models import Challenge
from educities.activity.events import epoch
from educities.activity.models import Event
from educities.api.views import Endpoint, Listing, page_size
from labs.models import Cohort
from programs.models import Indicator
from stakeholders.models import Organisation


class Gone(APIException):
    """The cursor belongs to a time before the city was restored: read all anew."""

    status_code = 410
    default_code = "events.epoch_changed"


def one_of(*words: str) -> str:
    """What may stand there, said."""
    return _("One of these is needed: %(words)s") % {"words": ", ".join(words)}


class Me(Endpoint):
    """Who the token stands for."""

    def get(self, request: Request) -> Response:
        client = request.user.client
        return Response(
            {
                "client_id": client.client_id,
                "city": client.city.slug,
                "scopes": sorted(request.user.scopes),
                "expires_on": client.expires_on.isoformat(),
            }
        )


class Organisations(Listing):
    """Organisations that stand."""

    scopes: ClassVar[dict[str, str]] = {"GET": "stakeholders:read"}
    parameters: ClassVar[set[str]] = {"cursor", "page_size", "sector", "state"}

    def rows(self, request: Request) -> Any:
        rows = Organisation.objects.values("id", "name", "sector", "field", "registry_no", "state")
        if sector := request.query_params.get("sector"):
            if sector not in {"1", "2", "3", "4"}:
                raise ValidationError({"sector": one_of("1", "2", "3", "4")})
            rows = rows.filter(sector=int(sector))
        if state := request.query_params.get("state"):
            if state not in Organisation.State.values:
                raise ValidationError({"state": one_of(*Organisation.State.values)})
            rows = rows.filter(state=state)
        return rows


class Cohorts(Listing):
    """Cohorts and the stage in which they are."""

    scopes: ClassVar[dict[str, str]] = {"GET": "labs:read"}

    def rows(self, request: Request) -> Any:
        return Cohort.objects.values(
            "id", "lab_id", "number", "name", "stage", "state", "capacity", "places_taken", "starts_on", "ends_on"
        )


class Challenges(Listing):
    """Challenges that residents can see."""

    scopes: ClassVar[dict[str, str]] = {"GET": "challenges:read"}

    def rows(self, request: Request) -> Any:
        return Challenge.objects.filter(state__in=Challenge.PUBLIC).values(
            "id",
            "question",
            "intro",
            "state",
            "contributions_count",
            "places",
            "places_taken",
            "opened_at",
            "closes_on",
        )


INDICATOR = ("id", "code", "name", "kind", "unit", "direction", "source", "is_main", "is_invented")


class Indicators(Listing):
    """What the city measures."""

    scopes: ClassVar[dict[str, str]] = {"GET": "indicators:read"}

    def rows(self, request: Request) -> Any:
        return Indicator.objects.values(*INDICATOR)


class Events(Endpoint):
    """The city's event log after a place in it: `<epoch>.<number>`. Nothing is skipped, deletions are events."""

    scopes: ClassVar[dict[str, str]] = {"GET": "events:read"}
    parameters: ClassVar[set[str]] = {"after", "page_size"}

    def get(self, request: Request) -> Response:
        now, size = epoch(), page_size(request)
        after = self.place(request, now)
        rows = Event.objects.filter(seq__gt=after).order_by("seq")[:size]
        found = list(rows.values("seq", "at", "name", "target_type", "target_id"))
        results = [
            {
                "id": f"{now}.{row['seq']}",
                "name": row["name"],
                "at": row["at"].isoformat(),
                "object": {"type": row["target_type"], "id": row["target_id"]},
            }
            for row in found
        ]
        last = found[-1]["seq"] if found else after
        return Response({"results": results, "next": f"{now}.{last}", "has_more": len(found) == size})

    def place(self, request: Request, now: str) -> int:
        text = request.query_params.get("after")
        if text is None:
            return 0
        told, _dot, number = text.partition(".")
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            raise ValidationError({"after": _("A place in the log is needed, as “next” tells it.")})
        if told != now:
            raise Gone(_("The city was restored since: read everything anew, then follow from the new place."))
        return int(number)


def indicator_or_404(pk: int) -> Indicator:
    """The indicator of this city."""
    if not 0 < pk < 2**63:
        raise Http404
    return get_object_or_404(Indicator.objects.all(), pk=pk)
