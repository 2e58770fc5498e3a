"""Statements that are put together once in each process and asked again with other values.

Django puts a statement together anew each time: half a millisecond of the processor for a short one, several times what
sending it and reading its answer takes. What a page asks each time it is drawn is a `KeptQuery`: the queryset stands in a
function as ever, `Given` where a value of each time belongs, and the scope's city is given by itself.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection, models
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import ModelIterable, ValuesIterable, ValuesListIterable, get_related_populators
from django.utils.translation import get_language

from educities.tenancy.scope import current_city_id, current_city_row, require_city_id, write_for_any_city

# What JSON carries as it is: several questions asked together are answered by JSON.
PLAIN_FIELDS = (models.IntegerField, models.CharField, models.TextField, models.BooleanField, models.JSONField)


class KeptQueryError(TypeError):
    """A statement holds a value that would stay as it was when the statement was first asked."""


@dataclass(frozen=True)
class Hole:
    """Where a value stands among the parameters of a statement."""

    name: str


# The scope's city, which is never given by hand.
CITY = Hole("city")


class Given(Expression):
    """The value of each time, by its name; with `many=True` a list of numbers, to stand behind `__in`."""

    def __init__(self, name: str, *, many: bool = False, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field or models.BigIntegerField())
        self.name, self.many = name, many

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A place for the value; a list stands there as rows, which `IN` takes however many they are."""
        return "(SELECT unnest(%s::bigint[]))" if self.many else "%s", [Hole(self.name)]


def find_or_give(name: str, find: Callable[[], Any], output_field: Field) -> Any:
    """The value of now; while a statement is put together that is kept, its place, for the value of each time."""
    return Given(name, output_field=output_field) if isinstance(current_city_id(), Given) else find()


@dataclass(frozen=True)
class Statement:
    """What is kept: the statement, what stands among its parameters, and how its rows are read."""

    sql: str
    parameters: tuple[Any, ...]
    columns: Sequence[Any]
    read: Callable[[Sequence[Any]], Any]
    convert: Callable[[Any], Any]

    def fill(self, values: dict[str, Any]) -> list[Any]:
        """The parameters of this time. Raises KeyError where a value is missing, NoCity outside a scope where one is asked for."""
        if CITY in self.parameters:
            values = {**values, CITY.name: require_city_id()}
        return [values[one.name] if isinstance(one, Hole) else one for one in self.parameters]

    def write_named(self, prefix: str) -> tuple[str, dict[str, Any]]:
        """The statement to stand inside another one whose parameters have names: those of the holes are the holes' own,
        those of its other parameters, which are given along, begin with `prefix`."""
        names = [
            one.name if isinstance(one, Hole) else f"{prefix}_{number}" for number, one in enumerate(self.parameters)
        ]
        own = {name: one for name, one in zip(names, self.parameters, strict=True) if not isinstance(one, Hole)}
        at = iter(names)
        # A sign of per cent that is meant stays written twice.
        return re.sub("%[%s]", lambda sign: "%%" if sign[0] == "%%" else f"%({next(at)})s", self.sql), own


@dataclass(frozen=True)
class KeptQuery:
    """A question to the database: `build` says it as a queryset, once for each language.

    Nothing in it may depend on the moment, the reader or the city but what is `Given`.
    """

    build: Callable[[], QuerySet]
    statements: dict[Any, Statement] = field(default_factory=dict, compare=False)

    def statement(self) -> Statement:
        """The statement, put together now if it never was. A row whose city is at hand is asked without it."""
        key = (get_language(), current_city_row() is not None)
        if key not in self.statements:
            with write_for_any_city(Given(CITY.name)):
                self.statements[key] = write_statement(self.build())
        return self.statements[key]

    def ask(self, **values: Any) -> list[Any]:
        """What is found now with these values in the scope's city: rows, or of `values_list` tuples."""
        statement = self.statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.fill(values))
            return [statement.read(row) for row in statement.convert(cursor.fetchall())]


Question = tuple[KeptQuery, dict[str, Any]]


def ask_together(questions: Sequence[Question]) -> list[list[tuple[Any, ...]]]:
    """What each question of a `values_list` finds, all in one statement; none is asked for no question."""
    if not questions:
        return []
    parts = [(query.statement(), values) for query, values in questions]
    asked = ", ".join(_as_json(statement) for statement, _values in parts)
    parameters = chain.from_iterable(statement.fill(values) for statement, values in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", list(parameters))
        answers = cursor.fetchone()
    return [
        [tuple(row) for row in statement.convert(found or [])]
        for (statement, _values), found in zip(parts, answers, strict=True)
    ]


def _as_json(statement: Statement) -> str:
    for column in statement.columns:
        if not isinstance(column.output_field, PLAIN_FIELDS):
            msg = f"{column.output_field} does not come back from JSON as it was"
            raise KeptQueryError(msg)
    names = [f"c{number}" for number in range(len(statement.columns))]
    # As text, so that the field reads it as it reads a column.
    values = [
        f"{name}::text" if isinstance(column.output_field, models.JSONField) else name
        for name, column in zip(names, statement.columns, strict=True)
    ]
    row = f"json_build_array({', '.join(values)})"
    return f"(SELECT json_agg({row}) FROM ({statement.sql}) AS found({', '.join(names)}))"


def write_statement(rows: QuerySet) -> Statement:
    """The statement of a queryset. Raises KeptQueryError where it holds a day or a moment that is not given, or is none alone."""
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        msg = "what is prefetched is asked by statements of its own"
        raise KeptQueryError(msg)
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    if any(isinstance(one, date) for one in parameters):
        msg = "a day or a moment in a kept statement would stay that of its first time: give it"
        raise KeptQueryError(msg)
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)

    def convert(found: Any) -> Any:
        return compiler.apply_converters(found, converters) if converters else found

    return Statement(sql, tuple(parameters), columns, read_row_with(rows, compiler), convert)


def read_row_with(rows: Any, compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Makes of a row what the queryset makes of it: an instance, of `values` a dictionary, of `values_list` a tuple."""
    kind, query = rows._iterable_class, rows.query
    if issubclass(kind, ModelIterable):
        return read_instance_with(compiler)
    if kind is ValuesListIterable:
        return tuple
    if kind is not ValuesIterable:
        msg = f"{kind.__name__} is not kept: ask for rows, values or values_list"
        raise KeptQueryError(msg)
    names = list(query.selected or [*query.extra_select, *query.values_select, *query.annotation_select])
    return lambda row: dict(zip(names, row, strict=True))


def read_instance_with(compiler: Any) -> Callable[[Sequence[Any]], models.Model]:
    """Makes an instance of a row, with those joined to it and with its annotations."""
    info, alias = compiler.klass_info, connection.alias
    model, places = info["model"], info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [compiler.select[place][0].target.attname for place in places]
    joined = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # the types are of the next Django

    def read(row: Sequence[Any]) -> models.Model:
        made: models.Model = model.from_db(alias, names, row[start:end])
        for populator in joined:
            populator.populate(row, made)
        vars(made).update((name, row[place]) for name, place in compiler.annotation_col_map.items())
        return made

    return read
