"""How the settings describe a connection to PostgreSQL."""

from urllib.parse import parse_qs, unquote, urlsplit

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


def parse_seconds(text: str) -> float:
    """A time as PostgreSQL reads it: `5s`, `500ms`, `2min`; a bare number counts milliseconds."""
    number = text.strip().rstrip("mins ")
    return float(number) * {"s": 1, "min": 60}.get(text.strip().removeprefix(number).strip(), 0.001)
