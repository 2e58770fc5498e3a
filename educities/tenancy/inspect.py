"""Is the wall standing? Questions to the live database, asked by `check_tenancy` and by the readiness endpoint."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from educities.kit.hooks import Hook
from educities.tenancy.constraints import NETWORK_POLICY, CityIsolation, key_name, shared_key_name
from educities.tenancy.models import CityFK, CityModel, SharedFK, SharedModel

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
# Permissive policies add up: one more opens what the others shut.
OTHER_POLICIES = """
    SELECT tablename, policyname FROM pg_policies
    WHERE schemaname = current_schema() AND policyname <> %s
      AND NOT (policyname = %s AND cmd = 'SELECT' AND roles = ARRAY[%s]::name[]) ORDER BY 1, 2"""
# A view reads as its owner, whom no policy holds, unless it says otherwise.
OPEN_VIEWS = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND n.nspname = current_schema()
      AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)
      AND EXISTS (SELECT FROM unnest(%s::name[]) role WHERE has_table_privilege(role, c.oid, 'SELECT')) ORDER BY 1"""
PUBLIC_GRANTS = """
    SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) held
    WHERE n.nspname = current_schema() AND held.grantee = 0 ORDER BY 1"""
DEFINER_FUNCTIONS = """
    SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosecdef AND p.proname <> ALL(%s::name[])
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    ORDER BY 1"""
NETWORK_WRITES = """
    SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    aclexplode(c.relacl) held JOIN pg_roles r ON r.oid = held.grantee
    WHERE n.nspname = current_schema() AND r.rolname = %s AND held.privilege_type <> 'SELECT' ORDER BY 1"""
# Secrets and personal values are columns, and a grant may name columns: so each column is asked about.
NETWORK_READS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
      AND has_column_privilege(%s, c.oid, a.attnum, 'SELECT') GROUP BY 1 ORDER BY 1"""
NETWORK_DEFAULTS = """
    SELECT count(*) FROM pg_default_acl given, aclexplode(given.defaclacl) held JOIN pg_roles r ON r.oid = held.grantee
    WHERE r.rolname = %s"""
# What the role that reads across cities may read, column by column. Nothing reads so yet: whatever comes to read adds its
# table here and its grant in a migration (`GRANT SELECT (id, name) ON ... TO app_network`).
NETWORK_COLUMNS: dict[str, frozenset[str]] = {}
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
# A trigger guards what stays (audit, recorded attendance); switched off, it guards nothing and nothing else says so.
TRIGGERS_OFF = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled NOT IN ('O', 'A') ORDER BY 1, 2"""
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
# No policy holds for TRUNCATE, a trigger of one's own runs in the statements of others, and a foreign key asks whether a
# row is there; a rule puts another statement in the place of the one that was sent.
RIGHTS_BESIDES_ROWS = """
    SELECT c.relname, given FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) given
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, given) ORDER BY 1, 2"""
REWRITES = """
    SELECT c.relname, r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND r.rulename <> '_RETURN' ORDER BY 1, 2"""
MAKES_TABLES = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
# The privileges on a table that only grows: of UPDATE on one of its columns too.
CHANGES = """
    SELECT given FROM unnest(ARRAY['UPDATE', 'DELETE']) given
    WHERE has_table_privilege(%s, given) OR given = 'UPDATE' AND has_any_column_privilege(%s, given)"""
TEMPORARY = "SELECT has_database_privilege(current_user, current_database(), 'TEMPORARY')"
# Tables that name a city but belong to the platform: who may do what where, and which address leads to which city.
# The last two are what cities have published to each other: copies of confirmed figures, and numbers.
GLOBAL_TABLES = (
    "cities_membership", "cities_emergencyaccess", "cities_citydomain", "accounts_partnerclient",
    "library_cityoutline", "library_publishedfigures",
)  # fmt: skip


def tenant_models() -> list[type[CityModel]]:
    """Every concrete table that belongs to a city."""
    return [m for m in apps.get_models() if issubclass(m, CityModel) and not m._meta.proxy]


def shared_models() -> list[type[SharedModel]]:
    """Every concrete table that all cities share, with rows of a city's own in it."""
    return [m for m in apps.get_models() if issubclass(m, SharedModel) and not m._meta.proxy]


