"""What is noted when somebody signs in or fails to: in the session where and until when, in the log who, without an address."""

import logging
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from educities.accounts.models import User
from educities.accounts.queries import SECOND_STEP
from educities.accounts.values import describe_browser

logger = logging.getLogger("educities.accounts")


def describe_session(request: HttpRequest, user: User, **_: Any) -> None:
    """The session says since when and in which browser; one with a second step ends after `STAFF_SESSION_AGE`."""
    request.session["started_at"] = timezone.now().isoformat()
    request.session["browser"] = describe_browser(request.META.get("HTTP_USER_AGENT", ""))
    if any(record.get("method") in SECOND_STEP for record in get_authentication_records(request, user)):
        shorten_session(request)
    logger.info("signed in", extra={"actor": user.pk, "outcome": "signed in"})


def shorten_session(request: HttpRequest) -> None:
    """It ends at a fixed moment, however much it is used."""
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.STAFF_SESSION_AGE))


def log_step(request: HttpRequest, user: User, method: str, *, reauthenticated: bool = False, **_: Any) -> None:
    """A proof that was shown: the method and whose. One shown anew gives the session another key; the one of before is void."""
    if reauthenticated:
        request.session.cycle_key()
    if method in SECOND_STEP:
        shorten_session(request)
    logger.info("proof shown", extra={"actor": user.pk, "kind": method, "outcome": "accepted"})


def log_refusal(user: User | None = None, **_: Any) -> None:
    """A wrong password, code or step. Whose is known of a code or step alone; what was typed is never written."""
    logger.warning("sign-in refused", extra={"actor": user.pk if user else None, "outcome": "refused"})
