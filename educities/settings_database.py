"""How the settings describe a connection to PostgreSQL."""

import os
import re
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIME = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*")
NO_LIMIT = re.compile(r"\s*0\s*")
SECONDS_OF = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400}

# What is known to be gone, or does not answer the first word, is given up soon. The last four are for TCP alone.
PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}


def database_settings(url: str, **options: object) -> dict[str, object]:
    """The connection that `url` (postgresql://role:password@host:port/name?host=socket) describes."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": parts.port or query.pop("port", "") or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {**PATIENCE, **query, **options},
    }


def read_limit(name: str, default: str) -> str:
    """The limit that the environment gives by this name, as PostgreSQL takes it: `5s`. Raises ImproperlyConfigured."""
    text = "".join(os.environ.get(name, default).split())
    parse_seconds(text, name)
    return text


def parse_seconds(text: str, name: str = "") -> float:
    """A time with its unit: `5s`, `500ms`, `2min`, `1h`; 0 is no limit. Raises ImproperlyConfigured for what is none, and for
    a bare number, which PostgreSQL would take for milliseconds and a reader for seconds."""
    if NO_LIMIT.fullmatch(text):
        return 0
    found = TIME.fullmatch(text)
    if not found:
        msg = f"{name}={text}: write a time with its unit, 5s, 500ms, 2min or 1h.".removeprefix("=")
        raise ImproperlyConfigured(msg)
    return float(found[1]) * SECONDS_OF[found[2]]
