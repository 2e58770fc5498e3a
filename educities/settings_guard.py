"""Production refuses to start with the embedded mode's insecure defaults."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


def insecure() -> Iterator[str]:
    """What must not be so outside the embedded mode: a sentence each."""
    if settings.EMBEDDED or settings.TESTING:
        return
    if len(settings.SECRET_KEY) < 50:
        yield "SECRET_KEY must be given, at least 50 characters"
    if not {host for host in settings.ALLOWED_HOSTS if host} or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS must name the hosts"
    if not settings.BASE_URL.startswith("https://"):
        yield "BASE_URL must begin with https://"
    if settings.DEBUG:
        yield "DEBUG must be off"
    if settings.DATABASE_ROLES["rw"] == settings.DATABASE_ROLES["network"]:
        yield "DATABASE_URL and NETWORK_DATABASE_URL must sign in as two roles"


@register(Tags.security)
def check_not_embedded_defaults(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """`manage.py check` says what is insecure."""
    return [Error(text, id=f"educities.E{n:03d}") for n, text in enumerate(insecure(), start=1)]


def refuse_insecure() -> None:
    """Raises ImproperlyConfigured when anything is insecure: servers and workers do not start then."""
    if wrong := list(insecure()):
        raise ImproperlyConfigured("; ".join(wrong))
