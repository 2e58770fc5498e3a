"""Suggestions are made: for the whole city by night, for one person as soon as their growth areas change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from cities.models import City
from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.addresses import cached_reverse
from matching import verbs
from matching.models import MatchSuggestion
from matching.queries.town import read_town
from matching.queries.who import find_valid
from matching.values import REST_UNTOUCHED_DAYS, SHOWN_DAYS
from matching.values.ranking import Pair, Town, rank_pairs
from stakeholders.models import Profile

State = MatchSuggestion.State
# A hundred thousand rows in one statement: what Django would make of each of them takes longer than everything else.
WRITE_PAIRS = """
    INSERT INTO matching_matchsuggestion (city_id, seeker_id, person_id, organisation_id, need_id, strength_id, score,
        seeker_sector, sector, shown_on, ends_on, rests_until, state)
    SELECT %(city)s, seeker, CASE WHEN side > 0 THEN side END, CASE WHEN side < 0 THEN -side END, need, strength, score,
        seeker_sector, sector, %(today)s, %(ends_on)s, %(rests_until)s, 'shown'
    FROM unnest(%(seeker)s::bigint[], %(side)s::bigint[], %(need)s::bigint[], %(strength)s::bigint[], %(score)s::int[],
        %(seeker_sector)s::smallint[], %(of_side)s::smallint[])
        AS pairs (seeker, side, need, strength, score, seeker_sector, sector)
    ON CONFLICT (city_id, seeker_id, person_id, organisation_id) WHERE ended_on IS NULL DO NOTHING"""


@transaction.atomic
def suggest_in_city(city: City) -> int:
    """Each person of the scope's city who looks for somebody has as many suggestions as there are. Returns how many are new.

    What is not true any more is over; what is over long enough is forgotten.
    """
    today = city_today()
    forget_old_suggestions(today)
    expire_untrue(today)
    found = _write_new(city, today)
    if found:
        record(verbs.SUGGESTED, city, actor=None, n=found)
    return found


@transaction.atomic
def suggest_to_person(profile: Profile) -> int:
    """The same for one person at once. Returns how many are new."""
    today = city_today()
    expire_untrue(today, profile)
    return _write_new(profile.city, today, profile)


def suggest_after_claim(profile: Profile, actor: User) -> None:
    """Whoever changes their own strengths and growth areas finds at once whom they could meet; others wait for the night."""
    if profile.user_id == actor.pk and profile.is_adult:
        suggest_to_person(profile)


def _write_new(city: City, today: date, profile: Profile | None = None) -> int:
    town = read_town(profile.pk if profile else None)
    # In the order of their rows, which is how the indexes grow fastest.
    pairs = [(seeker, pair) for seeker, found in sorted(rank_pairs(town).items()) for pair in found]
    return _write_pairs(city, today, town, pairs) if pairs else 0


def _write_pairs(city: City, today: date, town: Town, pairs: Sequence[tuple[int, Pair]]) -> int:
    ends_on = today + timedelta(days=SHOWN_DAYS)
    sectors: Mapping[int, int | None] = {number: side.sector for number, side in town.sides.items()}
    columns: dict[str, Iterable[int | None]] = {
        "seeker": [seeker for seeker, _pair in pairs],
        "side": [pair.side for _seeker, pair in pairs],
        "need": [pair.need for _seeker, pair in pairs],
        "strength": [pair.strength for _seeker, pair in pairs],
        "score": [pair.score for _seeker, pair in pairs],
        "seeker_sector": [sectors.get(seeker) for seeker, _pair in pairs],
        "of_side": [sectors.get(pair.side) for _seeker, pair in pairs],
    }
    days = {"today": today, "ends_on": ends_on, "rests_until": ends_on + timedelta(days=REST_UNTOUCHED_DAYS)}
    with connection.cursor() as cursor:
        arrays = {name: write_array(numbers) for name, numbers in columns.items()}
        cursor.execute(WRITE_PAIRS, {"city": city.pk, **days, **arrays})
        return cursor.rowcount


def write_array(numbers: Iterable[int | None]) -> str:
    """An array as PostgreSQL reads it: a list of as many parameters takes longer to understand than to write down."""
    return f"{{{','.join('NULL' if number is None else str(number) for number in numbers)}}}"


def expire_untrue(today: date, profile: Profile | None = None) -> int:
    """Suggestions of which something is not true any more are over, if the other side does not know of them.

    They may come back as soon as they are true again. Returns how many.
    """
    rows = MatchSuggestion.objects.untouched()
    if profile is not None:
        rows = rows.filter(seeker=profile)
        # Most people who name a strength have none: what would be asked of it takes longest to put into words.
        if not rows.exists():
            return 0
    untrue = rows.exclude(Exists(find_valid(MatchSuggestion.objects.filter(pk=OuterRef("pk")))))
    return untrue.update(state=State.EXPIRED, ended_on=today, rests_until=today)


def forget_old_suggestions(today: date) -> int:
    """What came to nothing and keeps the two apart no longer is gone. Returns how many."""
    over = MatchSuggestion.objects.filter(ended_on__isnull=False, rests_until__lte=today)
    return over.exclude(state=State.CONVERTED).delete()[0]


def expire_suggestions(today: date, most: int = 2_000) -> int:
    """Suggestions of the scope's city whose last day is over are over. Returns how many.

    Whether the other side said no to an introduction or nothing: its seeker hears the same in the same night.
    """
    late = MatchSuggestion.objects.open().filter(ends_on__lte=today)
    gone = late.filter(introduced_on=None).update(state=State.EXPIRED, ended_on=today)
    for row in late.filter(introduced_on__isnull=False).with_sides().order_by("pk")[:most]:
        gone += end_introduction(row, today)
    return gone


@transaction.atomic
def end_introduction(row: MatchSuggestion, today: date) -> int:
    """One that was declined keeps its state, which nobody but the side that declined reads. Returns 1, or 0 where it was
    over already.
    """
    changed = MatchSuggestion.objects.introduced().filter(pk=row.pk)
    if not changed.update(ended_on=today):
        return 0
    MatchSuggestion.objects.unanswered().filter(pk=row.pk).update(state=State.EXPIRED)
    # Who does not look for it any more hears nothing.
    told = [row.seeker.user] if row.seeker.user and row.seeker.is_adult and row.subject else []
    area = row.subject.label if row.subject else {}
    record(verbs.EXPIRED, row, actor=None, notify=told, note={"area": area}, url=cached_reverse("meet", row.city.slug))
    return 1
