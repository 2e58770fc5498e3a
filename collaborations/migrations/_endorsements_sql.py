"""What an endorsement rests on, and that nobody writes to a child, nor a child to anybody: the database itself sees to it."""

from django.db import migrations

# Of a session: who was there, and who guides the cohort. Of a collaboration: its sides, and who agreed for one of them.
SHARED = """
CREATE FUNCTION collaborations_was_there(city bigint, met bigint, done bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM meetings_session s
        WHERE s.city_id = city AND s.id = met AND s.state = 'recorded' AND (
            EXISTS (
                SELECT FROM meetings_attendance a
                WHERE a.city_id = city AND a.session_id = met AND a.profile_id = person
                AND a.status IN ('present', 'late')
            ) OR EXISTS (
                SELECT FROM labs_cohort c JOIN labs_labseat l ON l.city_id = c.city_id AND l.lab_id = c.lab_id
                WHERE c.city_id = city AND c.group_id = s.group_id AND l.role = 'facilitator' AND l.profile_id = person
            )
        )
    ) OR EXISTS (
        SELECT FROM collaborations_party p JOIN collaborations_collaboration c
            ON c.city_id = p.city_id AND c.id = p.collaboration_id
        WHERE p.city_id = city AND p.collaboration_id = done AND p.state = 'agreed'
        AND c.state IN ('active', 'paused', 'completed') AND person IN (p.profile_id, p.answered_by_id)
    )
$$;
CREATE FUNCTION collaborations_shared_basis() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT public.collaborations_was_there(NEW.city_id, NEW.session_id, NEW.collaboration_id, NEW.giver_id)
    OR NOT public.collaborations_was_there(NEW.city_id, NEW.session_id, NEW.collaboration_id, NEW.receiver_id) THEN
        RAISE EXCEPTION 'no shared session and no shared collaboration'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collaborations_shared_basis';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER collaborations_shared_basis BEFORE INSERT OR UPDATE OF session_id, collaboration_id, city_id
    ON collaborations_endorsement FOR EACH ROW EXECUTE FUNCTION collaborations_shared_basis();
CREATE FUNCTION collaborations_no_words_with_a_child() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.words <> '{}'::jsonb AND EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id IN (NEW.giver_id, NEW.receiver_id) AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'words to a child, or of a child'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collaborations_no_words_with_a_child';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER collaborations_no_words_with_a_child BEFORE INSERT OR UPDATE OF words, giver_id, receiver_id, city_id
    ON collaborations_endorsement FOR EACH ROW EXECUTE FUNCTION collaborations_no_words_with_a_child();
"""
UNSHARED = """
DROP TRIGGER collaborations_no_words_with_a_child ON collaborations_endorsement;
DROP FUNCTION collaborations_no_words_with_a_child();
DROP TRIGGER collaborations_shared_basis ON collaborations_endorsement;
DROP FUNCTION collaborations_shared_basis();
DROP FUNCTION collaborations_was_there(bigint, bigint, bigint, bigint);
"""

OPERATIONS = [migrations.RunSQL(SHARED, UNSHARED)]
