"""The project's own code, read as text: what must not be in it, and where the few exceptions are."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.figures import ROOT, source_files

STATIC = ROOT / "static" / "js"


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the platform by its path: no tests, no migrations."""
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in source_files()}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(path, what is called as it is written, the call) of every call."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def imports_of(*names: str) -> dict[str, set[str]]:
    """Which modules import one of these packages or modules: the paths by the name."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                imported = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                if any(one == name or one.startswith(f"{name}.") for one in imported):
                    found[name].add(path)
    return found


def scripts() -> dict[str, str]:
    """The project's own scripts by their name."""
    return {path.name: path.read_text() for path in STATIC.glob("*.js")}


def templates() -> dict[str, str]:
    """Every template by its path."""
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "templates").rglob("*.*")}


def document(name: str) -> str:
    """The text of a document of the project."""
    return Path(ROOT, name).read_text()
