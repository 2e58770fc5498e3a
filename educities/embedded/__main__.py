"""`python -m educities.embedded run`, and `clean`."""

import os
import sys
from pathlib import Path

from educities.embedded.data_removal import InUse, remove_data
from educities.embedded.steps import ROOT
from educities.embedded.supervisor import Place, print_line, run_installation


def main() -> int:
    """The exit code of the command."""
    var = Path(os.environ.get("EDUCITIES_VAR", ROOT / "var")).resolve()
    if sys.argv[1:] == ["clean"]:
        return _remove_data(var)
    if sys.argv[1:] != ["run"]:
        print_line("usage: python -m educities.embedded run|clean")
        return 2
    port = os.environ.get("PORT", "8000")
    if not (port.isdigit() and 0 < int(port) < 65536):
        print_line("PORT must be a number from 1 to 65535, for example PORT=8010 make run")
        return 2
    os.chdir(ROOT)
    return run_installation(Place(var, os.environ.get("HOST", "127.0.0.1"), int(port)))


def _remove_data(var: Path) -> int:
    try:
        remove_data(var)
    except InUse as told:
        print_line(f"Nothing was removed. {told}")
        return 1
    return 0


sys.exit(main())
