#!/usr/bin/env python
"""Django's command line."""

import os
import sys
from pathlib import Path

NEED_NOTHING = {"words", "help", "subset_fonts", "collectstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")
    if "DATABASE_URL" not in os.environ and not NEED_NOTHING & set(sys.argv[1:2]):
        from educities.embedded.services import ensure_services  # noqa: PLC0415 (only in the embedded mode)

        ensure_services(Path(os.environ.get("EDUCITIES_VAR", Path(__file__).resolve().parent / "var")))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (the settings come first)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
