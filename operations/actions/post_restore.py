"""What a restore does besides, in the transaction in which the backup's rows come: they are counted, and what the world
has seen since the backup, which nobody knows here, neither happens again nor opens a door again."""

from collections.abc import Iterator

from django.db import connections

# Table by table, because a backup of an older version may lack one. Times that people were given are past from now on.
SETTLE = {
    # Mail waits for a person's word; a reminder whose time has come may have gone out.
    "activity_message": (
        "UPDATE {} SET state = 'held', lease_token = NULL, lease_until = NULL WHERE state IN ('pending', 'leased')"
    ),
    "activity_schedule": "UPDATE {} SET state = 'missed', done_at = now() WHERE state = 'waiting' AND due_at <= now()",
    # Followers of the event log read everything anew.
    "activity_eventepoch": "DELETE FROM {}",
    # No sign-in and no token of before opens a door.
    "django_session": "DELETE FROM {}",
    "accounts_signedinsession": "DELETE FROM {}",
    "allauth_idp_oidc_token": "DELETE FROM {}",
    # A link may have been used, refused or withdrawn since: whoever still needs one is asked anew.
    "cities_invitation": "UPDATE {} SET expires_at = now() WHERE accepted_at IS NULL AND expires_at > now()",
    "challenges_pendingact": "UPDATE {} SET expires_at = now() WHERE done_at IS NULL AND expires_at > now()",
    "challenges_openingalert": "UPDATE {} SET expires_at = now() WHERE confirmed_at IS NULL AND expires_at > now()",
    "accounts_signinlink": "UPDATE {} SET used_at = now() WHERE used_at IS NULL",
    "accounts_accountchange": "UPDATE {} SET undone_at = now() WHERE undone_at IS NULL",
    "consents_guardianlink": "UPDATE {} SET expires_at = now() WHERE expires_at > now()",
}
# Whom a director shut out since the backup nobody knows here, so every program waits for a director's word. A backup of
# before had no such state: its programs are shut out for good.
PROGRAMS = """
IF EXISTS (SELECT FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'accounts_partnerclient' AND column_name = 'paused_at') THEN
  UPDATE accounts_partnerclient SET paused_at = now() WHERE revoked_at IS NULL;
ELSIF to_regclass('accounts_partnerclient') IS NOT NULL THEN
  UPDATE accounts_partnerclient SET revoked_at = now() WHERE revoked_at IS NULL;
END IF;
"""
# Links to questions about expeditions. A backup of before had no such number: its links open nothing anyhow.
TRIPS = """
IF EXISTS (SELECT FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'journeys_tripconsent' AND column_name = 'link_number') THEN
  UPDATE journeys_tripconsent SET link_number = floor(random() * 2000000000)::int + 1;
END IF;
"""
COUNTED = "IF (SELECT count(*) FROM {table}) <> {rows} THEN RAISE EXCEPTION 'not all rows of {table} came'; END IF;"
SETTLED = "IF to_regclass('{table}') IS NOT NULL THEN {statement}; END IF;"

# A database made by hand for the restore gives every role temporary tables, which could stand before the owner's tables.
NO_TEMPORARY = "EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());"


def post_restore_sql(rows: dict[str, int]) -> str:
    """SQL that ends the restore's transaction: it fails unless each table has its rows, then settles them."""
    body = "\n".join([*_count_checks(rows), *_repair_statements(), PROGRAMS, TRIPS, NO_TEMPORARY])
    return f"RESET search_path;\nDO $settle$ BEGIN\n{body}\nEND $settle$;\n"


def _count_checks(rows: dict[str, int]) -> Iterator[str]:
    quote = connections["owner"].ops.quote_name
    for table, count in rows.items():
        yield COUNTED.format(table=quote(table), rows=int(count))


def _repair_statements() -> Iterator[str]:
    for table, statement in SETTLE.items():
        yield SETTLED.format(table=table, statement=statement.format(table))
