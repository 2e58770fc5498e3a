"""With whom a person shares a cohort or a lab: whom they may show more of themselves than everyone in the city."""

from functools import partial
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from cities.rules.roles import has_scoped_role
from educities.accounts.models import Person
from educities.tenancy.kept_queries import Given, KeptQuery, ask_together
from labs.models import Cohort, CohortMember, Lab, LabSeat
from labs.rules import labs_facilitated
from stakeholders.queries.visibility import Circles

# Who goes along with a cohort, or has completed it.
SHARED = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)
READER, FACILITATED = Given("reader"), Given("facilitated", many=True)


def find_circles(user: Person) -> Circles:
    """The people in the cohorts that this person is in or guides, with those who guide them; and all people of the labs
    of those cohorts and of the person's seats. One query.
    """
    given = {"reader": user.pk, "facilitated": list(labs_facilitated(user))}
    guides_all = has_scoped_role(user, None, "facilitator", "city", None)
    places, seats = ask_together([(query, given) for query in CIRCLES_OF[guides_all]])
    people = [*places, *seats]
    return Circles(frozenset(pk for pk, is_near in people if is_near), frozenset(pk for pk, _is_near in people))


def _find_guided_labs(*, guides_all: bool) -> QuerySet:
    """The labs in which the reader has a facilitator's seat or role; the role over the city is one over each lab."""
    if guides_all:
        return Lab.objects.order_by().values("pk")
    seats = LabSeat.objects.filter(profile__user_id=READER, role=LabSeat.Role.FACILITATOR)
    return Lab.objects.filter(Q(pk__in=seats.values("lab_id")) | Q(pk__in=FACILITATED)).order_by().values("pk")


def _find_own_places() -> QuerySet:
    return CohortMember.objects.filter(profile__user_id=READER, state__in=SHARED).order_by()


def _find_cohorts(*, guides_all: bool) -> QuerySet:
    own = Q(pk__in=_find_own_places().values("cohort_id")) | Q(lab__in=_find_guided_labs(guides_all=guides_all))
    return Cohort.objects.filter(own).order_by()


def _find_labs(*, guides_all: bool) -> QuerySet:
    seats = LabSeat.objects.filter(profile__user_id=READER)
    own = Q(pk__in=_find_own_places().values("cohort__lab_id")) | Q(pk__in=seats.values("lab_id"))
    return Lab.objects.filter(own | Q(pk__in=_find_guided_labs(guides_all=guides_all))).order_by().values("pk")


def _list_places(*, guides_all: bool) -> QuerySet:
    """The members of the cohorts of the reader's labs, each with whether the cohort is one of the reader's."""
    near = Q(cohort__in=_find_cohorts(guides_all=guides_all).values("pk"))
    places = CohortMember.objects.filter(state__in=SHARED, cohort__lab__in=_find_labs(guides_all=guides_all))
    return _list_people(places, is_near=near)


def _list_seats(*, guides_all: bool) -> QuerySet:
    """The people with a seat in the reader's labs, each with whether they guide one of the reader's cohorts."""
    near = Q(role=LabSeat.Role.FACILITATOR, lab__in=_find_cohorts(guides_all=guides_all).values("lab_id"))
    return _list_people(LabSeat.objects.filter(lab__in=_find_labs(guides_all=guides_all)), is_near=near)


def _list_people(rows: Any, *, is_near: Q) -> QuerySet:
    """The numbers of the profiles in these rows, each with whether the row is one of a shared cohort."""
    return rows.order_by().values_list("profile_id", ExpressionWrapper(is_near, output_field=BooleanField()))


# By whether the reader guides all labs of the city: the two questions that are asked together.
CIRCLES_OF = {
    guides_all: [KeptQuery(partial(find, guides_all=guides_all)) for find in (_list_places, _list_seats)]
    for guides_all in (False, True)
}
