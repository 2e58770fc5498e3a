"""What was kept long enough goes: how much went each night, and what of the log may go at all."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

import educities.tenancy.constraints
from educities.kit.operations import apply_together
from educities.tenancy.constraints import SETTING

# The log only grows. What may go is written here, not with whoever asks: a network address and a reason, emptied; an entry
# older than seven years; one about a sign-in by link, older than 90 days.
GUARD = """
CREATE OR REPLACE FUNCTION activity_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.ip IN ('', OLD.ip) AND NEW.reason IN ('', OLD.reason) THEN
        OLD.ip := NEW.ip;
        OLD.reason := NEW.reason;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '2557 days'
            OR (OLD.verb = 'accounts.signed_in_by_link' AND OLD.at < now() - interval '90 days') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION activity_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
# The first works in the city of the scope alone, or outside every city: whose it is, is not for the caller to say.
FUNCTIONS = {
    "activity_forget_actor(bigint, text[], text[], boolean)": f"""
CREATE FUNCTION activity_forget_actor(account bigint, about text[], people text[], and_words boolean)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE activity_auditentry SET ip = '', reason = CASE WHEN and_words THEN '' ELSE reason END
    WHERE actor_id = account AND city_id IS NOT DISTINCT FROM {SETTING} AND (ip <> '' OR (and_words AND reason <> ''));
    UPDATE activity_auditentry SET reason = ''
    WHERE city_id IS NOT DISTINCT FROM {SETTING} AND reason <> ''
        AND (acting_for = account OR target_type || ':' || target_id = ANY (about) OR data ->> 'person' = ANY (people));
$$""",
    "activity_forget_log(timestamptz, timestamptz, timestamptz, integer)": """
CREATE FUNCTION activity_forget_log(
    ip_before timestamptz, sign_in_before timestamptz, entry_before timestamptz, most integer
) RETURNS TABLE (in_city bigint, kind text, rows bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM activity_auditentry WHERE id IN (
            SELECT id FROM activity_auditentry WHERE at < sign_in_before
                AND (at < entry_before OR verb = 'accounts.signed_in_by_link')
            ORDER BY at LIMIT most FOR UPDATE SKIP LOCKED
        ) RETURNING city_id, CASE WHEN at < entry_before THEN 'log' ELSE 'sign_ins' END AS kind
    ), emptied AS (
        UPDATE activity_auditentry SET ip = '' WHERE id IN (
            SELECT id FROM activity_auditentry WHERE ip <> '' AND at < ip_before AND at >= entry_before
                AND verb <> 'accounts.signed_in_by_link'
            ORDER BY at LIMIT most FOR UPDATE SKIP LOCKED
        ) RETURNING city_id, 'log_addresses' AS kind
    )
    SELECT city_id, kind, count(*) FROM (SELECT * FROM gone UNION ALL SELECT * FROM emptied) both_kinds
    GROUP BY city_id, kind
$$""",
}


def create_functions(apps: Any, schema_editor: Any) -> None:
    rw = settings.DATABASE_ROLES["rw"]
    schema_editor.execute(GUARD, params=None)
    for signature, body in FUNCTIONS.items():
        schema_editor.execute(body, params=None)
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC", params=None)
        schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {signature} TO "{rw}"', params=None)


def drop_functions(apps: Any, schema_editor: Any) -> None:
    for signature in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {signature}", params=None)
    schema_editor.execute(GUARD_BEFORE, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0005_expired_failures"),
        ("cities", "0010_reword_labels_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *apply_together(
            [
                migrations.CreateModel(
                    name="RetentionRun",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ran_on", models.DateField(verbose_name="day")),
                        ("ran_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("counts", models.JSONField(default=dict)),
                        (
                            "city",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cities.city",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-ran_on",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("city", "ran_on"),
                                name="activity_retention_once",
                                nulls_distinct=False,
                                violation_error_code="ran_on",
                                violation_error_message="This is there already.",
                            ),
                            educities.tenancy.constraints.CityIsolation(
                                name="activity_retentionrun_isolation", or_platform=True, version=1
                            ),
                        ],
                    },
                    bases=(rules.contrib.models.RulesModelMixin, models.Model),
                ),
                migrations.AddIndex(
                    model_name="auditentry",
                    index=models.Index(
                        condition=models.Q(("ip", ""), _negated=True), fields=["at"], name="activity_audit_ip"
                    ),
                ),
                migrations.AddIndex(
                    model_name="auditentry", index=models.Index(fields=["at"], name="activity_audit_old")
                ),
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(fields=["city", "created_at"], name="activity_message_old"),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(fields=["city", "created_at"], name="activity_notice_old"),
                ),
            ]
        ),
        migrations.RunPython(create_functions, drop_functions),
    ]
