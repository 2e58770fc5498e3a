"""With whom a person shares a cohort or a lab: whom they may show more of themselves than everyone in the city."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from cities.rules.roles import has_scoped_role
from educities.accounts.models import Person
from labs.models import Cohort, CohortMember, Lab, LabSeat
from labs.rules import labs_facilitated
from stakeholders.queries.visibility import Circles

# Who goes along with a cohort, or has completed it.
SHARED = (CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)


def find_circles(user: Person) -> Circles:
    """The people in the cohorts that this person is in or guides, with those who guide them; and all people of the labs
    of those cohorts and of the person's seats. One query.
    """
    own_places = CohortMember.objects.filter(profile__user_id=user.pk, state__in=SHARED).order_by()
    guided = _find_guided_labs(user)
    cohorts = Cohort.objects.filter(Q(pk__in=own_places.values("cohort_id")) | Q(lab__in=guided)).order_by()
    seats = LabSeat.objects.filter(profile__user_id=user.pk)
    labs = Lab.objects.filter(
        Q(pk__in=own_places.values("cohort__lab_id")) | Q(pk__in=seats.values("lab_id")) | Q(pk__in=guided)
    ).order_by()
    in_cohort = Q(cohort__in=cohorts.values("pk"))
    guides = Q(role=LabSeat.Role.FACILITATOR, lab__in=cohorts.values("lab_id"))
    places = CohortMember.objects.filter(state__in=SHARED, cohort__lab__in=labs.values("pk"))
    seated = LabSeat.objects.filter(lab__in=labs.values("pk"))
    people = list(_list_people(places, is_near=in_cohort).union(_list_people(seated, is_near=guides), all=True))
    return Circles(frozenset(pk for pk, is_near in people if is_near), frozenset(pk for pk, _is_near in people))


def _find_guided_labs(user: Person) -> QuerySet:
    """The labs in which the person has a facilitator's seat or role; the role over the city is one over each lab."""
    if has_scoped_role(user, None, "facilitator", "city", None):
        return Lab.objects.order_by().values("pk")
    seats = LabSeat.objects.filter(profile__user_id=user.pk, role=LabSeat.Role.FACILITATOR)
    own = Q(pk__in=seats.values("lab_id")) | Q(pk__in=labs_facilitated(user))
    return Lab.objects.filter(own).order_by().values("pk")


def _list_people(rows: QuerySet, *, is_near: Q) -> QuerySet:
    """The numbers of the profiles in these rows, each with whether the row is one of a shared cohort."""
    near = ExpressionWrapper(is_near, output_field=BooleanField())
    return rows.order_by().values_list("profile_id", near)
