"""What a session has proven, and when."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from educities.accounts.models import User

SECOND_STEP = {"mfa"}
ANY_PROOF = SECOND_STEP | {"password", "code", "link"}


def has_fresh_proof(request: HttpRequest) -> bool:
    """Has whoever sits at this session shown lately who they are? Who has a second step: by that step.

    A sign-in counts as long as it is fresh. A session of days is no proof, whatever the account has no password for.
    """
    counts = SECOND_STEP if is_mfa_enabled(request.user) else ANY_PROOF
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(shown.get("method") in counts and shown["at"] > since for shown in records)


def proven_addresses(user: User) -> list[str]:
    """The account's proven addresses, the primary one first."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return [row.email for row in rows]
