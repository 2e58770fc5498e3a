"""No child shakes hands with an adult alone: the database itself takes no pupil as the other side of a handshake."""

from django.db import migrations

GROWN_UP = """
CREATE FUNCTION exchange_no_child_alone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM exchange_participant p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.other_id AND p.team <> ''
    ) THEN
        RAISE EXCEPTION 'a child shakes hands with a team alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exchange_no_child_alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exchange_no_child_alone BEFORE INSERT OR UPDATE OF other_id, city_id ON exchange_handshake
    FOR EACH ROW EXECUTE FUNCTION exchange_no_child_alone();
"""

OPERATIONS = [
    migrations.RunSQL(
        GROWN_UP,
        "DROP TRIGGER exchange_no_child_alone ON exchange_handshake; DROP FUNCTION exchange_no_child_alone();",
    ),
]
