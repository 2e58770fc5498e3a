"""No child is invited, the database itself sees to it; and what cities named before is a growth engine already."""

from django.db import migrations

GROWN_UP = """
CREATE FUNCTION growth_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.profile_id IS NOT NULL AND EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.profile_id AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child is not invited to a growth engine'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'growth_grown_up';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER growth_grown_up BEFORE INSERT OR UPDATE OF profile_id, city_id ON growth_invitee
    FOR EACH ROW EXECUTE FUNCTION growth_grown_up();
"""
ENGINES = """
INSERT INTO growth_engine (city_id, area_id, why, concerns, is_public, named_on)
SELECT s.city_id, s.area_id,
    CASE WHEN s.words = '' THEN '{}'::jsonb ELSE jsonb_build_object(c.languages->>0, s.words) END,
    '{}'::jsonb, false, coalesce(s.confirmed_at, now())::date
FROM stakeholders_strengthclaim s JOIN cities_city c ON c.id = s.city_id
WHERE s.profile_id IS NULL AND s.organisation_id IS NULL AND s.kind = 'growth'
"""

OPERATIONS = [
    migrations.RunSQL(GROWN_UP, "DROP TRIGGER growth_grown_up ON growth_invitee; DROP FUNCTION growth_grown_up();"),
]
ROWS = [migrations.RunSQL(ENGINES, migrations.RunSQL.noop)]
