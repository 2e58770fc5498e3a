"""A confirmed review and its files stay as they are, kept by the database itself; and which PDFs wait, over all cities."""

from typing import Any

from django.conf import settings
from django.db import migrations

SERVES = f"current_user = '{settings.DATABASE_ROLES['rw']}'"
STAYS = f"""
CREATE FUNCTION programs_review_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a confirmed review stays as it is'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'programs_review_stays';
END $$;
REVOKE ALL ON FUNCTION programs_review_stays() FROM PUBLIC;
CREATE TRIGGER programs_review_stays BEFORE UPDATE OR DELETE ON programs_yearreview
    FOR EACH ROW WHEN (OLD.state = 'confirmed' AND {SERVES}) EXECUTE FUNCTION programs_review_stays();
CREATE TRIGGER programs_review_stays BEFORE UPDATE OR DELETE ON programs_reviewfile
    FOR EACH ROW WHEN ({SERVES}) EXECUTE FUNCTION programs_review_stays();
"""
NO_STAYS = """
DROP TRIGGER programs_review_stays ON programs_reviewfile;
DROP TRIGGER programs_review_stays ON programs_yearreview;
DROP FUNCTION programs_review_stays();
"""
SIGNATURE = "programs_due_reviews(integer)"
DUE = f"""
CREATE FUNCTION programs_due_reviews(most integer) RETURNS TABLE (review_id bigint, review_city bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, r.city_id FROM programs_yearreview r
    WHERE r.state = 'confirmed' AND (
        SELECT count(*) FROM programs_reviewfile f WHERE f.city_id = r.city_id AND f.review_id = r.id
    ) < {len(settings.LANGUAGES)}
    ORDER BY r.id LIMIT most
$$"""


def create_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(DUE, params=None)
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC", params=None)
    schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{settings.DATABASE_ROLES["rw"]}"', params=None)


def drop_function(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {SIGNATURE}", params=None)


OPERATIONS = [migrations.RunSQL(STAYS, NO_STAYS), migrations.RunPython(create_function, drop_function)]
