"""Production refuses to start with the embedded mode's insecure defaults."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register()
def check_not_embedded_defaults(app_configs: Any, **_: Any) -> list[Error]:
    """Outside the embedded mode: a real secret, named hosts, an https address, no debugging."""
    if settings.EMBEDDED or settings.TESTING:
        return []
    wrong = {
        "SECRET_KEY must be given, at least 50 characters": len(settings.SECRET_KEY) < 50,
        "ALLOWED_HOSTS must name the hosts": settings.ALLOWED_HOSTS in ([""], ["*"]),
        "BASE_URL must begin with https://": not settings.BASE_URL.startswith("https://"),
        "DEBUG must be off": settings.DEBUG,
    }
    return [Error(text, id=f"educities.E{n:03d}") for n, (text, bad) in enumerate(wrong.items(), start=1) if bad]
