"""What the quick suite does not reach, from var/coverage.json: `make coverage`.

The aim holds for what decides and writes: actions, rules, models, the kit, the wall.
"""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "var" / "coverage.json"
AIM = 95
AIMED_AT = re.compile(r"(^|/)(actions|rules|models|gates)(/|\.py$)|^educities/(kit|tenancy)/")


def is_aimed_at(path: str) -> bool:
    """Is this a file that the aim holds for?"""
    return bool(AIMED_AT.search(path))


def percent(summaries: list[dict[str, Any]]) -> float:
    """The share of lines and branches that are reached, of all these files together."""
    reached = sum(one["covered_lines"] + one.get("covered_branches", 0) for one in summaries)
    every = sum(one["num_statements"] + one.get("num_branches", 0) for one in summaries)
    return 100 * reached / every if every else 100.0


def describe(path: str, found: dict[str, Any]) -> str:
    """One line: how much is reached, the lines that are not, and branches (from line to line) never taken."""
    lines = ", ".join(map(str, found["missing_lines"]))
    branches = ", ".join(f"{start}->{end}" for start, end in found.get("missing_branches", []))
    return f"{percent([found['summary']]):5.1f} %  {path}  lines {lines or '-'}  branches {branches or '-'}"


def main() -> None:
    """Prints the files below the aim, the lowest first, and the totals."""
    files: dict[str, dict[str, Any]] = json.loads(REPORT.read_text())["files"]
    aimed = {path: found for path, found in files.items() if is_aimed_at(path)}
    low = [(path, found) for path, found in aimed.items() if percent([found["summary"]]) < AIM]
    for path, found in sorted(low, key=lambda one: percent([one[1]["summary"]])):
        print(describe(path, found))
    print(f"{len(low)} of {len(aimed)} files of actions, rules, models, gates, kit and tenancy are below {AIM} %")
    print(f"{percent([one['summary'] for one in aimed.values()]):5.1f} %  of these together")
    print(f"{percent([one['summary'] for one in files.values()]):5.1f} %  of everything")


if __name__ == "__main__":
    main()
