"""Partners' programs as the frame finds them: by their token, by their id, and whether somebody answers for them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from allauth.idp.oidc.models import Client, Token
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from educities.accounts.models import PartnerClient, User
from educities.kit.hooks import Hook


class OwnerCondition(NamedTuple):
    """`sql`: true while the person `{owner}` may have programs call for the city `{city}`; both are numbers of rows.
    `values`: what its placeholders stand for at a moment."""

    sql: str
    values: Callable[[datetime], tuple[Any, ...]]


OWNER_CONDITIONS: Hook[OwnerCondition] = Hook(
    "api.owner_conditions",
    "Asked with each call of a program: is one of them true of the person who admitted it? An answer is an "
    "`OwnerCondition`: SQL, because the program, its token and this are read by one statement.",
)


@cache
def owner_condition(owner: str, city: str) -> str:
    """SQL that is true while one of the conditions is true of the columns `owner` and `city`."""
    return " OR ".join(f"({one.sql.format(owner=owner, city=city)})" for one in OWNER_CONDITIONS) or "FALSE"


def owner_values(now: datetime) -> tuple[Any, ...]:
    """What the placeholders of `owner_condition()` stand for."""
    return tuple(value for one in OWNER_CONDITIONS for value in one.values(now))


@cache
def caller_sql() -> str:
    """Asked by every call, so it is written out: putting it together anew costs four times what PostgreSQL takes."""
    columns = (field.column for field in PartnerClient._meta.concrete_fields)
    return f"""
        SELECT token.scopes, token.data, {", ".join(f"partner.{name}" for name in columns)}
          FROM {Token._meta.db_table} token
          JOIN {Client._meta.db_table} client ON client.id = token.client_id
          JOIN {PartnerClient._meta.db_table} partner ON partner.client_id = client.id
          JOIN {User._meta.db_table} owner ON owner.id = partner.owner_id
          LEFT JOIN {User._meta.db_table} person ON person.id = token.user_id
         WHERE token.type = %s AND token.hash = %s AND (token.expires_at IS NULL OR token.expires_at > %s)
           AND client.type = %s AND (token.user_id IS NULL OR person.is_active)
           AND owner.is_active AND ({owner_condition("partner.owner_id", "partner.city_id")})
    """


class Caller(NamedTuple):
    """A program, and what its token says of itself, as the table has it: text, and JSON."""

    client: PartnerClient
    scopes: str
    data: str | None


def find_by_token(digest: str) -> Caller | None:
    """The program whose living token has this hash; None unless the person who admitted it answers for it today."""
    now = timezone.now()
    values = (Token.Type.ACCESS_TOKEN, digest, now, Client.Type.CONFIDENTIAL, *owner_values(now))
    with connection.cursor() as cursor:
        cursor.execute(caller_sql(), values)
        found = cursor.fetchone()
    if found is None:
        return None
    # No column of theirs needs more than the driver makes of it.
    names = [field.attname for field in PartnerClient._meta.concrete_fields]
    return Caller(PartnerClient.from_db(connection.alias, names, found[2:]), *found[:2])


def partner_clients() -> QuerySet[PartnerClient]:
    """Programs, each with `is_answered_for`: the person who admitted it answers for it today."""
    rows, people = PartnerClient._meta.db_table, User._meta.db_table
    sql = f"""
        (SELECT owner.is_active FROM {people} owner WHERE owner.id = {rows}.owner_id)
        AND ({owner_condition(f"{rows}.owner_id", f"{rows}.city_id")})
    """
    answered = RawSQL(sql, owner_values(timezone.now()), BooleanField())  # noqa: S611 (nobody's input is in it)
    return PartnerClient.objects.annotate(is_answered_for=answered)
