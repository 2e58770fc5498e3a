"""How often a milestone changed what a calendar shows of it, counted by the database itself, whoever writes."""

COUNTED = """
CREATE FUNCTION programs_count_changes() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.revision := OLD.revision;
    NEW.changed_at := OLD.changed_at;
    IF (OLD.due_on, OLD.state, OLD.title) IS DISTINCT FROM (NEW.due_on, NEW.state, NEW.title) THEN
        NEW.revision := OLD.revision + 1;
        NEW.changed_at := statement_timestamp();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programs_count_changes BEFORE UPDATE ON programs_milestone
    FOR EACH ROW EXECUTE FUNCTION programs_count_changes();
"""
NOT_COUNTED = """
DROP TRIGGER programs_count_changes ON programs_milestone;
DROP FUNCTION programs_count_changes();
"""
