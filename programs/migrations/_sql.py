"""What must never be false about a program and a confirmed figure, kept by the database itself."""

from django.db import migrations

# Owned by the tables' owner, so it sees the years whatever city the closing statement of a transaction was sent for.
FIVE_YEARS = """
CREATE FUNCTION programs_five_years() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
    of_city bigint;
    wrong text;
BEGIN
    IF TG_TABLE_NAME = 'programs_program' THEN
        wanted := NEW.id;
        of_city := NEW.city_id;
    ELSIF TG_OP = 'DELETE' THEN
        wanted := OLD.program_id;
        of_city := OLD.city_id;
    ELSE
        wanted := NEW.program_id;
        of_city := NEW.city_id;
    END IF;
    IF NOT EXISTS (SELECT FROM programs_program p WHERE p.city_id = of_city AND p.id = wanted) THEN
        RETURN NULL;
    END IF;
    SELECT CASE
        WHEN count(*) <> 5 OR count(DISTINCT y.number) <> 5 THEN 'a program has exactly five years'
        WHEN bool_or(y.number > 1 AND (y.previous_end IS NULL OR y.starts_on <> y.previous_end + 1))
            THEN 'the years of a program follow each other without a gap'
        WHEN bool_or(y.ends_on - y.starts_on + 1 NOT BETWEEN 365 AND 366) THEN 'a year has 365 or 366 days'
        WHEN min(y.starts_on) <> min(y.program_starts_on) THEN 'the first year starts with its program'
    END INTO wrong
    FROM (
        SELECT year.number, year.starts_on, year.ends_on, p.starts_on AS program_starts_on,
            lag(year.ends_on) OVER (ORDER BY year.number) AS previous_end
        FROM programs_programyear year
        JOIN programs_program p ON p.city_id = year.city_id AND p.id = year.program_id
        WHERE year.city_id = of_city AND year.program_id = wanted
    ) y;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation', CONSTRAINT = 'programs_five_years';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION programs_five_years() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER programs_five_years AFTER INSERT OR UPDATE OR DELETE ON programs_programyear
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION programs_five_years();
CREATE CONSTRAINT TRIGGER programs_five_years AFTER INSERT OR UPDATE OF starts_on ON programs_program
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION programs_five_years();
"""
NO_FIVE_YEARS = """
DROP TRIGGER programs_five_years ON programs_program;
DROP TRIGGER programs_five_years ON programs_programyear;
DROP FUNCTION programs_five_years();
"""
CONFIRMED_STAYS = """
CREATE FUNCTION programs_confirmed_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (OLD.value, OLD.numerator, OLD.denominator, OLD.factor, OLD.series, OLD.period, OLD.indicator_id)
        IS DISTINCT FROM
        (NEW.value, NEW.numerator, NEW.denominator, NEW.factor, NEW.series, NEW.period, NEW.indicator_id)
    THEN
        RAISE EXCEPTION 'a confirmed figure changes by a revision only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programs_confirmed_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programs_confirmed_stays BEFORE UPDATE ON programs_indicatorvalue
    FOR EACH ROW WHEN (OLD.state IN ('confirmed', 'revised')) EXECUTE FUNCTION programs_confirmed_stays();
"""
NO_CONFIRMED_STAYS = """
DROP TRIGGER programs_confirmed_stays ON programs_indicatorvalue;
DROP FUNCTION programs_confirmed_stays();
"""

OPERATIONS = [migrations.RunSQL(FIVE_YEARS, NO_FIVE_YEARS), migrations.RunSQL(CONFIRMED_STAYS, NO_CONFIRMED_STAYS)]
