"""The marks of a recorded session stay, but that they go along with a person whose two profiles become one, and back."""

from meetings.migrations._sql import RECORDED_STAYS

FUNCTION = RECORDED_STAYS[: RECORDED_STAYS.index("CREATE TRIGGER")]
STAYS = FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
# A mark moves between the two numbers of one person with all else as it was; of two marks of one session that of the
# profile that goes is put by, and comes back with it.
GOES_ALONG = """BEGIN
    IF (TG_OP <> 'UPDATE' OR (NEW.id, NEW.city_id, NEW.session_id, NEW.status, NEW.sector) IS NOT DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.session_id, OLD.status, OLD.sector)) AND EXISTS (
        SELECT FROM stakeholders_profile p
        WHERE p.city_id = coalesce(NEW.city_id, OLD.city_id) AND p.merged_into_id IS NOT NULL
            AND p.id IN (coalesce(OLD.profile_id, NEW.profile_id), coalesce(NEW.profile_id, OLD.profile_id))
            AND (TG_OP <> 'UPDATE' OR p.merged_into_id IN (OLD.profile_id, NEW.profile_id) OR NEW.profile_id = OLD.profile_id)
    ) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
"""
GOES_WITH_PEOPLE = STAYS.replace("BEGIN\n", GOES_ALONG, 1)
