"""The endpoints of the frame itself: whom a token stands for, and the event log."""

from typing import Any, ClassVar

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from educities.activity.actions.events import event_epoch
from educities.activity.models import Event
from educities.api.authentication import get_partner
from educities.api.operation import Operation
from educities.api.paging import page_size
from educities.api.scopes import HiddenRows, find_hidden_rows
from educities.api.serializers import EventPageSerializer, EventQuery, MeSerializer
from educities.api.views import Endpoint

NO_PLACE = gettext_lazy("“after” must be a value of “next” from an earlier response.")


class Gone(APIException):
    """The cursor belongs to a time before the city was restored: read all anew."""

    status_code = 410
    default_code = "events.epoch_changed"


class Me(Endpoint):
    """Who the token stands for."""

    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            name="me",
            summary="Which partner app the token belongs to",
            answer=MeSerializer,
            answer_text="The partner app, its city, its scopes and its last day.",
        )
    }

    def get(self, request: Request) -> Response:
        partner = get_partner(request)
        client = partner.client
        return Response(
            {
                "client_id": client.client_id,
                "city": client.city.slug,
                "scopes": sorted(partner.scopes),
                "expires_on": client.expires_on.isoformat(),
            }
        )


class Events(Endpoint):
    """The city's event log after a place in it: `<epoch>.<number>`. Nothing is skipped, deletions are events."""

    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            name="events",
            summary="The city's event log, from a place in it",
            scope="events:read",
            query=EventQuery,
            answer=EventPageSerializer,
            answer_text="What happened after that place, the oldest first.",
            problems={
                410: "The city was restored from a backup. Read everything again, then follow from the new place."
            },
        )
    }

    def get(self, request: Request) -> Response:
        now, size = event_epoch(), page_size(request)
        after = read_place(request, now)
        # Asked before the rows: what is numbered meanwhile comes with the next page.
        newest = Event.objects.filter(seq__gt=after).aggregate(newest=Max("seq"))["newest"]
        newest = newest or check_reached(after)
        found = list(read_events(after, newest, find_hidden_rows(get_partner(request).scopes))[:size])
        results = [
            {
                "id": f"{now}.{row['seq']}",
                "name": row["name"],
                "at": row["at"].isoformat(),
                "object": {"type": row["target_type"], "id": row["target_id"]},
            }
            for row in found
        ]
        last = found[-1]["seq"] if len(found) == size else newest
        return Response({"results": results, "next": f"{now}.{last}", "has_more": len(found) == size})


def check_reached(after: int) -> int:
    """The place itself, at which the log ends. Raises ValidationError for one that it has not reached: whoever went on
    from there would miss what comes until then."""
    if after and not Event.objects.filter(seq__gte=after).exists():
        raise ValidationError({"after": NO_PLACE})
    return after


def read_events(after: int, newest: int, hidden: HiddenRows) -> QuerySet[Event, dict[str, Any]]:
    """The events behind `after`, up to `newest`, without those about rows that are `hidden`."""
    rows = Event.objects.filter(seq__gt=after, seq__lte=newest).order_by("seq")
    rows = rows.exclude(target_type__in=hidden.models)
    for app in sorted(hidden.apps):
        rows = rows.exclude(~Q(target_type__in=hidden.shown), target_type__startswith=f"{app}.")
    return rows.values("seq", "at", "name", "target_type", "target_id")


def read_place(request: Request, current_epoch: str) -> int:
    """The number after which the log is read; 0 from its beginning. Raises ValidationError, or Gone for a place of
    another epoch."""
    text = request.query_params.get("after")
    if text is None:
        return 0
    read_epoch, _dot, number = text.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise ValidationError({"after": NO_PLACE})
    if read_epoch != current_epoch:
        raise Gone(
            _(
                "The city was restored from a backup. Read all data again, then read the event log from the "
                "start without “after”."
            )
        )
    return int(number)
