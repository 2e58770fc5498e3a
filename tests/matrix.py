"""Who may what, from tables that know nothing of the code: each app's `tests/<app>/matrix.py`, put together.

`MATRIX` there: a permission and the kinds of people who have it. `PAGES`: the name of an address and the permission that
it asks for, or one of the words in `WORDS`. A page that asks for anything else than its line says fails the tests.
"""

from importlib import import_module
from pathlib import Path

TABLES = [
    import_module(f"tests.{path.parent.name}.matrix") for path in sorted(Path(__file__).parent.glob("*/matrix.py"))
]
MATRIX: dict[str, set[str]] = {
    name: people for table in TABLES for name, people in getattr(table, "MATRIX", {}).items()
}
PAGES: dict[str, str] = {name: asks for table in TABLES for name, asks in getattr(table, "PAGES", {}).items()}
WORDS = {
    "anybody": "a page for everybody, or a link that carries its own secret",
    "signed in": "what each signed-in person has of their own",
    "own": "a row that one person alone may open, whatever the roles of the others",
}


def people_with(permission: str) -> set[str]:
    """The kinds of people who have the permission on a plain row."""
    if permission not in MATRIX:
        app = permission.partition(".")[0]
        msg = f'Add to MATRIX in tests/{app}/matrix.py who has the permission: "{permission}": {{"director"}},'
        raise LookupError(msg)
    return MATRIX[permission]


def asked_by_page(name: str) -> str:
    """The permission that the page of this name asks for, or one of WORDS."""
    if name not in PAGES:
        msg = (
            f'Add to PAGES in the matrix.py of its app in tests/ what "{name}" asks for: '
            f"a permission, or one of {', '.join(WORDS)}."
        )
        raise LookupError(msg)
    return PAGES[name]
