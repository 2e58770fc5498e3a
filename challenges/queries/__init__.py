"""Read-only questions about what residents brought."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from challenges.models import Challenge, Contribution, Participation, Phase, Support
from challenges.texts import PUBLIC_NEEDS
from cities.queries import city_today
from consents.models import Consent
from consents.queries import ANSWERED_NO, given_on
from labs.models import Cohort
from stakeholders.models import Profile


def find_gathering_challenge() -> Challenge | None:
    """The newest question of the scope's city that takes ideas now; None without one."""
    rows = Challenge.objects.open_on(city_today()).select_related("city").prefetch_related("phases")
    return next((row for row in rows if row.takes(Phase.Kind.GATHER)), None)


def moderation_queue() -> Any:
    """What waits for a reader and could be published today: of a child only with the guardian's yes to both."""
    return Contribution.objects.filter(may_be_read(), state=Contribution.State.PENDING)


def waiting_for_guardians() -> Any:
    """What waits for a guardian's answer before anybody needs to read it. After a no it waits for nobody."""
    refused = [_is_refused(purpose) for purpose in PUBLIC_NEEDS]
    return Contribution.objects.filter(
        ~may_be_read(), ~refused[0], ~refused[1], state=Contribution.State.PENDING, author__needs_guardian=True
    )


def _is_refused(purpose: str) -> Q:
    of_author = Consent.objects.filter(subject=OuterRef("author"), purpose=purpose)
    live = of_author.filter(state__in=[Consent.State.REQUESTED, Consent.State.GIVEN])
    return Q(Exists(of_author.filter(state__in=ANSWERED_NO))) & ~Q(Exists(live))


def may_be_read() -> Q:
    """Ideas of grown-ups, and of minors whose guardian agrees today to both that publishing needs."""
    given = given_on(city_today()).filter(subject=OuterRef("author"))
    needs = [Q(Exists(given.filter(purpose=purpose))) for purpose in PUBLIC_NEEDS]
    return Q(author__needs_guardian=False) | (needs[0] & needs[1])


def count_merged(ideas: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The ideas, each with how many were merged into it as `joined`."""
    merged = Contribution.objects.filter(merged_into=OuterRef("pk"), state=Contribution.State.MERGED)
    counted = merged.order_by().values("merged_into").annotate(n=Count("pk")).values("n")
    return ideas.annotate(joined=Coalesce(Subquery(counted), 0))


def list_citable_challenges(cohort: Cohort) -> QuerySet[Challenge]:
    """The challenges on which a block of the city's model may rest: those that everybody may read."""
    return Challenge.objects.filter(state__in=Challenge.PUBLIC)


def list_citable_contributions(cohort: Cohort) -> QuerySet[Contribution]:
    """The ideas of residents on which a block of the city's model may rest: those that are shown."""
    return Contribution.objects.filter(state=Contribution.State.VISIBLE)


def has_begun(profile: Profile) -> bool:
    """Does anything of this person stand in the city's challenges?"""
    ideas = Contribution.objects.filter(author=profile).exclude(state=Contribution.State.WITHDRAWN)
    taking = Participation.objects.filter(profile=profile).exclude(state=Participation.State.CANCELLED)
    return ideas.exists() or taking.exists() or Support.objects.filter(profile=profile).exists()
