"""Who confirms the figures that wait: somebody else than whoever entered them."""

from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.second_hands import TO_BE_WRITTEN, build_second_hands, find_seconds
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from programs.models import Breakdown, Indicator, IndicatorValue, ValueRevision
from programs.queries.revisions import describe_why_not_decided

# As what a director confirms where nobody else is there.
ALONE = 3
# (number of a figure or of a break-down that waits, account that wrote it, in whose name). What a partner's app entered is
# the account's that let the app in.
VALUES_WRITTEN = f"""
    SELECT id AS number, entered_by_id AS writer, acting_for_id AS principal
    FROM {IndicatorValue._meta.db_table} WHERE city_id = %(city)s AND state = 'submitted'"""
TABLES_WRITTEN = f"""
    SELECT id AS number, entered_by_id AS writer, acting_for_id AS principal
    FROM {Breakdown._meta.db_table} WHERE city_id = %(city)s AND confirmed_at IS NULL AND returned_at IS NULL"""
REMOVALS_WRITTEN = f"""
    SELECT id AS number, removal_proposed_by_id AS writer, removal_acting_for_id AS principal
    FROM {Breakdown._meta.db_table} WHERE city_id = %(city)s AND removal_proposed_at IS NOT NULL"""
REVISIONS_WRITTEN = f"""
    SELECT id AS number, entered_by_id AS writer, acting_for_id AS principal
    FROM {ValueRevision._meta.db_table} WHERE city_id = %(city)s AND state = 'waiting'"""


def build_confirmers(written: str) -> str:
    """SQL of (number, user_id, place): each person who may confirm each thing that waits.

    Place 1: a director of other hands than whoever wrote it; 2: where no director is free, a facilitator who is; 3: where
    nobody is free, nor was in the last weeks, a director alone.
    """
    return build_second_hands(written, ("s.directs", "s.facilitates"), "s.directs")


CONFIRMERS, TABLE_CONFIRMERS = build_confirmers(VALUES_WRITTEN), build_confirmers(TABLES_WRITTEN)
REMOVAL_CONFIRMERS = build_confirmers(REMOVALS_WRITTEN)
REVISION_CONFIRMERS = build_confirmers(REVISIONS_WRITTEN)
WHO_CONFIRMS = build_confirmers(TO_BE_WRITTEN)
# Another one as soon as one of the rows of `v` is written over.
# What the figures say stands in it too: what is measured, in which unit and direction.
STAMP = f"""count(*) || '-' || (extract(epoch FROM max(v.entered_at)) * 1000000)::bigint || '-' || (
    SELECT md5(concat_ws('|', d.name, d.unit, d.direction, d.numerator, d.denominator))
    FROM {Indicator._meta.db_table} d WHERE d.city_id = %(city)s AND d.id = min(v.indicator_id))"""
# Each revision with the indicator of its figure.
REVISED_FIGURES = f"""(
    SELECT r.id, r.entered_at, f.indicator_id FROM {ValueRevision._meta.db_table} r
    JOIN {IndicatorValue._meta.db_table} f ON f.city_id = r.city_id AND f.id = r.figure_id WHERE r.city_id = %(city)s)"""
FIND_FIGURES = f"""
    SELECT v.indicator_id, max(may.place), {STAMP}, array_agg(v.id)
    FROM ({CONFIRMERS}) may JOIN {IndicatorValue._meta.db_table} v ON v.city_id = %(city)s AND v.id = may.number
    WHERE may.user_id = %(user)s GROUP BY v.indicator_id"""
FIND_TABLES = f"""
    SELECT v.id, max(may.place), {STAMP}, array_agg(v.id)
    FROM ({TABLE_CONFIRMERS}) may JOIN {Breakdown._meta.db_table} v ON v.city_id = %(city)s AND v.id = may.number
    WHERE may.user_id = %(user)s GROUP BY v.id"""
