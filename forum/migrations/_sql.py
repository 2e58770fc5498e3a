"""What the database itself keeps: no child sits in the forum, and what was decided is never written again."""

from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_ROLES["rw"]
ADULTS = """
CREATE FUNCTION forum_adults() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.profile_id AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'a child has no seat in the forum'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'forum_adults';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_adults BEFORE INSERT OR UPDATE OF profile_id, city_id ON forum_seat
    FOR EACH ROW EXECUTE FUNCTION forum_adults();
"""
# What was decided, and who was present then, stays; what becomes of it is told beside.
FROZEN = (
    "item_id, meeting_id, words, method, votes_for, votes_against, abstained, dissent, act_by, review_on, takes_effect, "
    "decided_on, voting, needed, present, sectors, is_advice"
)


def write_stays(columns: str) -> str:
    """The function that keeps these columns of a decision as they were taken."""
    old, new = (", ".join(f"{row}.{name}" for name in columns.split(", ")) for row in ("OLD", "NEW"))
    return f"""
CREATE OR REPLACE FUNCTION forum_decision_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state IN ('proposed', 'open', 'withdrawn') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a decision of the forum stays as it was taken'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'forum_decision_stays';
END $$;
"""


STAYS = f"""{write_stays(FROZEN)}
CREATE TRIGGER forum_decision_stays BEFORE UPDATE OR DELETE ON forum_decision
    FOR EACH ROW WHEN (current_user = '{ROLE}') EXECUTE FUNCTION forum_decision_stays();
"""
# Programs that were signed before there was more to a forum than its row.
CHARTERS = """
DO $$
DECLARE
    body record;
    number bigint;
BEGIN
    FOR body IN SELECT f.city_id, f.id FROM programs_forum f ORDER BY f.id LOOP
        INSERT INTO meetings_group (city_id, kind) VALUES (body.city_id, 'forum') RETURNING id INTO number;
        INSERT INTO forum_charter (city_id, body_id, group_id, quorum_percent, most_seats, shows_seats, shows_decisions)
        VALUES (body.city_id, body.id, number, 50, 24, false, false);
    END LOOP;
END $$;
"""

OPERATIONS = [
    migrations.RunSQL(ADULTS, "DROP TRIGGER forum_adults ON forum_seat; DROP FUNCTION forum_adults();"),
    migrations.RunSQL(
        STAYS, "DROP TRIGGER forum_decision_stays ON forum_decision; DROP FUNCTION forum_decision_stays();"
    ),
]
