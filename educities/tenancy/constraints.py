"""Database constraints that make the wall: a policy on each tenant table, composite keys between them."""

import zlib
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import BaseConstraint

SETTING = "nullif(current_setting('app.city_id', true), '')::bigint"
POLICY_VERSION = 1
NETWORK_POLICY = "network_read"


def pair_key(table: str) -> str:
    """SQL after which (city_id, id) of the table is a key that others can refer to, whichever migration runs first."""
    name = short_name(f"{table}_city_id_id_key")
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN "
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE (city_id, id); END IF; END $$'
    )


def short_name(text: str) -> str:
    """`text` within PostgreSQL's length of a name."""
    return text if len(text) <= 60 else f"{text[:51]}_{zlib.crc32(text.encode()):08x}"


def key_name(model: type[models.Model], field: str) -> str:
    """The composite key of a field."""
    return short_name(f"{model._meta.db_table}_{field}_same_city")


def shared_key_name(model: type[models.Model], field: str) -> str:
    """The trigger of a field that points to rows which cities share."""
    return short_name(f"{model._meta.db_table}_{field}_shared")


class _Sql(BaseConstraint):
    """A constraint that is plain SQL, run when the tables of the migration are there."""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database answers for it; there is nothing to ask in Python."""

    def statements(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError

    def drop_statements(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError

    # Django asks with a model and an editor, and takes a Statement or None for an answer; the stubs have it otherwise.
    def constraint_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        schema_editor.deferred_sql += [Statement(line) for line in self._escaped(self.statements(model))]

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        self.constraint_sql(model, schema_editor)

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return Statement("; ".join(self._escaped(self.drop_statements(model))))

    @staticmethod
    def _escaped(lines: list[str]) -> list[str]:
        return [line.replace("%", "%%") for line in lines]


class CityIsolation(_Sql):
    """Row-level security: a statement sees and writes the rows of the city in `app.city_id` and no others.

    `or_platform=True` is for tables that also hold rows of no city (mail of the sign-in, the operator's acts):
    such rows are seen only outside every scope.
    """

    policy: ClassVar[str] = "city_isolation"

    def __init__(self, *, name: str, or_platform: bool = False, version: int = POLICY_VERSION) -> None:
        self.or_platform, self.version = or_platform, version
        super().__init__(name=name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CityIsolation) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        if self.or_platform:
            kwargs["or_platform"] = True
        return path, args, {**kwargs, "version": self.version}

    def predicate(self) -> str:
        """The policy's condition, inline: a sub-select or an OR around it costs the index."""
        return f"city_id IS NOT DISTINCT FROM {SETTING}" if self.or_platform else f"city_id = {SETTING}"

    def write_predicate(self) -> str:
        """The condition that a row meets once it is written."""
        return self.predicate()

    def statements(self, model: type[models.Model]) -> list[str]:
        table, network = model._meta.db_table, settings.DATABASE_ROLES["network"]
        read, written = self.predicate(), self.write_predicate()
        return [
            pair_key(table),
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY {self.policy} ON "{table}" USING ({read}) WITH CHECK ({written})',
            f'CREATE POLICY {NETWORK_POLICY} ON "{table}" FOR SELECT TO "{network}" USING (true)',
        ]

    def drop_statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f'DROP POLICY IF EXISTS {self.policy} ON "{table}"',
            f'DROP POLICY IF EXISTS {NETWORK_POLICY} ON "{table}"',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ]


class SharedIsolation(CityIsolation):
    """A statement sees the rows that all cities share (of no city) and those of its own city.

    It writes the rows of its own scope alone: what all share is written outside every scope.
    """

    def predicate(self) -> str:
        return f"(city_id IS NULL OR city_id = {SETTING})"

    def write_predicate(self) -> str:
        return f"city_id IS NOT DISTINCT FROM {SETTING}"


class SharedKey(_Sql):
    """`fields` point to rows that all cities share, or to one of the row's own city: a trigger refuses others.

    No key can say so: a composite one is not asked where the city is null.
    """

    def __init__(self, *, fields: Sequence[str], name: str) -> None:
        self.references = tuple(fields)
        super().__init__(name=name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SharedKey) and (self.references, self.name) == (other.references, other.name)

    __hash__ = BaseConstraint.__hash__

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.references}

    def statements(self, model: type[models.Model]) -> list[str]:
        table, lines = model._meta.db_table, []
        for name in self.references:
            field: Any = model._meta.get_field(name)
            target, trigger, column = field.related_model._meta.db_table, shared_key_name(model, name), field.column
            body = (
                f'BEGIN IF NOT EXISTS (SELECT FROM "{target}" shared WHERE shared.id = NEW.{column} '
                "AND (shared.city_id IS NULL OR shared.city_id = NEW.city_id)) "
                "THEN RAISE EXCEPTION 'it points to a row of another city' "
                f"USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{trigger}'; END IF; RETURN NEW; END"
            )
            lines.append(
                f'CREATE FUNCTION "{trigger}"() RETURNS trigger LANGUAGE plpgsql '
                f"SET search_path = pg_catalog, public, pg_temp AS $$ {body} $$"
            )
            lines.append(
                f'CREATE TRIGGER "{trigger}" BEFORE INSERT OR UPDATE OF {column} ON "{table}" '
                f'FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION "{trigger}"()'
            )
        return lines

    def drop_statements(self, model: type[models.Model]) -> list[str]:
        table, names = model._meta.db_table, [shared_key_name(model, name) for name in self.references]
        return [
            line
            for name in names
            for line in (f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}"()')
        ]


class SameCity(_Sql):
    """`fields` point to rows of the same city: the keys are (city, id), so the database itself refuses others."""

    def __init__(self, *, fields: Sequence[str], name: str) -> None:
        self.references = tuple(fields)
        super().__init__(name=name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCity) and (self.references, self.name) == (other.references, other.name)

    __hash__ = BaseConstraint.__hash__

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.references}

    def statements(self, model: type[models.Model]) -> list[str]:
        table, lines = model._meta.db_table, []
        for name in self.references:
            field: Any = model._meta.get_field(name)
            target = field.related_model._meta.db_table
            key = f'FOREIGN KEY (city_id, {field.column}) REFERENCES "{target}" (city_id, id)'
            lines += [
                pair_key(target),
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{key_name(model, name)}" {key} DEFERRABLE INITIALLY DEFERRED',
            ]
        return lines

    def drop_statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{key_name(model, n)}"' for n in self.references]
