"""A year is longer by the days in which the program was suspended, and by no other day: kept by the database itself."""

from programs.migrations._sql import FIVE_YEARS

FUNCTION = FIVE_YEARS[: FIVE_YEARS.index("REVOKE ALL")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OF_365 = "WHEN bool_or(y.ends_on - y.starts_on + 1 NOT BETWEEN 365 AND 366) THEN 'a year has 365 or 366 days'"
LONGER = """WHEN bool_or(y.suspended_days < 0 OR y.ends_on - y.starts_on + 1 - y.suspended_days NOT BETWEEN 365 AND 366)
            THEN 'a year has 365 or 366 days, and those of its suspensions'
        WHEN sum(y.suspended_days) <> (
            SELECT COALESCE(sum(s.resumed_on - s.starts_on), 0) FROM programs_suspension s
            WHERE s.city_id = of_city AND s.program_id = wanted AND s.resumed_on IS NOT NULL
        ) THEN 'the years are longer by the days of the suspensions'"""
COLUMNS = "SELECT year.number, year.starts_on, year.ends_on,"
SUSPENDED = """
CREATE CONSTRAINT TRIGGER programs_five_years AFTER INSERT OR UPDATE OR DELETE ON programs_suspension
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION programs_five_years();
"""
FORWARDS = FUNCTION.replace(OF_365, LONGER).replace(COLUMNS, f"{COLUMNS} year.suspended_days,") + SUSPENDED
BACKWARDS = "DROP TRIGGER programs_five_years ON programs_suspension;" + FUNCTION

# What was reached before was reached by a record, or by words alone: those stay as they are.
PROVEN = """
UPDATE programs_milestone SET reached_by = CASE WHEN evidence_kind = '' THEN 'words' ELSE 'record' END
    WHERE state = 'reached' AND reached_by = '';
"""
