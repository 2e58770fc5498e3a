"""Which mails people do not want, and the signed address at which they say so without signing in."""

import hashlib
import hmac
from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer, b64_encode
from django.urls import reverse

from educities.activity.models import MailStop
from educities.activity.texts.mail_topics import TOPICS
from educities.tenancy.scope import require_city_id

SIGNER_SALT = "activity.stop"
SIGNER = Signer(salt=SIGNER_SALT)


def stopped_topics(users: Collection[int]) -> set[tuple[int, str]]:
    """(account, topic) of what these accounts have stopped in the scope's city."""
    return set(MailStop.objects.filter(user_id__in=users).values_list("user_id", "topic"))


def stop_address(slug: str, city_id: int, user_id: int, topic: str) -> str:
    """The full address at which this person stops this topic in this city; it works for ever."""
    return f"{settings.BASE_URL}{_stop_path(slug)}{_sign_value(f'{city_id}.{user_id}.{topic}')}/"


def _sign_value(value: str) -> str:
    """What `SIGNER.sign` gives, with the key derived once: this is asked for each of thousands of mails."""
    mac = hmac.digest(_derived_key(settings.SECRET_KEY), value.encode(), "sha256")
    return f"{value}{SIGNER.sep}{b64_encode(mac).decode()}"


@lru_cache(maxsize=4)
def _derived_key(secret: str) -> bytes:
    return hashlib.sha256(f"{SIGNER_SALT}signer{secret}".encode()).digest()


@lru_cache(maxsize=1024)
def _stop_path(slug: str) -> str:
    """The address without its token: asked for each of thousands of mails."""
    return reverse("stop_mail", args=[slug, "token"]).removesuffix("token/")


def stop_of(token: str) -> tuple[int, str] | None:
    """(account, topic) of a stop address of the scope's city; None when it is forged or of another city."""
    try:
        city_id, user_id, topic = SIGNER.unsign(token).split(".", 2)
    except (BadSignature, ValueError):
        return None
    if not (city_id.isdecimal() and user_id.isdecimal()) or int(city_id) != require_city_id() or topic not in TOPICS:
        return None
    return int(user_id), topic
