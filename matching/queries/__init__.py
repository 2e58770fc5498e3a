"""Read-only questions about suggestions: whose they are, who is asked, what waits."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from cities.queries import city_today
from educities.accounts.models import Person, User
from educities.tenancy.kept_queries import Given
from matching.models import MatchingBreak, MatchSuggestion
from matching.queries.who import find_valid
from matching.values import NEW_DAYS
from stakeholders.models import Profile, Representation
from stakeholders.models.people import filter_adults
from stakeholders.queries import represented_organisations


def find_suggestions(seeker: Profile) -> QuerySet[MatchSuggestion]:
    """What is suggested to the person now and is still true, the best first; new and saved ones."""
    rows = MatchSuggestion.objects.untouched().filter(seeker=seeker)
    return find_valid(rows).with_sides()  # type: ignore[attr-defined,no-any-return]


def find_new(user_id: int | Given) -> QuerySet[MatchSuggestion]:
    """Of what the page “People you could meet” shows to this account: those of the last days that nobody has touched."""
    since = city_today() - timedelta(days=NEW_DAYS)
    rows = MatchSuggestion.objects.untouched().filter(state=MatchSuggestion.State.SHOWN, shown_on__gt=since)
    return find_valid(rows.filter(seeker__user_id=user_id))


def find_own_introductions(seeker: Profile) -> QuerySet[MatchSuggestion]:
    """Those that the person asked for and that wait, as far as the person knows."""
    rows: QuerySet[MatchSuggestion] = MatchSuggestion.objects.introduced().filter(seeker=seeker).with_sides()
    return rows.order_by("introduced_on", "pk")


def find_waiting_introductions(user: Person) -> QuerySet[MatchSuggestion]:
    """The introductions that wait for this account's answer: as a person, or for an organisation that it represents."""
    own = Q(person__user_id=user.pk) | Q(organisation__in=list(represented_organisations(user)))
    rows: QuerySet[MatchSuggestion] = MatchSuggestion.objects.unanswered().with_sides().filter(own)
    rows = rows.filter(filter_adults("seeker__"), ended_on=None, need__isnull=False, strength__isnull=False)
    return rows.order_by("introduced_on", "pk")


def find_with_mirror(row: MatchSuggestion) -> MatchSuggestion | None:
    """The introduction that the other side of this suggestion has asked for, if it waits for the seeker's answer."""
    if row.person_id is None:
        return None
    rows = MatchSuggestion.objects.unanswered().open().filter(seeker=row.person_id, person=row.seeker_id)
    return rows.with_sides().first()  # type: ignore[no-any-return]


def has_break(profile: Profile) -> bool:
    """Does the person want no suggestions?"""
    return MatchingBreak.objects.filter(profile=profile).exists()


def list_answering_users(row: MatchSuggestion) -> list[User]:
    """The accounts of the side that is asked: the person, or who speaks for the organisation today."""
    if row.person is not None:
        return [row.person.user] if row.person.user else []
    speaking = Representation.objects.current().filter(organisation=row.organisation, profile__user__isnull=False)
    return list(User.objects.filter(pk__in=speaking.values("profile__user_id")))