def _fetch_rows(sql: str, params: Sequence[Any] | None = None, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


GROWING_TABLES: Hook[str] = Hook(
    "tenancy.growing_tables", "The tables to which the role that serves people only adds: what was written stays."
)
OWNERS_FUNCTIONS: Hook[str] = Hook(
    "tenancy.owners_functions",
    "The database functions that act with the owner's power, by name: any other is a hole in the wall.",
)


def _role_problems() -> Iterator[str]:
    for alias in ("default", "network"):
        ((above, role),) = _fetch_rows(ROLE, alias=alias)
        if above:
            yield f"{alias}: the role {role} is above row-level security"
        if _fetch_rows(OWNED, alias=alias)[0][0]:
            yield f"{alias}: the role {role} owns tables, so their policies do not hold for it"
        if _fetch_rows(TEMPORARY, alias=alias)[0][0]:
            yield f"{alias}: the role {role} may create temporary tables (REVOKE TEMPORARY ON DATABASE ... FROM PUBLIC)"


def _right_problems() -> Iterator[str]:
    for alias in ("default", "network"):
        ((_above, role),) = _fetch_rows(ROLE, alias=alias)
        if _fetch_rows(MAKES_TABLES, alias=alias)[0][0]:
            yield f"{alias}: the role {role} may create tables (REVOKE CREATE ON SCHEMA ... FROM PUBLIC)"
        for table, right in _fetch_rows(RIGHTS_BESIDES_ROWS, alias=alias):
            yield f"{table}: the role {role} has the right {right}, which no policy holds"
    for table in GROWING_TABLES:
        for (right,) in _fetch_rows(CHANGES, (table, table)):
            yield f"{table}: the role that serves people has the right {right}, and what is written there has to stay"


def _grant_problems() -> Iterator[str]:
    network = settings.DATABASE_ROLES["network"]
    for (table,) in _fetch_rows(NETWORK_WRITES, (network,)):
        yield f"{table}: the network role may write"
    for (table,) in _fetch_rows(PUBLIC_GRANTS):
        yield f"{table}: every role may come to it (GRANT ... TO PUBLIC)"
    for (view,) in _fetch_rows(OPEN_VIEWS, (sorted({network, *_serving_roles()}),)):
        yield f"{view}: a view reads as its owner, above every policy"


def _network_problems() -> Iterator[str]:
    network = settings.DATABASE_ROLES["network"]
    open_to_all = {table for (table,) in _fetch_rows(PUBLIC_GRANTS)}  # named as such
    for table, columns in _fetch_rows(NETWORK_READS, (network,)):
        further = set(columns) - NETWORK_COLUMNS.get(table, frozenset())
        if further and table not in open_to_all:
            yield f"{table}: the network role may read what nobody has declared: {', '.join(sorted(further))}"
    if _fetch_rows(NETWORK_DEFAULTS, (network,))[0][0]:
        yield "tables to come: the network role may come to them (ALTER DEFAULT PRIVILEGES)"


def _serving_roles() -> set[str]:
    return {role for alias in ("default", "network") for _above, role in _fetch_rows(ROLE, alias=alias)}


def _flatten_sql(text: str | None) -> str:
    return (
        "".join((text or "").replace("'app.city_id'::text", "'app.city_id'").replace("''::text", "''").split())
        .strip("()")
        .replace("(", "")
        .replace(")", "")
    )


def _policy_problems() -> Iterator[str]:
    for (table,) in _fetch_rows(UNGUARDED):
        if table not in GLOBAL_TABLES:
            yield f"{table}: no active row-level security"
    others = (CityIsolation.policy, NETWORK_POLICY, settings.DATABASE_ROLES["network"])
    for table, policy in _fetch_rows(OTHER_POLICIES, others):
        yield f"{table}: a policy that the code does not know: {policy}"
    found = {table: rest for table, *rest in _fetch_rows(POLICIES, (CityIsolation.policy,))}
    for model in (*tenant_models(), *shared_models()):
        table = model._meta.db_table
        wall = next(c for c in model._meta.constraints if isinstance(c, CityIsolation))
        using, check, command = found.get(table, (None, None, None))
        wanted = tuple(map(_canonical_policy, (wall.predicate(), wall.write_predicate())))
        if (_canonical_policy(using), _canonical_policy(check)) != wanted or command != "ALL":
            yield f"{table}: the policy is not the code's: {using} / {check} for {command}"


def _canonical_policy(text: str | None) -> str:
    flat = _flatten_sql(text)
    return flat.replace("NOTcity_idISDISTINCTFROM", "city_idISNOTDISTINCTFROM").lower()


def _key_problems() -> Iterator[str]:
    present = {name for (name,) in _fetch_rows(COMPOSITE)}
    for model in tenant_models():
        for field in model._meta.local_fields:
            if isinstance(field, CityFK) and key_name(model, field.name) not in present:
                yield f"{model._meta.db_table}.{field.column}: no composite key"
    tables, shared = list(GLOBAL_TABLES), [model._meta.db_table for model in shared_models()]
    for (name,) in _fetch_rows(LOOSE_KEYS, (tables, [*tables, *shared])):
        yield f"{name}: a key between tenant tables that is not composite"


def _shared_key_problems() -> Iterator[str]:
    """Where a key points to what cities share, a trigger sees that it is no other city's."""
    triggers = {name for (name,) in _fetch_rows(TRIGGERS)}
    for model in (*tenant_models(), *shared_models()):
        for field in model._meta.local_fields:
            if not issubclass(field.related_model or object, SharedModel):
                continue
            is_known = isinstance(field, SharedFK) and shared_key_name(model, field.name) in triggers
            if not is_known:
                yield f"{model._meta.db_table}.{field.column}: no trigger keeps it to the city's own rows and the shared ones"


def _function_problems() -> Iterator[str]:
    for (function,) in _fetch_rows(TEMP_FIRST):
        yield f"{function}: its search_path does not end in pg_temp, so it looks at its caller's temporary tables first"
    for (function,) in _fetch_rows(DEFINER_FUNCTIONS, (list(OWNERS_FUNCTIONS),)):
        yield f"{function}: acts with the owner's power, and the code does not know it"
    for table, rule in _fetch_rows(REWRITES):
        yield f"{table}: a rule rewrites statements: {rule}"
    for table, trigger in _fetch_rows(TRIGGERS_OFF):
        yield f"{table}: the trigger {trigger} is switched off"


def find_isolation_problems() -> list[str]:
    """Each hole in the wall as a sentence; empty when the wall stands."""
    return [
        *_role_problems(),
        *_right_problems(),
        *_grant_problems(),
        *_network_problems(),
        *_policy_problems(),
        *_key_problems(),
        *_shared_key_problems(),
        *_function_problems(),
    ]
