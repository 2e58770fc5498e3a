"""Is the wall standing? Questions to the live database, asked by `check_tenancy` and by the readiness endpoint."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from educities.tenancy.constraints import CityIsolation, key_name
from educities.tenancy.models import CityFK, CityModel

ROLE = "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
UNGUARDED = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'city_id'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() AND NOT a.attisdropped
      AND (NOT c.relrowsecurity OR NOT row_security_active(c.oid)) ORDER BY 1"""
POLICIES = (
    "SELECT tablename, qual, with_check, cmd FROM pg_policies WHERE schemaname = current_schema() AND policyname = %s"
)
NETWORK_WRITES = """
    SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    aclexplode(c.relacl) held JOIN pg_roles r ON r.oid = held.grantee
    WHERE n.nspname = current_schema() AND r.rolname = %s AND held.privilege_type <> 'SELECT' ORDER BY 1"""
COMPOSITE = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) = 2"
LOOSE_KEYS = """
    SELECT con.conname FROM pg_constraint con
    JOIN pg_attribute mine ON mine.attrelid = con.conrelid AND mine.attname = 'city_id'
    JOIN pg_attribute theirs ON theirs.attrelid = con.confrelid AND theirs.attname = 'city_id'
    WHERE con.contype = 'f' AND cardinality(con.conkey) = 1 AND con.conrelid <> ALL(%s::regclass[])
      AND con.confrelid <> ALL(%s::regclass[]) ORDER BY 1"""
# A caller's own temporary table comes before every table of that name, unless pg_temp is the last place to look: such a
# function would read and write what its caller put there, with the owner's power or as the guard of what stays.
TEMP_FIRST = r"""
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND (p.prosecdef OR p.prorettype = 'trigger'::regtype)
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) given
                      WHERE given ~ '^search_path=((?!pg_temp).)*, "?pg_temp"?$') ORDER BY 1"""
TEMPORARY = "SELECT has_database_privilege(current_user, current_database(), 'TEMPORARY')"
# Tables that name a city but belong to the platform: who may do what where, and which address leads to which city.
GLOBAL_TABLES = ("cities_membership", "cities_citydomain", "accounts_partnerclient")


def tenant_models() -> list[type[CityModel]]:
    """Every concrete table that belongs to a city."""
    return [m for m in apps.get_models() if issubclass(m, CityModel) and not m._meta.proxy]


def _rows(sql: str, params: Sequence[Any] | None = None, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _role_problems() -> Iterator[str]:
    for alias in ("default", "network"):
        ((above, role),) = _rows(ROLE, alias=alias)
        if above:
            yield f"{alias}: the role {role} is above row-level security"
        if _rows(OWNED, alias=alias)[0][0]:
            yield f"{alias}: the role {role} owns tables, so their policies do not hold for it"
        if _rows(TEMPORARY, alias=alias)[0][0]:
            yield f"{alias}: the role {role} may create temporary tables (REVOKE TEMPORARY ON DATABASE ... FROM PUBLIC)"
    for (table,) in _rows(NETWORK_WRITES, (settings.DATABASE_ROLES["network"],)):
        yield f"{table}: the network role may write"


def _flat(text: str | None) -> str:
    return (
        "".join((text or "").replace("'app.city_id'::text", "'app.city_id'").replace("''::text", "''").split())
        .strip("()")
        .replace("(", "")
        .replace(")", "")
    )


def _policy_problems() -> Iterator[str]:
    for (table,) in _rows(UNGUARDED):
        if table not in GLOBAL_TABLES:
            yield f"{table}: no active row-level security"
    found = {table: rest for table, *rest in _rows(POLICIES, (CityIsolation.policy,))}
    for model in tenant_models():
        table = model._meta.db_table
        wanted = next(c for c in model._meta.constraints if isinstance(c, CityIsolation)).predicate()
        using, check, command = found.get(table, (None, None, None))
        if {_canonical(using), _canonical(check)} != {_canonical(wanted)} or command != "ALL":
            yield f"{table}: the policy is not the code's: {using} / {check} for {command}"


def _canonical(text: str | None) -> str:
    flat = _flat(text)
    return flat.replace("NOTcity_idISDISTINCTFROM", "city_idISNOTDISTINCTFROM").lower()


def _key_problems() -> Iterator[str]:
    present = {name for (name,) in _rows(COMPOSITE)}
    for model in tenant_models():
        for field in model._meta.local_fields:
            if isinstance(field, CityFK) and key_name(model, field.name) not in present:
                yield f"{model._meta.db_table}.{field.column}: no composite key"
    tables = list(GLOBAL_TABLES)
    for (name,) in _rows(LOOSE_KEYS, (tables, tables)):
        yield f"{name}: a key between tenant tables that is not composite"


def _function_problems() -> Iterator[str]:
    for (function,) in _rows(TEMP_FIRST):
        yield f"{function}: its search_path does not end in pg_temp, so it looks at its caller's temporary tables first"


def problems() -> list[str]:
    """Each hole in the wall as a sentence; empty when the wall stands."""
    return [*_role_problems(), *_policy_problems(), *_key_problems(), *_function_problems()]
