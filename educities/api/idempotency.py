"""The same request twice has one effect: the answer is written in the transaction of the effect and replayed."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import LockNotAvailable
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from educities.accounts.models import IdempotentAnswer
from educities.api.authentication import get_partner

KEPT = timedelta(hours=24)
LONGEST = 100


class KeyReused(APIException):
    """The key was used for another request."""

    status_code = 422
    default_code = "idempotency.key_reused"


class RequestInProgress(APIException):
    """The first request with this key has not ended."""

    status_code = 409
    default_code = "idempotency.still_running"
    wait = 1


def run_idempotent(request: Request, act: Callable[[], tuple[int, Any]]) -> Response:
    """`act` runs once for each Idempotency-Key; without a key it runs each time."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        status, body = act()
        return Response(body, status=status)
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        text = _("Use 1 to %(most)s printable characters.") % {"most": LONGEST}
        raise ValidationError({"Idempotency-Key": text})
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    with transaction.atomic():
        return _run_with_key(request, key, digest, act)


def _run_with_key(request: Request, key: str, digest: str, act: Callable[[], tuple[int, Any]]) -> Response:
    partner = get_partner(request).client
    old = timezone.now() - KEPT
    IdempotentAnswer.objects.filter(partner=partner, key=key, made_at__lt=old).delete()
    row = _lock_key_row(IdempotentAnswer(partner=partner, key=key, body_digest=digest))
    if row.body_digest != digest:
        raise KeyReused(_("This Idempotency-Key was already used for another request. Use a new key."))
    if row.status is not None:
        return Response(row.answer, status=row.status, headers={"Idempotent-Replay": "true"})
    status, body = act()
    IdempotentAnswer.objects.filter(pk=row.pk).update(status=status, answer=body)
    return Response(body, status=status)


def _lock_key_row(made: IdempotentAnswer) -> IdempotentAnswer:
    """The key's row, ours alone. A second request waits here for the first one's transaction, and then finds its answer;
    but not for longer than for any lock."""
    try:
        IdempotentAnswer.objects.bulk_create([made], ignore_conflicts=True)
        return IdempotentAnswer.objects.select_for_update().get(partner=made.partner, key=made.key)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise RequestInProgress(
                _("The first request with this key is still running. Try again in a few seconds.")
            ) from error
        raise
