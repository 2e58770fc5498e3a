"""Who may be brought together with whom: asked by the night, by one person's page and again before anything is shown."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cities.models import Membership
from collaborations.models import Collaboration, Party
from collaborations.values import MOST_OPEN
from matching.models import MatchingBreak, MatchSuggestion
from matching.values import MOST_WAITING
from stakeholders.models import Area, Organisation, Profile, Representation, StrengthClaim
from stakeholders.queries.visibility import OF_MEMBERS


def meeting_people() -> QuerySet[Profile]:
    """The adults of the scope's city who may be brought together with others: they sign in, take part, and take no break."""
    roles = Membership.objects.current().filter(city_id=OuterRef("city_id"), user_id=OuterRef("user_id"))
    breaks = MatchingBreak.objects.filter(profile=OuterRef("pk"))
    people: QuerySet[Profile] = Profile.objects.grown_up().filter(user__is_active=True, user__is_minor=False)
    return people.filter(Exists(roles), ~Exists(breaks))


def meeting_organisations() -> QuerySet[Organisation]:
    """The organisations at work for which somebody can answer."""
    speaks = Representation.objects.current().filter(organisation=OuterRef("pk"), profile__user__is_active=True)
    rows: QuerySet[Organisation] = Organisation.objects.standing().filter(Exists(speaks))
    return rows


def busy_people() -> QuerySet:
    """The numbers of those who take part in as many open collaborations as one can."""
    own = Party.objects.filter(state=Party.State.AGREED, collaboration__in=Collaboration.objects.live())
    counted = own.filter(profile__isnull=False).order_by().values("profile_id").annotate(n=Count("pk"))
    return counted.filter(n__gte=MOST_OPEN).values("profile_id")


def is_busy(profile: Profile) -> bool:
    """Does the person take part in as many open collaborations as one can? Nobody is suggested meanwhile."""
    return busy_people().filter(profile=profile).exists()


def crowded_people() -> QuerySet:
    """The numbers of those for whose answer as many introductions wait as one person is asked for."""
    return _count_waiting("person_id")


def crowded_organisations() -> QuerySet:
    """The numbers of the organisations for whose answer so many introductions wait."""
    return _count_waiting("organisation_id")


def _count_waiting(column: str) -> QuerySet:
    waiting = MatchSuggestion.objects.introduced().filter(**{f"{column}__isnull": False})
    return waiting.order_by().values(column).annotate(n=Count("pk")).filter(n__gte=MOST_WAITING).values(column)


def offered_strengths() -> QuerySet[StrengthClaim]:
    """The strengths that their holders show to everyone who takes part in the city, of those who may be met now."""
    people = meeting_people().exclude(pk__in=busy_people()).exclude(pk__in=crowded_people())
    organisations = meeting_organisations().exclude(pk__in=crowded_organisations())
    held = Q(Exists(people.filter(pk=OuterRef("profile_id")))) | Q(
        Exists(organisations.filter(pk=OuterRef("organisation_id")))
    )
    return shown_claims(StrengthClaim.Kind.STRENGTH).filter(held)


def shown_claims(kind: str) -> QuerySet[StrengthClaim]:
    """The claims of skills that everyone who takes part in the city may see."""
    rows: QuerySet[StrengthClaim] = StrengthClaim.objects.filter(
        kind=kind, visibility__in=OF_MEMBERS, area__use=Area.Use.SKILL
    )
    return rows.order_by()


def needed_areas() -> QuerySet[StrengthClaim]:
    """The growth areas of people who may be brought together with others and have a place for a collaboration.

    Whoever sees the line: the suggestion is shown to its holder alone.
    """
    rows: QuerySet[StrengthClaim] = StrengthClaim.objects.filter(
        kind=StrengthClaim.Kind.GROWTH,
        area__use=Area.Use.SKILL,
        profile__in=meeting_people().exclude(pk__in=busy_people()).values("pk"),
    )
    return rows.order_by()


def find_valid(rows: QuerySet[MatchSuggestion]) -> QuerySet[MatchSuggestion]:
    """Of these suggestions those that are still true: the need is there, the strength is shown, both may be met."""
    return rows.filter(need__in=needed_areas().values("pk"), strength__in=offered_strengths().values("pk"))


def find_live_pairs(today: date, seeker: int | None = None) -> list[tuple[int, int]]:
    """(seeker, side) of all who are not brought together now. See `Town.barred`."""
    resting = MatchSuggestion.objects.resting(today)
    if seeker is not None:
        resting = resting.filter(Q(seeker=seeker) | Q(person=seeker))
    pairs = []
    columns = ("seeker_id", "person_id", "organisation_id", "introduced_on", "ended_on")
    for one, person, organisation, introduced_on, ended_on in resting.order_by().values_list(*columns):
        pairs.append((one, person or -organisation))
        # What the other side does not know of keeps nobody from being suggested to it.
        if person and (introduced_on or ended_on):
            pairs.append((person, one))
    return pairs


def find_spoken_for() -> QuerySet:
    """(profile, organisation, sector) of all who speak for an organisation, or were asked to and have not answered."""
    rows = Representation.objects.standing().order_by()
    return rows.values_list("profile_id", "organisation_id", "organisation__sector")
