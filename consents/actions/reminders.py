"""A question to a parent or guardian that nobody has answered is sent twice more, by the link of the same question."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from consents.models import GuardianLink
from consents.queries import describe_invitation, is_agreed_by_another
from educities.activity.actions.reminders import schedule_reminder
from educities.kit.tokens import hash_token

# After so many days, each once; the question itself runs for fourteen.
REMINDED_AFTER = {"consents.guardian_first": 3, "consents.guardian_second": 10}
SIGNER = signing.Signer(salt="consents.guardian_reminder")


class Addressee(NamedTuple):
    """An address of email that may have no account."""

    email: str
    pk: None = None


def read_token(token: str) -> str:
    """The hash of the secret that a link holds. A reminder's link is signed: the database does not know the secret."""
    try:
        return SIGNER.unsign(token)
    except signing.BadSignature:
        return hash_token(token)


def schedule_guardian_reminders(link: GuardianLink) -> None:
    """Two reminders wait, in place of those of an earlier question to the same address."""
    zone = link.city.zone
    asked_at = link.invited_at.astimezone(zone)
    for rule, days in REMINDED_AFTER.items():
        schedule_reminder(link, rule, asked_at + timedelta(days=days), zone, link.expires_at)


def find_silent_guardian(link: GuardianLink) -> Iterable[Addressee]:
    """The address, as long as its question is open and needed."""
    is_open = link.state == GuardianLink.State.INVITED and link.expires_at > timezone.now()
    return [Addressee(link.guardian_email)] if is_open and link.minor.needs_guardian else []


def build_reminder_payload(link: GuardianLink, addressee: Addressee) -> dict[str, Any]:
    """What the first mail said, under the same question."""
    token = SIGNER.sign(link.token_hash)
    return {
        "url": reverse("guardian", args=[link.city.slug, token]),
        "language": link.language,
        "data": {
            "city": link.city.name,
            "is_agreed": is_agreed_by_another(link),
            **describe_invitation(link.minor),
            "until": link.expires_at.astimezone(link.city.zone).date().isoformat(),
            "asked_on": link.invited_at.astimezone(link.city.zone).date().isoformat(),
        },
    }
