"""What only the tables' owner may do: forbid changes to the audit log; find waiting rows across cities by number.

The functions return ids and city numbers, nothing else; whoever claims a row opens that city's scope to read it.

Waiting mail is claimed in turns: the urgent first, then one of each city, a second of each, and so on. What has expired
is neither claimed nor kept waiting. A queue is empty until ten thousand rows come at once, so what the planner knows of
it is always wrong: with the figures of an empty table a join of what is due compares each with each (ten seconds for 500
mails). Rows are therefore taken by lists of their numbers, which only the key answers.
"""

from typing import Any

from django.conf import settings
from django.db import migrations

AUDIT = """
CREATE FUNCTION activity_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON activity_auditentry
    FOR EACH ROW EXECUTE FUNCTION activity_audit_is_append_only();
CREATE TRIGGER audit_table BEFORE TRUNCATE ON activity_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION activity_audit_is_append_only();
"""
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
    "activity_claim_schedules(integer)": """
CREATE FUNCTION activity_claim_schedules(most integer)
RETURNS TABLE (schedule_id bigint, schedule_city bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, city_id FROM activity_schedule WHERE state = 'waiting' AND due_at <= statement_timestamp()
    ORDER BY due_at LIMIT most
$$""",
    "activity_number_events(integer)": """
CREATE FUNCTION activity_number_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE numbered integer;
BEGIN
    -- One sequencer at a time. It sees committed rows only, so a number is given after the commit, never before.
    IF NOT pg_try_advisory_xact_lock(hashtext('activity_number_events')) THEN
        RETURN 0;
    END IF;
    WITH fresh AS (
        SELECT id, city_id, row_number() OVER (PARTITION BY city_id ORDER BY id) AS nth
        FROM (SELECT id, city_id FROM activity_event WHERE seq IS NULL ORDER BY id LIMIT most) waiting
    ), last AS (
        SELECT c.city_id, coalesce(
            (SELECT max(e.seq) FROM activity_event e WHERE e.city_id = c.city_id), 0) AS seq
        FROM (SELECT DISTINCT city_id FROM fresh) c
    )
    UPDATE activity_event e SET seq = last.seq + fresh.nth
    FROM fresh JOIN last ON last.city_id = fresh.city_id WHERE e.id = fresh.id;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    RETURN numbered;
END $$""",
}


def create_functions(apps: Any, schema_editor: Any) -> None:
    rw = settings.DATABASE_ROLES["rw"]
    # The turns are those of the cities, whose table an app above makes later.
    schema_editor.execute("SET LOCAL check_function_bodies = off", params=None)
    schema_editor.execute(AUDIT, params=None)
    schema_editor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON activity_auditentry FROM "{rw}"', params=None)
    for signature, body in FUNCTIONS.items():
        schema_editor.execute(body, params=None)
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC", params=None)
        schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {signature} TO "{rw}"', params=None)


def drop_functions(apps: Any, schema_editor: Any) -> None:
    for signature in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {signature}", params=None)
    schema_editor.execute("DROP TRIGGER IF EXISTS audit_rows ON activity_auditentry", params=None)
    schema_editor.execute("DROP TRIGGER IF EXISTS audit_table ON activity_auditentry", params=None)
    schema_editor.execute("DROP FUNCTION IF EXISTS activity_audit_is_append_only()", params=None)


OPERATIONS = [migrations.RunPython(create_functions, drop_functions)]
