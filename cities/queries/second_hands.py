"""Whose word is no second one beside a person's own: reading only."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from cities.models import City, Membership, Role
from cities.models.membership import Scope
from cities.rules.roles import NEED_SECOND_STEP
from educities.accounts.models import User
from educities.accounts.queries import find_persons
from educities.kit.mailboxes import build_mailbox_sql, mailbox_of

# Who could have been the second person within so many days is somebody else: a role that is ended for a day makes nobody
# the only one there.
RECENT_DAYS = 30
HELD = f"""
    city_id = %(city)s AND role IN ({", ".join(f"'{role}'" for role in NEED_SECOND_STEP)})
    AND (scope_type = 'city' OR role = '{Role.FACILITATOR.value}')"""
# The one definition of whose word is given with a role: that of whom its holder stands in for, else their own. Two people
# are of one hand where somebody's word is given by both, each of them counted for themselves besides: so a deputy is never
# the second person beside whom they stand in for, whatever other role they have.
VOICE, VOICE_SQL = Coalesce("acting_for_id", "user_id"), "COALESCE(acting_for_id, user_id)"
# (day, user_id, directs, facilitates, accompanies, voices): who holds what today, and on each day of the last weeks on which that was
# something else. Wants `city` and `today`.
STAFF_OF_DAYS = f"""
    SELECT days.day, user_id, bool_or(role = 'director') AS directs, bool_or(role = 'facilitator') AS facilitates,
        bool_or(role = 'steward') AS accompanies, array_agg(DISTINCT {VOICE_SQL}) AS voices
    FROM {Membership._meta.db_table} JOIN (
        SELECT %(today)s::date AS day UNION SELECT %(today)s::date - {RECENT_DAYS}
        UNION SELECT starts_on FROM {Membership._meta.db_table} WHERE {HELD}
        UNION SELECT ends_on + 1 FROM {Membership._meta.db_table} WHERE {HELD}
    ) days ON starts_on <= days.day AND (ends_on IS NULL OR ends_on >= days.day)
    WHERE {HELD} AND days.day BETWEEN %(today)s::date - {RECENT_DAYS} AND %(today)s::date
    GROUP BY days.day, user_id"""
# (account, twins): of who is or was of the staff, the other accounts whose mail goes to the same mailbox. They are one
# person, as `find_persons` says it. Wants `city`.
STAFF_BOXES = f"""
    SELECT DISTINCT user_id, {build_mailbox_sql("email")} AS mailbox FROM {EmailAddress._meta.db_table} WHERE verified
    AND user_id IN (SELECT user_id FROM {Membership._meta.db_table} WHERE {HELD})"""
STAFF_TWINS = f"""
    SELECT one.user_id AS account, array_agg(other.user_id) AS twins
    FROM ({STAFF_BOXES}) one JOIN ({STAFF_BOXES}) other USING (mailbox)
    WHERE one.user_id <> other.user_id GROUP BY one.user_id"""
# What nobody has written yet, as if `writer` had.
TO_BE_WRITTEN = "SELECT 0 AS number, %(writer)s::integer AS writer, %(principal)s::integer AS principal"


def build_second_hands(written: str, seconds: Sequence[str], alone: str) -> str:
    """SQL of (number, user_id, place): each person who may be the second one of each thing that waits. Wants `city`, `today`.

    `written`: SQL of (number, account that wrote it, in whose name). `seconds`: conditions on a row `s` of
    `STAFF_OF_DAYS`, the first first: whoever is of other hands than the writer, of the first of them that anybody fulfils
    today. `alone`: who does it alone, in the place after these, where nobody is of other hands, nor was in the last weeks
    (`RECENT_DAYS`). Who wrote what is asked once for all that one hand wrote.
    """
    free = "NOT (s.voices || s.user_id) && w.voices"
    cases = " ".join(f"WHEN {second} AND {free} THEN {place}" for place, second in enumerate(seconds, start=1))
    last = len(seconds) + 1
    return f"""
    WITH staff AS ({STAFF_OF_DAYS}), twins AS ({STAFF_TWINS}), written AS ({written}), voiced AS (
        SELECT w.writer, w.principal, COALESCE(h.voices, ARRAY[]::integer[]) || w.writer || w.principal AS voices
        FROM (SELECT DISTINCT writer, principal FROM written) w
        LEFT JOIN staff h ON h.user_id = w.writer AND h.day = %(today)s
    ), hands AS (
        SELECT w.writer, w.principal, w.voices || (
            SELECT array_agg(one) FROM twins t, unnest(t.twins) one WHERE t.account = ANY(w.voices)
        ) AS voices FROM voiced w
    ), placed AS (
        SELECT w.writer, w.principal, s.user_id, s.day, CASE {cases} WHEN {alone} THEN {last} END AS place
        FROM hands w CROSS JOIN staff s
    ), first AS (
        SELECT writer, principal, min(place) FILTER (WHERE day = %(today)s) AS place, min(place) AS recent
        FROM placed GROUP BY writer, principal
    )
    SELECT w.number, p.user_id, p.place FROM written w
    JOIN placed p ON p.day = %(today)s
        AND p.writer IS NOT DISTINCT FROM w.writer AND p.principal IS NOT DISTINCT FROM w.principal
    JOIN first f ON f.place = p.place AND (f.place < {last} OR f.recent = {last})
        AND f.writer IS NOT DISTINCT FROM w.writer AND f.principal IS NOT DISTINCT FROM w.principal"""


def find_seconds(city: City, writer_id: int | None, principal_id: int | None, sql: str) -> dict[int, int]:
    """{account: its place}: each person who may be the second one today beside this account, in whose name it acts.

    `sql`: what `build_second_hands` gives of `TO_BE_WRITTEN`. One query.
    """
    about: dict[str, Any] = {"city": city.pk, "today": city.today(), "writer": writer_id, "principal": principal_id}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT may.user_id, may.place FROM ({sql}) may", about)
        return dict(cursor.fetchall())


def find_same_hands(city_id: int, user_id: int, acting_for_id: int | None = None) -> set[int]:
    """The accounts whose word is this one's too: whoever acts in its name, in whose name it acts, who acts in theirs, and
    each account of the staff whose mail goes to one mailbox with any of these.

    Example: a director proposes something that another one has to agree to; her deputy agrees in her name, and so nobody
    else has, whatever other role the deputy has. Two deputies of one director are one pair of hands as well.
    `acting_for_id`: in whose name the account acted when it proposed, as was written down then; it holds after the role
    has ended. Two queries.
    """
    voices = _load_voices(city_id)
    own = {user_id, *voices.get(user_id, ()), *([] if acting_for_id is None else [acting_for_id])}
    persons = find_persons(own.union(voices, *voices.values()))
    of_own = {persons[pk] for pk in own}
    alike = {holder for holder, named in voices.items() if {persons[pk] for pk in (holder, *named)} & of_own}
    return (own | alike) - {user_id}


def find_holders(city_id: int, addresses: Iterable[str], roles: Iterable[str] = Role.values) -> dict[str, set[int]]:
    """By mailbox to which one of the addresses leads: the accounts of it that have one of the roles in the city, today or
    later. One query.
    """
    found: dict[str, set[int]] = {mailbox_of(one): set() for one in addresses}
    alike = Q(emailaddress__email__startswith='"')
    for letter in {one[:1] for one in found}:
        alike |= Q(emailaddress__email__istartswith=letter)
    held = Membership.objects.not_over().filter(city_id=city_id, role__in=list(roles)).values("user")
    proven = User.objects.filter(alike, pk__in=held, emailaddress__verified=True)
    for number, address in proven.values_list("pk", "emailaddress__email"):
        found.get(mailbox_of(address), set()).add(number)
    return found


def find_principal(city_id: int, user_id: int) -> int | None:
    """In whose name the account acts in the whole city, to be written down beside what it proposes; None in its own.

    Of who stands in for two it is the one whom they stand in for as director. One query.
    """
    held = Membership.objects.current().filter(city_id=city_id, user_id=user_id, role__in=NEED_SECOND_STEP)
    named = list(held.exclude(acting_for=None).values_list("role", "acting_for_id"))
    named.sort(key=lambda one: (one[0] != Role.DIRECTOR, one[1]))
    return named[0][1] if named else None


def _load_voices(city_id: int) -> dict[int, set[int]]:
    """Whose word the word of each of the staff is today."""
    held = Membership.objects.current().filter(city_id=city_id, role__in=NEED_SECOND_STEP)
    voices: dict[int, set[int]] = {}
    for holder, voice in held.filter(Q(scope_type=Scope.CITY) | Q(role=Role.FACILITATOR)).values_list("user_id", VOICE):
        voices.setdefault(holder, set()).add(voice)
    return voices
