"""Read-only questions about organisations and people."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cities.models import City, Membership
from cities.queries.places_waiting import PlaceWaiting
from educities.accounts.models import Person, User
from educities.kit.multilingual import translate_plain
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.values import normalise_text

PAGE = 50


def find_profile(user: Person | None) -> Profile | None:
    """The person of this account in the scope's city; None for nobody and for a reader who is not signed in, unasked."""
    return Profile.objects.filter(user=user).first() if user and user.is_authenticated else None


def represented_organisations(user: Person) -> dict[int, bool]:
    """The organisations that this account speaks for today in the scope's city: may it promise in their name?"""
    rows = Representation.objects.current().filter(profile__user_id=user.pk)
    return dict(rows.values_list("organisation_id", "may_commit"))


class KeysetRows(NamedTuple):
    """One page of a list in the order of two columns, and the keys of the pages around it.

    `all_rows`: how many the list has, where its first page said so.
    """

    rows: list[Any]
    before: int | None
    after: int | None
    all_rows: int | None = None


class CutRows(NamedTuple):
    """Which rows of a list a page shows, numbered from 1, and how many there are in all."""

    first: int
    last: int
    all_rows: int

    def start_index(self) -> int:
        """The number of the first row, as a page of Django says it."""
        return self.first

    def end_index(self) -> int:
        """The number of the last row, as a page of Django says it."""
        return self.last


class CountedRows(Subquery):
    """How many rows a query has, counted once for all rows beside which it stands."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = BigIntegerField()


def keyset_page(
    rows: QuerySet,
    column: str,
    *,
    after: int | None = None,
    before: int | None = None,
    start: str = "",
    size: int = PAGE,
) -> KeysetRows:
    """The `size` rows behind row `after` (or in front of `before`) in the order (column, id); else those from `start`.

    Costs the same on every page. A key that is not there answers the first page.
    """
    pivot = rows.model.objects.filter(pk=after or before).values_list(column, "pk").first() if after or before else None
    if pivot is None and not start:
        return cut_first_page(list(list_first_rows(rows, column, size)), size)
    if pivot is None:
        found = list(rows.filter(**{f"{column}__gte": start}).order_by(column, "pk")[: size + 1])
        is_first = not found or not rows.filter(**{f"{column}__lt": start}).exists()
        return KeysetRows(
            found[:size], None if is_first else found[0].pk, found[size - 1].pk if len(found) > size else None
        )
    if after:
        found = list(_filter_beyond(rows, column, "gt", pivot).order_by(column, "pk")[: size + 1])
        page = found[:size]
        return KeysetRows(page, page[0].pk if page else None, page[-1].pk if len(found) > size else None)
    found = list(_filter_beyond(rows, column, "lt", pivot).order_by(F(column).desc(), "-pk")[: size + 1])
    page = found[:size][::-1]
    return KeysetRows(page, page[0].pk if len(found) > size else None, page[-1].pk if page else None)


def list_first_rows(rows: QuerySet, column: str, size: int) -> QuerySet:
    """The first `size` rows and one behind them, each with `rows_in_all`."""
    is_counted = "rows_in_all" in rows.query.annotations
    counted = rows if is_counted else rows.annotate(rows_in_all=CountedRows(rows.order_by().values("pk")))
    return counted.order_by(column, "pk")[: size + 1]


def cut_first_page(found: list[Any], size: int) -> KeysetRows:
    """The first page of what `list_first_rows` found."""
    return KeysetRows(
        found[:size], None, found[size - 1].pk if len(found) > size else None, found[0].rows_in_all if found else None
    )


def count_cut_rows(find_rows: Callable[[], QuerySet], column: str, found: KeysetRows) -> CutRows | None:
    """Which of the rows the page `found` shows; None where it shows them all. One query, but for the first page, which
    knows it and asks for no rows.
    """
    if found.before is None and found.after is None:
        return None
    first = found.rows[0]
    if found.all_rows is not None:
        return CutRows(1, len(found.rows), found.all_rows)
    value = getattr(first, column)
    is_earlier = Q(**{f"{column}__lt": value}) | Q(**{column: value, "pk__lt": first.pk})
    counted = find_rows().order_by().aggregate(rows=Count("pk"), earlier=Count("pk", filter=is_earlier))
    return CutRows(counted["earlier"] + 1, counted["earlier"] + len(found.rows), counted["rows"])


def _filter_beyond(rows: QuerySet, column: str, way: str, pivot: tuple[Any, int]) -> QuerySet:
    value, pk = pivot
    tie = Q(**{column: value, f"pk__{way}": pk})
    return rows.filter(Q(**{f"{column}__{way}": value}) | tie, **{f"{column}__{way}e": value})


def roles_of(people: list[Profile], city: City) -> dict[int, list[Any]]:
    """The current roles of these people in the city, by account; that of a resident is everybody's. One query."""
    users = [person.user_id for person in people if person.user_id]
    found: dict[int, list[Any]] = {}
    for row in Membership.objects.current().filter(city=city, user_id__in=users).exclude(role="resident"):
        roles = found.setdefault(row.user_id, [])
        if row.get_role_display() not in roles:
            roles.append(row.get_role_display())
    return found


def waiting_representations(user: Person) -> list[Any]:
    """What the person was asked to speak for and has not answered."""
    rows = Representation.objects.standing().filter(profile__user=user, accepted_at=None)
    return list(rows.select_related("organisation"))


def list_places_waiting(user: User) -> list[PlaceWaiting]:
    """The organisations of the scope's city that this account's person was asked to represent."""
    text = _("You are asked to represent %(organisation)s")
    return [
        PlaceWaiting(text % {"organisation": translate_plain(row.organisation.name)}, row.get_absolute_url())
        for row in waiting_representations(user)
    ]


def has_part(user: User) -> bool | None:
    """Does this account's person speak for an organisation of the scope's city, or is asked to?"""
    rows = Representation.objects.filter(profile__user=user)
    if rows.standing().exists():
        return True
    return False if rows.exists() else None


def same_name(name: dict[str, str], *, but: int | None = None) -> Organisation | None:
    """An organisation of the city that is called the same in some spelling, if any."""
    wanted = {normalise_text(text) for text in name.values()}
    for text in name.values():
        for row in Organisation.objects.known().exclude(pk=but).named(text)[:20]:
            if wanted & {normalise_text(other) for other in row.name.values()}:
                return row
    return None
