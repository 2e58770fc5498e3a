"""Read-only questions about growth engines: who can, who may be invited, whose an invitation is."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from cities.queries import city_today
from collaborations.models import Collaboration
from educities.accounts.models import Person, User
from growth.models import Engine, Invitee
from growth.values import MOST_INVITED, REST_DAYS
from stakeholders.models import Organisation, Profile, Representation, StrengthClaim
from stakeholders.models.visibility import Visibility
from stakeholders.queries import represented_organisations
from stakeholders.queries.visibility import OF_GROWN_UP, Sight, filter_seen_claims

State = Invitee.State


def find_strong_people(area: Any) -> QuerySet[StrengthClaim]:
    """The strengths of adults in this area, but for those that nobody else may know of: one a person."""
    rows = StrengthClaim.objects.filter(OF_GROWN_UP, kind=StrengthClaim.Kind.STRENGTH, area=area)
    return rows.exclude(visibility=Visibility.ME)


def find_strong_organisations(area: Any) -> QuerySet[StrengthClaim]:
    """The strengths of the city's organisations in this area: one an organisation."""
    rows = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, area=area)
    return rows.filter(organisation__in=Organisation.objects.at_work()).exclude(visibility=Visibility.ME)


class Candidates(NamedTuple):
    """Whom one could invite: people named to the reader, the others, and organisations. The deepest first."""

    people: list[Profile]
    unnamed: list[Profile]
    organisations: list[Organisation]

    @property
    def number(self) -> int:
        """How many they are."""
        return len(self.people) + len(self.unnamed) + len(self.organisations)


def find_invitable_people(engine: Engine, but: Person | None = None) -> QuerySet[StrengthClaim]:
    """The strengths of those who may be asked: with an account, and not asked already. `but`: nobody invites themselves."""
    invited = _list_unavailable(engine).filter(profile=OuterRef("profile"))
    rows = find_strong_people(engine.area_id).filter(profile__user__is_active=True).exclude(Exists(invited))
    return rows.exclude(profile__user_id=but.pk) if but is not None else rows


def find_invitable_organisations(engine: Engine) -> QuerySet[Organisation]:
    """Those that are not at rest, for which somebody can answer, and which were not asked already."""
    speaking = Representation.objects.current().filter(
        organisation=OuterRef("pk"), accepted_at__isnull=False, profile__user__is_active=True
    )
    strong = find_strong_organisations(engine.area_id).values("organisation_id")
    invited = _list_unavailable(engine).filter(organisation=OuterRef("pk"))
    return Organisation.objects.standing().filter(Exists(speaking), pk__in=strong).exclude(Exists(invited))


def find_candidates(engine: Engine, sight: Sight, *, but: Person | None = None) -> Candidates:
    """Whom a reader with this sight could invite. Two queries."""
    shown = find_invitable_people(engine, but).annotate(
        is_seen=ExpressionWrapper(filter_seen_claims(sight), output_field=BooleanField())
    )
    claims: list[Any] = list(shown.select_related("profile").order_by("-level", "id")[:MOST_INVITED])
    return Candidates(
        [claim.profile for claim in claims if claim.is_seen],
        [claim.profile for claim in claims if not claim.is_seen],
        list(find_invitable_organisations(engine).order_by("pk")[:MOST_INVITED]),
    )


def _list_unavailable(engine: Engine) -> QuerySet[Invitee]:
    """Who is asked, has said yes, takes part in what runs, or has not said yes within 180 days: nobody asks them again.

    Whoever was silent rests as long as who said no: who comes back into the list tells nobody which of the two it was.
    """
    rest = timedelta(days=REST_DAYS)
    runs = Q(state=State.TOGETHER, collaboration__in=Collaboration.objects.live())
    rests = Q(state__in=[State.NO, State.SILENT], round__ends_on__gt=city_today() - rest)
    changed = Q(state=State.NO, answered_at__gt=timezone.now() - rest)
    return Invitee.objects.filter(Q(state__in=[State.ASKED, State.YES]) | runs | rests | changed, engine=engine)


def find_invitees_of(user: Person) -> QuerySet[Invitee]:
    """The invitations that are this account's to answer: the person's, and those of organisations they speak for today."""
    organisations = list(represented_organisations(user))
    return Invitee.objects.filter(Q(profile__user_id=user.pk) | Q(organisation_id__in=organisations))


def list_users_of(rows: Collection[Invitee]) -> dict[int, list[User]]:
    """The accounts that may answer each of these, by its number. One query for the people, one for the organisations."""
    speaking: dict[int | None, list[User]] = {}
    organisations = [row.organisation_id for row in rows if row.organisation_id]
    current = Representation.objects.current().filter(organisation__in=organisations, accepted_at__isnull=False)
    for one in current.filter(profile__user__is_active=True).select_related("profile__user"):
        speaking.setdefault(one.organisation_id, []).append(one.profile.user)  # type: ignore[arg-type]
    users = User.objects.in_bulk([row.profile.user_id for row in rows if row.profile and row.profile.user_id])
    return {
        row.pk: speaking.get(row.organisation_id, [])
        if row.organisation_id
        else [users[row.profile.user_id]]
        if row.profile and row.profile.user_id in users
        else []
        for row in rows
    }
