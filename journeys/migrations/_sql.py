"""Blocks of an adopted version of the city's model stay as they are: the database itself keeps them."""

from django.conf import settings
from django.db import migrations

ADOPTED_STAYS = f"""
CREATE FUNCTION journeys_adopted_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_row journeys_modelblock%ROWTYPE;
BEGIN
    FOREACH of_row IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        IF EXISTS (
            SELECT FROM journeys_modelversion p
            WHERE p.city_id = of_row.city_id AND p.id = of_row.version_id AND p.state IN ('adopted', 'superseded')
        ) THEN
            RAISE EXCEPTION 'the words of an adopted model stay as they are'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journeys_adopted_stays';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER journeys_adopted_stays BEFORE INSERT OR UPDATE OR DELETE ON journeys_modelblock
    FOR EACH ROW WHEN (current_user = '{settings.DATABASE_ROLES["rw"]}') EXECUTE FUNCTION journeys_adopted_stays();
"""

OPERATIONS = [
    migrations.RunSQL(
        ADOPTED_STAYS,
        "DROP TRIGGER journeys_adopted_stays ON journeys_modelblock; DROP FUNCTION journeys_adopted_stays();",
    ),
]
