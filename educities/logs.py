"""Logs: one JSON object a line. Field names are fixed, so that a personal value cannot slip in by accident."""

import json
import logging
import logging.config
import os
import re
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FIELDS = (
    "request_id",
    "route",
    "method",
    "status",
    "city",
    "actor",
    "client",
    "ms",
    "queries",
    "operation",
    "task",
    "count",
    "outcome",
    "kind",
    "problem",
)


# What PostgreSQL adds to its first line quotes rows and statements, and with them what people typed.
QUOTED_ROWS = re.compile(r"^(DETAIL|CONTEXT|STATEMENT|LINE \d+):.*\n?(^ *\^ *\n?)?", re.MULTILINE)


class JsonFormatter(logging.Formatter):
    """`time`, `level`, `logger`, `message` and the known fields; anything else in `extra` is left out.

    Where Django names a path, its route stands instead: some paths are the secret of a link in somebody's mail.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _without_path(record),
        }
        line.update({name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None})
        if record.exc_info:
            line["exception"] = QUOTED_ROWS.sub("", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _without_path(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    message = record.getMessage()
    if request is None:
        return message
    match = getattr(request, "resolver_match", None)
    return message.replace(request.path, f"/{match.route}" if match else "an unknown path")


def read_level(default: str) -> str:
    """How much is logged, by LOG_LEVEL of the environment. Raises ImproperlyConfigured for what is no level."""
    level = os.environ.get("LOG_LEVEL", default).strip().upper()
    if level not in LEVELS:
        msg = f"LOG_LEVEL={level}: write one of {', '.join(LEVELS)}."
        raise ImproperlyConfigured(msg)
    return level


def configure(level: str = "INFO", *, as_json: bool = True) -> dict[str, Any]:
    """The logging configuration for Django's settings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}, "plain": {"format": "%(levelname)s %(name)s %(message)s"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "educities": {"level": level},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
