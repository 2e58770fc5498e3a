"""`python -m educities.embedded run`."""

import os
import sys
from pathlib import Path

from educities.embedded.steps import ROOT
from educities.embedded.supervisor import run, say


def main() -> int:
    """The exit code of the command."""
    if sys.argv[1:] != ["run"]:
        say("usage: python -m educities.embedded run")
        return 2
    try:
        port = int(os.environ.get("PORT", "8000"))
    except ValueError:
        say("PORT must be a number, for example PORT=8010 make run")
        return 2
    return run(Path(os.environ.get("EDUCITIES_VAR", ROOT / "var")), port)


sys.exit(main())
