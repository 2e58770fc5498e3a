"""`python -m educities.embedded run`, and `clean`."""

import os
import sys
from pathlib import Path

from educities.embedded.cleaning import InUse, clean
from educities.embedded.steps import ROOT
from educities.embedded.supervisor import Place, run, say


def main() -> int:
    """The exit code of the command."""
    var = Path(os.environ.get("EDUCITIES_VAR", ROOT / "var")).resolve()
    if sys.argv[1:] == ["clean"]:
        return _clean(var)
    if sys.argv[1:] != ["run"]:
        say("usage: python -m educities.embedded run|clean")
        return 2
    port = os.environ.get("PORT", "8000")
    if not (port.isdigit() and 0 < int(port) < 65536):
        say("PORT must be a number from 1 to 65535, for example PORT=8010 make run")
        return 2
    os.chdir(ROOT)
    return run(Place(var, os.environ.get("HOST", "127.0.0.1"), int(port)))


def _clean(var: Path) -> int:
    try:
        clean(var)
    except InUse as told:
        say(f"Nothing was removed. {told}")
        return 1
    return 0


sys.exit(main())
