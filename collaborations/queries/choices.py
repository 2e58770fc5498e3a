"""Whom and what a reader can choose for a collaboration: people who show them something, and what it can belong to."""

from django.db.models import Q, QuerySet

from challenges.models import Challenge
from cities.models import City
from collaborations.models import Collaboration
from educities.accounts.models import User
from journeys.models import Initiative
from labs.models import CohortMember, Lab
from labs.queries import list_labs_of
from stakeholders.models.people import ProfileQuerySet
from stakeholders.queries.people_listed import listed_people, with_spoken_for
from stakeholders.queries.visibility import find_sight, show_to

GOES_ALONG = (CohortMember.State.INVITED, CohortMember.State.ACTIVE, CohortMember.State.COMPLETED)


def find_askable_people(reader: User, city: City, *, with_reader: bool = False) -> ProfileQuerySet:
    """The other adults who can sign in to answer, and whose page this reader may open."""
    people = listed_people().filter(user__isnull=False)
    if not with_reader:
        people = people.exclude(user=reader)
    if not reader.has_perm("stakeholders.search_profile", city):
        people = show_to(people, find_sight(reader, city)).filter(is_shown=True)
    return with_spoken_for(people)


def list_link_choices(reader: User, row: Collaboration, city: City) -> dict[str, QuerySet]:
    """What a collaboration can belong to, of what this reader may open: by the name of its column. What it belongs to
    already is among it.
    """
    is_staff = reader.has_perm("labs.list_lab", city)
    mine = CohortMember.objects.filter(profile__user_id=reader.pk, state__in=GOES_ALONG).values("cohort")
    labs = Q() if is_staff else Q(pk__in=list(list_labs_of(reader)))
    initiatives = Q() if is_staff else Q(cohort__in=mine)
    return {
        "lab": Lab.objects.filter(labs & ~Q(state=Lab.State.CLOSED) | Q(pk=row.lab_id)),
        "challenge": Challenge.objects.filter(
            Q(state__in=Challenge.PUBLIC) & ~Q(state=Challenge.State.CLOSED) | Q(pk=row.challenge_id)
        ),
        "initiative": Initiative.objects.filter(initiatives & ~Q(state__in=Initiative.ENDED) | Q(pk=row.initiative_id)),
    }
