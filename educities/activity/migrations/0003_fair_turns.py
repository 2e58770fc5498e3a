"""Waiting mail is claimed in turns: the urgent first, then one of each city, a second of each, and so on.

What has expired is neither claimed nor kept waiting.

A queue is empty until ten thousand rows come at once, so what the planner knows of it is always wrong: with the figures
of an empty table a join of what is due compares each with each (ten seconds for 500 mails). Rows are therefore taken by
lists of their numbers, which only the key answers.
"""

from typing import Any

from django.conf import settings
from django.db import migrations, models

from importlib import import_module

FUNCTIONS = {
    "activity_claim_messages(integer, integer)": """
CREATE FUNCTION activity_claim_messages(most integer, lease_seconds integer)
RETURNS TABLE (message_id bigint, message_city bigint, token uuid, urgency smallint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH near AS (
        SELECT mine.* FROM cities_city c, LATERAL (
            SELECT id, city_id, priority, available_at FROM activity_message
            WHERE state = 'pending' AND city_id = c.id AND available_at <= statement_timestamp()
                AND (expires_at IS NULL OR expires_at > statement_timestamp())
            ORDER BY city_id, priority, available_at, id LIMIT 2 * most
        ) mine
        UNION ALL (
            SELECT id, city_id, priority, available_at FROM activity_message
            WHERE state = 'pending' AND city_id IS NULL AND available_at <= statement_timestamp()
                AND (expires_at IS NULL OR expires_at > statement_timestamp())
            ORDER BY city_id, priority, available_at, id LIMIT 2 * most
        )
    ), placed AS (
        SELECT id, priority, available_at,
            row_number() OVER (PARTITION BY priority, city_id ORDER BY available_at, id) AS place FROM near
    ), first AS (
        -- Twice as many as are wanted: another sender may be taking some of them.
        SELECT id, row_number() OVER (ORDER BY priority, place, available_at) AS turn FROM placed
        ORDER BY priority, place, available_at LIMIT 2 * most
    ), waiting AS (
        SELECT id FROM activity_message
        WHERE id = ANY (ARRAY(SELECT id FROM first)) AND state = 'pending'
        ORDER BY array_position(ARRAY(SELECT id FROM first ORDER BY turn), id) LIMIT most FOR UPDATE SKIP LOCKED
    ), abandoned AS (
        SELECT id FROM activity_message WHERE state = 'leased' AND lease_until < statement_timestamp()
            AND (expires_at IS NULL OR expires_at > statement_timestamp())
        ORDER BY lease_until LIMIT most FOR UPDATE SKIP LOCKED
    )
    UPDATE activity_message m SET state = 'leased', lease_token = gen_random_uuid(),
        lease_until = statement_timestamp() + make_interval(secs => lease_seconds), attempts = attempts + 1
    WHERE m.id = ANY (ARRAY(SELECT id FROM waiting UNION ALL SELECT id FROM abandoned))
    RETURNING m.id, m.city_id, m.lease_token, m.priority
$$""",
    "activity_expire_messages(integer)": """
CREATE FUNCTION activity_expire_messages(most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH past AS (
        SELECT id FROM activity_message WHERE expires_at <= statement_timestamp()
            AND (state = 'pending' OR (state = 'leased' AND lease_until < statement_timestamp()))
        LIMIT most FOR UPDATE SKIP LOCKED
    ), ended AS (
        UPDATE activity_message m SET state = 'cancelled', payload = '{}', lease_token = NULL, lease_until = NULL
        WHERE m.id = ANY (ARRAY(SELECT id FROM past)) RETURNING m.id
    )
    SELECT count(*)::integer FROM ended
$$""",
}


def _replace(schema_editor: Any, functions: dict[str, str]) -> None:
    rw = settings.DATABASE_ROLES["rw"]
    for signature in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {signature}", params=None)
    for signature, body in functions.items():
        schema_editor.execute(body, params=None)
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC", params=None)
        schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {signature} TO "{rw}"', params=None)


def make(apps: Any, schema_editor: Any) -> None:
    _replace(schema_editor, FUNCTIONS)


def unmake(apps: Any, schema_editor: Any) -> None:
    before = import_module("educities.activity.migrations.0002_functions").FUNCTIONS
    claim = "activity_claim_messages(integer, integer)"
    _replace(schema_editor, {claim: before[claim]})


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_functions"), ("cities", "0001_initial")]
    operations = [
        migrations.RemoveIndex(model_name="message", name="activity_message_due"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["city", "priority", "available_at", "id"],
                name="activity_message_due",
            ),
        ),
        migrations.RunPython(make, unmake),
    ]
