"""No child is a side of a suggestion: the database itself sees to it, once for all rows of a statement."""

from django.db import migrations

GROWN_UP = """
CREATE FUNCTION matching_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f JOIN stakeholders_profile p ON p.city_id = f.city_id AND p.id IN (f.seeker_id, f.person_id)
        WHERE p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is no side of a suggestion'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_grown_up';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER matching_grown_up AFTER INSERT ON matching_matchsuggestion
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION matching_grown_up();
CREATE TRIGGER matching_still_grown_up AFTER UPDATE ON matching_matchsuggestion
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION matching_grown_up();
"""

OPERATIONS = [
    migrations.RunSQL(
        GROWN_UP,
        "DROP TRIGGER matching_grown_up ON matching_matchsuggestion; "
        "DROP TRIGGER matching_still_grown_up ON matching_matchsuggestion; DROP FUNCTION matching_grown_up();",
    ),
]

# Each side is looked for by its number: `id IN (seeker, person)` compared every row with every child of the city.
GROWN_UP_BY_SIDE = """
CREATE OR REPLACE FUNCTION matching_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f JOIN stakeholders_profile p ON p.city_id = f.city_id AND p.id = f.seeker_id
        WHERE p.age_band <> 'adult'
    ) OR EXISTS (
        SELECT FROM fresh f JOIN stakeholders_profile p ON p.city_id = f.city_id AND p.id = f.person_id
        WHERE p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is no side of a suggestion'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_grown_up';
    END IF;
    RETURN NULL;
END $$;
"""

EACH_SIDE = [migrations.RunSQL(GROWN_UP_BY_SIDE, migrations.RunSQL.noop)]
