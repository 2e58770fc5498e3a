"""The one way to lock a row, to change its fields and say which, and to turn a refused constraint into a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise

from educities.kit.errors import DomainError

Row = TypeVar("Row", bound=models.Model)


def lock_row(row: Row, *related: str) -> Row:
    """The row as it is now, with what it refers to by `related`; nobody else changes it until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(no_key=True, of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def apply_changes(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """The row holds these values in memory. Returns the sorted names of those fields that had another value before."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def violates(error: IntegrityError, *constraints: str) -> bool:
    """Did PostgreSQL refuse the statement because of one of these constraints?"""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name in constraints


@contextmanager
def refusing(*constraints: str, text: str | Promise, code: str) -> Iterator[None]:
    """A violation of one of these constraints inside becomes `DomainError(text, code=code)`; any other one is raised.

    Inside is a savepoint, so that the transaction around it goes on after the refusal:

        with refusing("meetings_session_once", text=_("There is a session at that time."), code="meetings.session_twice"):
            session.save()
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not violates(error, *constraints):
            raise
        raise DomainError(text, code=code) from error