FIND_REVISIONS = f"""
    SELECT v.id, max(may.place), {STAMP}, array_agg(v.id)
    FROM ({REVISION_CONFIRMERS}) may
    JOIN {REVISED_FIGURES} v ON v.id = may.number
    WHERE may.user_id = %(user)s GROUP BY v.id"""
HAS_CONFIRMER = f"""
    SELECT EXISTS (SELECT FROM ({CONFIRMERS}) may JOIN {IndicatorValue._meta.db_table} v
        ON v.city_id = %(city)s AND v.id = may.number WHERE v.indicator_id = %(row)s)"""
HAVE_CONFIRMERS = f"SELECT DISTINCT may.number FROM ({REVISION_CONFIRMERS}) may"
HAS_REVISION_CONFIRMER = f"SELECT EXISTS (SELECT FROM ({REVISION_CONFIRMERS}) may WHERE may.number = %(row)s)"
FIND_REMOVALS = (
    f"SELECT may.number, max(may.place) FROM ({REMOVAL_CONFIRMERS}) may WHERE may.user_id = %(user)s GROUP BY 1"
)
HAS_TABLE_CONFIRMER = f"SELECT EXISTS (SELECT FROM ({TABLE_CONFIRMERS}) may WHERE may.number = %(row)s)"


Confirmed = Indicator | Breakdown | ValueRevision


class ToConfirm(NamedTuple):
    """What waits for a person's word: as what they confirm it (`ALONE`), what it looked like when they read it, and the
    numbers of the figures: the others are for somebody else to confirm."""

    place: int
    stamp: str
    numbers: list[int]


def find_confirmable(city: City, user: Person) -> dict[int, ToConfirm]:
    """By the number of the indicator: those with waiting figures that the person may confirm. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_FIGURES, {"city": city.pk, "today": city.today(), "user": user.pk})
        return {number: ToConfirm(*found) for number, *found in cursor.fetchall()}


def find_confirmable_tables(city: City, user: Person) -> dict[int, ToConfirm]:
    """By the number of the break-down: those that wait and that the person may confirm. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_TABLES, {"city": city.pk, "today": city.today(), "user": user.pk})
        return {number: ToConfirm(*found) for number, *found in cursor.fetchall()}


def find_confirmable_revisions(city: City, user: Person) -> dict[int, ToConfirm]:
    """By the number of the revision: those that wait and that the person may confirm. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_REVISIONS, {"city": city.pk, "today": city.today(), "user": user.pk})
        return {number: ToConfirm(*found) for number, *found in cursor.fetchall()}


def find_removals_to_answer(city: City, user: Person) -> dict[int, int]:
    """{number of the break-down: as what}: those that this person may remove as another one proposes. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_REMOVALS, {"city": city.pk, "today": city.today(), "user": user.pk})
        return dict(cursor.fetchall())


def list_confirmable_revisions(city: City) -> set[int]:
    """The numbers of the revisions that wait and that somebody may confirm today. One query."""
    with connection.cursor() as cursor:
        cursor.execute(HAVE_CONFIRMERS, {"city": city.pk, "today": city.today()})
        return {number for (number,) in cursor.fetchall()}


def find_confirmers(city: City, writer_id: int | None, principal_id: int | None) -> dict[int, int]:
    """{account: as what}: each person who may confirm today what this account writes, in whose name. One query."""
    return find_seconds(city, writer_id, principal_id, WHO_CONFIRMS)


def choose_confirmable(indicator: Indicator, user: Person, seen: str | None = None) -> tuple[list[int], str]:
    """The figures that the person may confirm now, and "" ; or none, and why not, in a sentence. One query or two.

    `seen`: the stamp of the figures that they read; None where nobody reads them first.
    """
    found = find_confirmable(indicator.city, user).get(indicator.pk)
    if found is None and not indicator.values.filter(state=IndicatorValue.State.SUBMITTED).exists():
        return [], _("No figures wait to be confirmed.")
    refusal = describe_refusal(indicator, user, found, seen)
    return ([], refusal) if refusal or found is None else (found.numbers, "")


