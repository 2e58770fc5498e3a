"""The one way to lock a row, to change its fields and say which, and to turn a refused constraint into a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise

from educities.kit.errors import DomainError

Row = TypeVar("Row", bound=models.Model)


def lock_row(row: Row, *related: str) -> Row:
    """The row as it is now, with what it refers to by `related`; nobody else changes it until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(no_key=True, of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


class Changes(list[str]):
    """The sorted names of the fields that changed, with what stood there `before` and what stands there `now`."""

    def __init__(
        self, before: Mapping[str, Any] = MappingProxyType({}), now: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        super().__init__(sorted(before))
        self.before, self.now = dict(before), dict(now)


def apply_changes(row: models.Model, values: Mapping[str, Any]) -> Changes:
    """The row holds these values in memory. Returns the names of those fields that had another value, and both values."""
    before = {name: old for name, value in values.items() if (old := getattr(row, name)) != value}
    for name in before:
        setattr(row, name, values[name])
    return Changes(before, {name: values[name] for name in before})


def violates(error: IntegrityError, *constraints: str) -> bool:
    """Did PostgreSQL refuse the statement because of one of these constraints?"""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name in constraints


class ConstraintRefused(DomainError):
    """The database refused a row: the constraint's own sentence, and the `field` that it is about."""

    def __init__(self, constraint: models.BaseConstraint) -> None:
        text, field = str(constraint.get_violation_error_message()), constraint.violation_error_code or ""
        super().__init__(text, code=f"constraint.{constraint.name}", field=field)


@cache
def _constraints_by_name() -> dict[str, models.BaseConstraint]:
    return {one.name: one for model in apps.get_models() for one in model._meta.constraints}


@contextmanager
def constraints_in_words() -> Iterator[None]:
    """What a declared constraint refuses inside becomes `ConstraintRefused`; every other violation is raised."""
    try:
        yield
    except IntegrityError as error:
        constraint = next((one for name, one in _constraints_by_name().items() if violates(error, name)), None)
        if constraint is None:
            raise
        raise ConstraintRefused(constraint) from error


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
