"""`python -m educities.embedded run`."""

import os
import sys
from pathlib import Path

from educities.embedded.steps import ROOT
from educities.embedded.supervisor import Place, run, say


def main() -> int:
    """The exit code of the command."""
    if sys.argv[1:] != ["run"]:
        say("usage: python -m educities.embedded run")
        return 2
    port = os.environ.get("PORT", "8000")
    if not (port.isdigit() and 0 < int(port) < 65536):
        say("PORT must be a number from 1 to 65535, for example PORT=8010 make run")
        return 2
    var = Path(os.environ.get("EDUCITIES_VAR", ROOT / "var")).resolve()
    os.chdir(ROOT)
    return run(Place(var, os.environ.get("HOST", "127.0.0.1"), int(port)))


sys.exit(main())
