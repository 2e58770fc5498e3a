"""What the code looks like in figures, as the table of docs/architecture.md: `make figures`."""

import ast
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
COVERAGE = ROOT / "var" / "coverage.json"
MAX_TEMPLATE_COLUMNS = 140
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Figure(NamedTuple):
    """One row of the table; `aim` is empty where none is set."""

    name: str
    value: str
    aim: str


def tracked_files(pattern: str) -> list[Path]:
    """The files of that pattern that git tracks."""
    done = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for line in done.stdout.splitlines() if (path := ROOT / line).is_file()]


def source_files() -> list[Path]:
    """The modules of the platform: no tests, no migrations."""
    left_out = {"tests", "migrations", ".ci"}
    return [path for path in tracked_files("*.py") if not left_out & set(path.relative_to(ROOT).parts)]


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of the module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def count_lines(function: Function) -> int:
    """Lines of code of the function, without its decorators, docstring and blank lines."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return sum((statement.end_lineno or statement.lineno) - statement.lineno + 1 for statement in body) + 1


def is_one_word(function: Function) -> bool:
    """Is the name of one word, like `told` or `_locked`?"""
    return "_" not in function.name.strip("_")


def parameters(function: Function) -> list[ast.arg]:
    """The parameters that a type could be said of, without self and cls."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [one for one in named if one.arg not in {"self", "cls"}]


def is_bare_any(parameter: ast.arg) -> bool:
    """Is its type `Any` and nothing more?"""
    return isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "Any"


def imports_inside(function: Function) -> int:
    """How many import statements stand inside the function."""
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))


def ninetieth_percentile(values: list[int]) -> int:
    """The value that nine of ten do not pass."""
    return round(statistics.quantiles(values, n=10, method="inclusive")[-1])


def in_percent(part: int, whole: int) -> str:
    """A share as text, with one digit after the point."""
    return f"{100 * part / whole:.1f} %"


def code_figures() -> list[Figure]:
    """What the modules look like."""
    files = source_files()
    trees = [ast.parse(path.read_text()) for path in files]
    every = [function for tree in trees for function in functions(tree)]
    helpers = [node for tree in trees for node in tree.body if isinstance(node, Function)]
    lengths = [count_lines(function) for function in every]
    types = [is_bare_any(one) for function in every for one in parameters(function)]
    lines = [len([line for line in path.read_text().splitlines() if line.strip()]) for path in files]
    return [
        Figure("functions: lines on average", f"{statistics.mean(lengths):.1f}", "at most 10"),
        Figure("functions: longest", str(max(lengths)), "at most 40"),
        Figure("files: nine of ten have at most, in lines", str(ninetieth_percentile(lines)), "at most 300"),
        Figure("one-word names among module functions", in_percent(sum(map(is_one_word, helpers)), len(helpers)), ""),
        Figure("parameters typed as bare `Any`", in_percent(sum(types), len(types)), "at most 3 %"),
        Figure("imports inside functions", str(sum(map(imports_inside, every))), ""),
    ]


def template_figures() -> list[Figure]:
    """What the templates look like."""
    lines = [line for path in tracked_files("templates/*.html") for line in path.read_text().splitlines()]
    long = sum(len(line) > MAX_TEMPLATE_COLUMNS for line in lines)
    return [Figure(f"template lines over {MAX_TEMPLATE_COLUMNS} characters", f"{long} of {len(lines)}", "0")]


def suite_figures() -> list[Figure]:
    """How many tests there are, and what they reach where `make coverage` has been run."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:warnings"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.search(r"^(\d+) tests collected", done.stdout, re.MULTILINE)
    figures = [Figure("tests", found[1] if found else "not collected", "")]
    if COVERAGE.exists():
        totals = json.loads(COVERAGE.read_text())["totals"]
        figures.append(Figure("lines and branches that tests reach", f"{totals['percent_covered']:.1f} %", ""))
    return figures


def render_table(figures: list[Figure]) -> str:
    """The table in Markdown."""
    rows = [f"| {one.name} | {one.value} | {one.aim} |" for one in figures]
    return "\n".join(["| what | now | aim |", "|---|---|---|", *rows])


def main() -> None:
    """The table stands in docs/architecture.md and is printed."""
    table = render_table([*code_figures(), *template_figures(), *suite_figures()])
    before, _begin, rest = PAGE.read_text().partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
    print(table)


if __name__ == "__main__":
    main()
