"""What failed and has expired is past as well: nobody tries it again, and its words are gone."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION activity_expire_messages(most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH past AS (
        SELECT id FROM activity_message WHERE expires_at <= statement_timestamp()
            AND (state = 'pending'{failed} OR (state = 'leased' AND lease_until < statement_timestamp()))
        LIMIT most FOR UPDATE SKIP LOCKED
    ), ended AS (
        UPDATE activity_message m SET state = 'cancelled', payload = '{{}}', lease_token = NULL, lease_until = NULL
        WHERE m.id = ANY (ARRAY(SELECT id FROM past)) RETURNING m.id
    )
    SELECT count(*)::integer FROM ended
$$"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0004_mails")]

    operations = [
        migrations.RunSQL(FUNCTION.format(failed=" OR state = 'dead'"), FUNCTION.format(failed="")),
        # What was cancelled before keeps no words either.
        migrations.RunSQL("UPDATE activity_message SET payload = '{}' WHERE state = 'cancelled'", migrations.RunSQL.noop),
    ]
