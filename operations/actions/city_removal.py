"""A city that has left is removed: no row of it stands in any table, and none comes back with a backup of before."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from cities import verbs
from cities.models import City
from consents.actions.erasure import erase_person
from educities.accounts.models import Erasure, PartnerClient, User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from operations.actions.city_export import city_models

# Accounts that belong to nobody but this city. Whoever has left another city, or works for the platform, keeps theirs.
ONLY_HERE = """
    SELECT id FROM accounts_user u
    WHERE NOT u.is_operator AND NOT u.is_superuser
      AND (EXISTS (SELECT FROM cities_membership m WHERE m.user_id = u.id AND m.city_id = %(city)s)
        OR EXISTS (SELECT FROM stakeholders_profile p WHERE p.user_id = u.id AND p.city_id = %(city)s))
      AND NOT EXISTS (SELECT FROM cities_membership m WHERE m.user_id = u.id AND m.city_id IS DISTINCT FROM %(city)s)
      AND NOT EXISTS (SELECT FROM stakeholders_profile p WHERE p.user_id = u.id AND p.city_id <> %(city)s)
    ORDER BY id
"""
# What forbids to delete rows: the log and what was recorded once, which end with their city all the same.
GUARDED = """
    SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgtype & 8 = 8 AND n.nspname = current_schema() ORDER BY 1
"""


def remove_city(city: City) -> tuple[int, int]:
    """No row of the city is left, and no account that belonged to it alone. Returns how many rows and accounts.

    It may be run once more where it was cut short. Raises DomainError unless the city has left. Nobody is written to.
    """
    if city.state != City.State.LEFT:
        text = "Only a city that has left is removed. Move it to “left” first: its people read so."
        raise DomainError(text, code="operations.city_has_not_left")
    accounts = _list_own_accounts(city)
    for user in User.objects.filter(pk__in=accounts).order_by("pk"):
        erase_person(user, actor=None, keep_texts=False, is_repeated=True)
    rows = _delete_rows(city)
    with city_scope(None), transaction.atomic():
        record(verbs.CITY_REMOVED, city, actor=None, title=city.name)
    cache.clear()
    return rows, len(accounts)


def remove_again(ledger: Iterable[Erasure]) -> int:
    """After a restore: cities that were removed since the backup are removed again. Returns how many."""
    found = [
        City.objects.filter(pk=line.number, created_at=line.row_made_at).first() for line in ledger if line.is_city
    ]
    cities = {city.pk: city for city in found if city is not None}
    for city in cities.values():
        _delete_rows(city)
    return len(cities)


def _list_own_accounts(city: City) -> list[int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(ONLY_HERE, {"city": city.pk})
        return [number for (number,) in cursor.fetchall()]


def _delete_rows(city: City) -> int:
    """All tables in one transaction, the ledger's line with them. Keys are asked at its end, so the order is free."""
    quote = connections["owner"].ops.quote_name
    line = Erasure(number=city.pk, row_made_at=city.created_at, is_city=True)
    deleted = 0
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT FROM cities_city WHERE id = %s FOR UPDATE", [city.pk])
        Erasure.objects.using("owner").bulk_create([line], ignore_conflicts=True)
        clients = list(PartnerClient.objects.using("owner").filter(city=city.pk).values_list("client_id", flat=True))
        with _without_guards(cursor):
            for model in city_models():
                cursor.execute(f"DELETE FROM {quote(model._meta.db_table)} WHERE city_id = %s", [city.pk])
                deleted += cursor.rowcount
            cursor.execute("DELETE FROM allauth_idp_oidc_token WHERE client_id = ANY(%s)", [clients])
            cursor.execute("DELETE FROM allauth_idp_oidc_client WHERE id = ANY(%s)", [clients])
            cursor.execute("DELETE FROM cities_city WHERE id = %s", [city.pk])
            deleted += cursor.rowcount
            # What refers to a row that is gone is found now, before the guards stand again.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return deleted


@contextmanager
def _without_guards(cursor: CursorWrapper) -> Iterator[None]:
    """The tables' owner alone may do this, and nobody else writes to these tables until the transaction ends."""
    quote = connections["owner"].ops.quote_name
    cursor.execute(GUARDED)
    tables = [quote(table) for (table,) in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
