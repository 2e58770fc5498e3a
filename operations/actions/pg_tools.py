"""PostgreSQL's own programs, signed in as the owner of the tables; no password ever stands in a command line."""

import os
import shutil
import subprocess
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from educities.embedded.paths import ServiceError
from educities.embedded.postgres import binaries_dir


def find_pg_tool(name: str) -> str:
    """The path of a program that came with the packages, else of the system's. Raises CommandError when neither is there."""
    try:
        packaged = binaries_dir() / name
    except (ServiceError, StopIteration):
        packaged = None
    found = str(packaged) if packaged and packaged.exists() else shutil.which(name)
    if found is None:
        msg = f"{name} is missing. Install PostgreSQL's client programs, of the server's version or newer."
        raise CommandError(msg)
    return found


def pg_env() -> dict[str, str]:
    """How the owner of the tables signs in, as PostgreSQL's programs read it from the environment. Raises CommandError
    where this process is not given the owner's address."""
    told = settings.DATABASES["owner"]
    if told["USER"] == settings.DATABASES["default"]["USER"]:
        msg = "Only the owner of the tables can do this: set DATABASE_OWNER_URL for this command."
        raise CommandError(msg)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {key: str(told[name]) for key, name in names.items() if told[name]}


def run_pg_tool(name: str, *arguments: str, **how: Any) -> None:
    """The program ran to its end. Raises CommandError with what it said."""
    done = subprocess.run(
        [find_pg_tool(name), *arguments],
        check=False,
        env={**os.environ, **pg_env(), "PGOPTIONS": "-c row_security=off"},
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        **how,
    )
    if done.returncode:
        msg = f"{name} failed:\n{done.stderr.strip()[-2000:]}"
        raise CommandError(msg)
