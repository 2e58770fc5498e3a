"""What must never be false about the terms of an intake, kept by the database itself."""

from django.db import migrations

# Owned by the tables' owner, so it sees the terms whatever city the closing statement of a transaction was sent for.
FOUR_TERMS = """
CREATE FUNCTION accelerator_four_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
    of_city bigint;
    wrong text;
BEGIN
    IF TG_TABLE_NAME = 'accelerator_accelerator' THEN
        wanted := NEW.id;
        of_city := NEW.city_id;
    ELSIF TG_OP = 'DELETE' THEN
        wanted := OLD.accelerator_id;
        of_city := OLD.city_id;
    ELSE
        wanted := NEW.accelerator_id;
        of_city := NEW.city_id;
    END IF;
    IF NOT EXISTS (SELECT FROM accelerator_accelerator a WHERE a.city_id = of_city AND a.id = wanted) THEN
        RETURN NULL;
    END IF;
    SELECT CASE
        WHEN count(*) <> 4 OR count(DISTINCT t.number) <> 4 THEN 'an intake has exactly four terms'
        WHEN bool_or(t.number > 1 AND (t.previous_end IS NULL OR t.starts_on <> t.previous_end + 1))
            THEN 'the terms of an intake follow each other without a gap'
        WHEN max(t.ends_on) - min(t.starts_on) + 1 NOT BETWEEN 600 AND 731 THEN 'the four terms take two years'
    END INTO wrong
    FROM (
        SELECT term.number, term.starts_on, term.ends_on,
            lag(term.ends_on) OVER (ORDER BY term.number) AS previous_end
        FROM accelerator_term term
        WHERE term.city_id = of_city AND term.accelerator_id = wanted
    ) t;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = 'accelerator_four_terms';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION accelerator_four_terms() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER accelerator_four_terms AFTER INSERT OR UPDATE OR DELETE ON accelerator_term
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accelerator_four_terms();
CREATE CONSTRAINT TRIGGER accelerator_four_terms AFTER INSERT ON accelerator_accelerator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accelerator_four_terms();
"""
NO_FOUR_TERMS = """
DROP TRIGGER accelerator_four_terms ON accelerator_accelerator;
DROP TRIGGER accelerator_four_terms ON accelerator_term;
DROP FUNCTION accelerator_four_terms();
"""

GROWN_UP = """
CREATE FUNCTION accelerator_grown_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = NEW.city_id AND p.id = NEW.profile_id AND p.age_band <> 'adult'
    ) THEN
        RAISE EXCEPTION 'teachers, and who leads them, are grown up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accelerator_grown_up';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accelerator_grown_up BEFORE INSERT OR UPDATE OF profile_id, city_id ON accelerator_enrolment
    FOR EACH ROW EXECUTE FUNCTION accelerator_grown_up();
CREATE TRIGGER accelerator_grown_up BEFORE INSERT OR UPDATE OF profile_id, city_id ON accelerator_leader
    FOR EACH ROW EXECUTE FUNCTION accelerator_grown_up();
"""
NOT_GROWN_UP = """
DROP TRIGGER accelerator_grown_up ON accelerator_leader;
DROP TRIGGER accelerator_grown_up ON accelerator_enrolment;
DROP FUNCTION accelerator_grown_up();
"""

OPERATIONS = [migrations.RunSQL(FOUR_TERMS, NO_FOUR_TERMS), migrations.RunSQL(GROWN_UP, NOT_GROWN_UP)]

KEPT = """
CREATE FUNCTION accelerator_credential_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a credential is never deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accelerator_credential_stays';
    END IF;
    IF (OLD.number, OLD.uid, OLD.issued_on, OLD.hours, OLD.achievement, OLD.enrolment_id)
        IS DISTINCT FROM (NEW.number, NEW.uid, NEW.issued_on, NEW.hours, NEW.achievement, NEW.enrolment_id)
        OR OLD.state = 'revoked' AND (OLD.state, OLD.revoked_on) IS DISTINCT FROM (NEW.state, NEW.revoked_on)
    THEN
        RAISE EXCEPTION 'a credential stays as it was issued, and a revoked one stays revoked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accelerator_credential_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accelerator_credential_stays BEFORE UPDATE OR DELETE ON accelerator_credential
    FOR EACH ROW EXECUTE FUNCTION accelerator_credential_stays();
"""
NOT_KEPT = """
DROP TRIGGER accelerator_credential_stays ON accelerator_credential;
DROP FUNCTION accelerator_credential_stays();
"""
CREDENTIALS = [migrations.RunSQL(KEPT, NOT_KEPT)]

# Two years are longer by the days on which the five-year program rested.
WITH_RESTS = (
    FOUR_TERMS.partition("REVOKE")[0]
    .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace(
        "NOT BETWEEN 600 AND 731 THEN",
        """NOT BETWEEN 600 AND 731 + coalesce((
            SELECT a.suspended_days FROM accelerator_accelerator a WHERE a.city_id = of_city AND a.id = wanted
        ), 0) THEN""",
    )
)
WITHOUT_RESTS = FOUR_TERMS.partition("REVOKE")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
RESTS = [migrations.RunSQL(WITH_RESTS, WITHOUT_RESTS)]