def describe_why_not_confirmed_table(row: Breakdown, user: Person, seen: str | None = None) -> str:
    """Why the person does not confirm this break-down, in a sentence; "" when they may."""
    found = None if row.is_confirmed else find_confirmable_tables(row.city, user).get(row.pk)
    if found is None and (row.is_confirmed or Breakdown.objects.filter(pk=row.pk).exclude(confirmed_at=None).exists()):
        return _("This break-down has already been confirmed.")
    if row.returned_at is not None:
        return describe_returned_table()
    return describe_refusal(row, user, found, seen)


def describe_why_not_returned_by(row: Breakdown, user: Person, seen: str | None = None) -> str:
    """Why this person does not send the break-down back, in a sentence; "" for whoever could confirm it as they read it."""
    found = find_confirmable_tables(row.city, user).get(row.pk)
    if found is not None and seen not in {None, found.stamp}:
        return _("These figures have changed since you opened the page. Read them again before you send them back.")
    return describe_refusal(row, user, found, None)


def describe_why_not_removed_by(row: Breakdown, user: Person, seen: str | None = None) -> str:
    """Why this person does not answer whether the break-down is removed, in a sentence; "" when they may."""
    if not row.is_removal_waiting:
        return _("Nobody proposes any more that this break-down is removed.")
    if seen not in {None, row.removal_stamp}:
        return _("Another proposal to remove it was made since you opened the page. Read it first.")
    if row.pk in find_removals_to_answer(row.city, user):
        return ""
    if user.pk in {row.removal_proposed_by_id, row.removal_acting_for_id}:
        return _("You proposed it yourself, or in whose name you act. Another director or a facilitator answers.")
    if not has_city_role(user, row.city, "director"):
        return _("The education director answers whether it is removed.")
    return describe_recent_other()


def describe_returned_table() -> str:
    """That whoever entered a break-down has it again."""
    return _("This break-down was sent back. It waits to be corrected and entered again.")


def describe_why_not_confirmed_revision(row: ValueRevision, user: Person, seen: str | None = None) -> str:
    """Why the person does not confirm this revision, in a sentence; "" when they may."""
    found = (
        None if (refusal := describe_why_not_decided(row)) else find_confirmable_revisions(row.city, user).get(row.pk)
    )
    if found is None and not refusal:
        # Since the row was read it may have been withdrawn or decided.
        refusal = describe_why_not_decided(ValueRevision.objects.select_related("figure").get(pk=row.pk))
    return refusal or describe_refusal(row, user, found, seen)


def has_confirmer(row: Confirmed) -> bool:
    """May anybody confirm now what waits of the indicator, the break-down, or the revision? One query."""
    about: dict[str, Any] = {"city": row.city_id, "today": row.city.today(), "row": row.pk}
    with connection.cursor() as cursor:
        if isinstance(row, Indicator):
            cursor.execute(HAS_CONFIRMER, about)
        elif isinstance(row, ValueRevision):
            cursor.execute(HAS_REVISION_CONFIRMER, about)
        else:
            cursor.execute(HAS_TABLE_CONFIRMER, about)
        return bool(cursor.fetchone()[0])


def describe_refusal(row: Confirmed, user: Person, found: ToConfirm | None, seen: str | None) -> str:
    """Why what waits is not confirmed by this person, or not as they read it; "" when it is."""
    if found is not None:
        text = _("These figures have changed since you opened the page. Read them again, then confirm them.")
        return text if seen not in {None, found.stamp} else ""
    if not has_city_role(user, row.city, "director"):
        return _("The education director confirms these figures.")
    if has_confirmer(row):
        return _(
            "You entered these figures, or one of you stands in for the other. Another director or a facilitator confirms them."
        )
    return describe_recent_other()


def describe_recent_other() -> str:
    """Why nobody confirms alone what nobody else can confirm today."""
    return _(
        "Within the last 30 days someone else could have confirmed them, so nobody confirms them alone yet. "
        "Invite a second person."
    )
