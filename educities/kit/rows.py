"""The one way to lock a row, to change its fields and say which, and to turn a refused constraint into a sentence."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from educities.kit.errors import DomainError

Row = TypeVar("Row", bound=models.Model)
# Which columns PostgreSQL names in what it adds to its refusal.
KEY_COLUMNS = re.compile(r"^Key \(([^)]+)\)=")


def lock_row(row: Row, *related: str) -> Row:
    """The row as it is now, with what it refers to by `related`; nobody else changes it until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(no_key=True, of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def wait_for_turn(name: str) -> None:
    """Until the transaction ends nobody else has the turn of this name: for what has no row yet that could be locked.

    Asked for again in the same transaction it is had already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


class Changes(list[str]):
    """The sorted names of the fields that changed, with what stood there `before` and what stands there `now`."""

    def __init__(
        self, before: Mapping[str, Any] = MappingProxyType({}), now: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        super().__init__(sorted(before))
        self.before, self.now = dict(before), dict(now)


def is_same_row(row: models.Model, fields: Mapping[str, Any]) -> bool:
    """Does the row say all of this already? Then the form was sent twice; else somebody means another thing."""
    return all(getattr(row, name) == value for name, value in fields.items())


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


class RefusedRow(DomainError):
    """A constraint stands against the row: its own sentence, and the field it is about; "" for the whole row."""

    def __init__(self, text: str | Promise, *, field: str, code: str) -> None:
        super().__init__(text, code=code, field=field)


def _refusals_of(error: IntegrityError) -> Iterator[RefusedRow]:
    """The sentences that the table's constraints have for people, and one for each column that is unique by itself."""
    diagnosis = getattr(error.__cause__, "diag", None)
    model = next((one for one in apps.get_models() if diagnosis and one._meta.db_table == diagnosis.table_name), None)
    if diagnosis is None or model is None:
        return
    for one in model._meta.constraints:
        if one.violation_error_message != one.default_violation_error_message:
            yield RefusedRow(str(one.violation_error_message), field=one.violation_error_code or "", code=one.name)
    columns = KEY_COLUMNS.search(diagnosis.message_detail or "")
    for field in model._meta.local_fields:
        if field.unique and columns and columns[1] == field.column:
            text = _("This already exists. Choose another one.")
            yield RefusedRow(text, field=field.name, code=diagnosis.constraint_name or "")


@contextmanager
def refusing_rows() -> Iterator[None]:
    """A violation inside of any constraint that has words for people becomes a RefusedRow; another one is raised.

    Forms ask their constraints before they write, so only two writers at the same moment come this far. Inside is a
    savepoint, as in `refusing`: every form and button acts in it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refused = next((one for one in _refusals_of(error) if violates(error, one.code)), None)
        if refused is None:
            raise
        raise refused from error


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
