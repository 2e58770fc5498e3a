"""What the frame itself writes."""

from datetime import timedelta

from allauth.idp.oidc.models import Token
from django.utils import timezone

from educities.accounts.models import IdempotentAnswer
from educities.api.idempotency import KEPT

# An expired token is kept a day, so that a program that comes late is told what is wrong, like any other.
TOKEN_KEPT = timedelta(days=1)


def purge_expired() -> tuple[int, int]:
    """(answers, tokens) that nobody can ask for any more are gone; returns how many of each."""
    now = timezone.now()
    answers, _of_each = IdempotentAnswer.objects.filter(made_at__lt=now - KEPT).delete()
    tokens, _of_each = Token.objects.filter(expires_at__lt=now - TOKEN_KEPT).delete()
    return answers, tokens
