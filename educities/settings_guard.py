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
    hosts, roles = set(settings.ALLOWED_HOSTS) - {""}, settings.DATABASE_ROLES
    found = {
        "SECRET_KEY must be given, at least 50 characters": len(settings.SECRET_KEY) < 50,
        "ALLOWED_HOSTS must name the hosts": not hosts or "*" in hosts,
        "BASE_URL must begin with https://": not settings.BASE_URL.startswith("https://"),
        "DEBUG must be off": settings.DEBUG,
        "DATABASE_URL and NETWORK_DATABASE_URL must sign in as two roles": roles["rw"] == roles["network"],
    }
    yield from (text for text, is_so in found.items() if is_so)


@register(Tags.security)
def check_not_embedded_defaults(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """`manage.py check` says what is insecure."""
    return [Error(text, id=f"educities.E{n:03d}") for n, text in enumerate(insecure(), start=1)]


def refuse_insecure() -> None:
    """Raises ImproperlyConfigured when anything is insecure: servers and workers do not start then."""
    if wrong := list(insecure()):
        raise ImproperlyConfigured("; ".join(wrong))
