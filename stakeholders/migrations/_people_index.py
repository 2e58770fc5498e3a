"""By which three letters people are found. The owner's functions read past the policies, of the scope's city alone: only so
may an index be asked for a part of a word, for what compares texts so is not proven to keep them to itself.
"""

from typing import Any

from django.conf import settings

CITY = "NULLIF(current_setting('app.city_id', true), '')::bigint"
# The threes of neighbouring letters in a text, each behind the number of its city.
THREES = """
CREATE FUNCTION stakeholders_list_threes(city bigint, said text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT city || ':' || one || two || three), '{}') FROM (
        SELECT letter AS one, lead(letter) OVER following AS two, lead(letter, 2) OVER following AS three
        FROM unnest(string_to_array(said, NULL)) WITH ORDINALITY AS letters (letter, place)
        WINDOW following AS (ORDER BY place)
    ) AS spelled WHERE three IS NOT NULL
$$"""
OF_PROFILE = "stakeholders_list_threes(city_id, ' ' || search || ' ' || search_lines || ' ')"
INDEX = f"CREATE INDEX stakeholders_profile_threes ON stakeholders_profile USING gin ({OF_PROFILE})"
FUNCTIONS = {
    # Who may be meant by a word of three letters or more, whatever the reader may see of them: the question itself goes on.
    "stakeholders_find_people(text)": f"""
CREATE FUNCTION stakeholders_find_people(word text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 200 SET search_path = public, pg_temp AS $$
    SELECT id FROM stakeholders_profile
    WHERE city_id = {CITY} AND {OF_PROFILE} @> stakeholders_list_threes({CITY}, word)
        AND (strpos(search, word) > 0 OR strpos(search_lines, word) > 0)
    UNION ALL
    SELECT claim.profile_id FROM stakeholders_strengthclaim claim JOIN stakeholders_area area ON area.id = claim.area_id
    WHERE claim.city_id = {CITY} AND claim.profile_id IS NOT NULL AND area.search ~ ('(^|[ \n])' || word)
$$""",
    # The adults in whose name a word stands that is spelled most like this one.
    "stakeholders_find_similar(text)": f"""
CREATE FUNCTION stakeholders_find_similar(word text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 200 SET search_path = public, pg_temp AS $$
    WITH wanted AS (SELECT stakeholders_list_threes({CITY}, ' ' || word || ' ') AS threes),
    near AS MATERIALIZED (
        SELECT id, string_to_array(search, ' ') AS parts FROM stakeholders_profile
        WHERE city_id = {CITY} AND {OF_PROFILE} && (SELECT threes FROM wanted)
            AND age_band = 'adult' AND merged_into_id IS NULL AND left_at IS NULL
    ), words AS (
        SELECT DISTINCT part FROM near, unnest(parts) part
        WHERE length(part) BETWEEN length(word) - 2 AND length(word) + 2 AND part !~ '[0-9]'
    ), best AS (
        SELECT part FROM words, wanted, LATERAL (
            SELECT count(*) FILTER (WHERE three = ANY(threes)) AS alike, count(*) + cardinality(threes) AS there
            FROM unnest(stakeholders_list_threes({CITY}, ' ' || part || ' ')) three
        ) AS counted
        WHERE alike > 0 ORDER BY alike * 2.0 / there DESC, part LIMIT 5
    )
    SELECT id FROM near WHERE parts && ARRAY(SELECT part FROM best)
$$""",
}


def create_index(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(THREES, params=None)
    schema_editor.execute(INDEX, params=None)
    for signature, statement in FUNCTIONS.items():
        schema_editor.execute(statement, params=None)
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC", params=None)
        schema_editor.execute(
            f'GRANT EXECUTE ON FUNCTION {signature} TO "{settings.DATABASE_ROLES["rw"]}"', params=None
        )


def drop_index(apps: Any, schema_editor: Any) -> None:
    for signature in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {signature}", params=None)
    schema_editor.execute("DROP INDEX IF EXISTS stakeholders_profile_threes", params=None)
    schema_editor.execute("DROP FUNCTION IF EXISTS stakeholders_list_threes(bigint, text)", params=None)
