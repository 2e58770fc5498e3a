"""People come in by the code: of the city with their profile, whoever has no account as a guest."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.limits import TooOften, check_limit, forget_try
from educities.kit.rows import lock_row
from educities.tenancy.scope import require_city_id
from exchange import verbs
from exchange.actions.exchanges import join_group
from exchange.models import Exchange, Participant
from exchange.models.exchanges import Team
from exchange.values import (
    CITY_SECONDS,
    CITY_TRIES,
    JOIN_SECONDS,
    JOIN_TRIES,
    MOST_OF_BROWSER,
    MOST_PEOPLE,
    NETWORK_SECONDS,
    NETWORK_TRIES,
    TEAM_SIZE,
    TRIES_WHILE_GUESSED,
)
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def find_exchange(code: str, *, network: str) -> Exchange:
    """The exchange that has this code now. Raises DomainError for a wrong one, and TooOften for too many wrong ones."""
    city = str(require_city_id())
    check_limit("exchange-code", network, most=NETWORK_TRIES, seconds=NETWORK_SECONDS)
    was_spent = _check_city(city, network)
    row = Exchange.objects.select_related("city").filter(code=code).first() if code else None
    if row is None or not row.takes_people:
        raise DomainError(_("This code is not valid now. Check the digits on the screen."), code="exchange.wrong_code")
    forget_try("exchange-code", network)
    forget_try("exchange-codes-of-city", city)
    if was_spent:
        forget_try("exchange-codes-while-guessed", network)
    return row


def _check_city(city: str, network: str) -> bool:
    """Are the city's tries used up? Each network has a few left then: whoever is in the room still comes in."""
    try:
        check_limit("exchange-codes-of-city", city, most=CITY_TRIES, seconds=CITY_SECONDS)
    except TooOften:
        check_limit("exchange-codes-while-guessed", network, most=TRIES_WHILE_GUESSED, seconds=CITY_SECONDS)
        return True
    return False


@transaction.atomic
def join_exchange(
    row: Exchange,
    *,
    actor: User | None,
    first_name: str,
    language: str,
    is_minor: bool = False,
    sector: int | None = None,
    known: Collection[int] = (),
    network: str = "",
) -> Participant:
    """The person takes part: of the city with their profile, whoever has no account as a guest. A second time is the same.

    Of a pupil no name is written down: the team is named. `known`: the numbers of those who came in from this browser;
    `network`: the caller's, in which so many guests come in at most.
    """
    row = lock_row(row, "city")
    profile = find_profile(actor)
    if profile is not None:
        is_minor, sector = is_minor or not are_adults(profile), _find_sector(profile)
        found = row.participants.filter(profile=profile).first()
    else:
        found = _find_guest(row, known, "" if is_minor else first_name, network)
    if found is not None:
        check_present(found)
        return found
    facts: dict[str, Any] = {"profile": profile, "sector": sector, "language": language}
    person = create_participant(row, first_name, is_minor, facts)
    record(verbs.JOINED, row, actor=actor)
    return person


def check_present(person: Participant) -> None:
    """Raises DomainError for somebody whom the leader of the exchange has taken out."""
    if person.removed_at is not None:
        raise DomainError(_("The facilitator has taken you out of this exchange."), code="exchange.taken_out")


def _find_guest(row: Exchange, known: Collection[int], first_name: str, network: str) -> Participant | None:
    """The guest of this name, or the pupil, who came in from this browser before; a few share one at most."""
    own = list(row.participants.filter(pk__in=known, profile=None, has_phone=True))
    for one in own:
        if one.removed_at or one.first_name.casefold() == first_name.casefold():
            return one
    if len(own) >= MOST_OF_BROWSER:
        text = ngettext(
            "From this phone %(n)s person takes part already. Go on as them.",
            "From this phone %(n)s people take part already. Go on as one of them.",
            MOST_OF_BROWSER,
        )
        raise DomainError(text % {"n": MOST_OF_BROWSER}, code="exchange.enough_of_browser")
    if network:
        check_limit("exchange-join", network, most=JOIN_TRIES, seconds=JOIN_SECONDS)
    return None


def create_participant(row: Exchange, first_name: str, is_minor: bool, facts: dict[str, Any]) -> Participant:
    if row.is_over:
        raise DomainError(str(Exchange.ALREADY[Exchange.State.ENDED]), code="exchange.over")
    if row.participants.present().count() >= MOST_PEOPLE:
        raise DomainError(_("There is no place for more people in this exchange."), code="exchange.full")
    if not is_minor and not first_name:
        text = _("Write the first name that the others should read.")
        raise DomainError(text, code="exchange.no_name", field="first_name")
    named = place_in_team(row) if is_minor else {"first_name": first_name}
    person = Participant.objects.create(exchange=row, **named, **facts)
    if row.round_number:
        join_group(row, person)
    return person


def _find_sector(profile: Profile) -> int | None:
    """The sector of all organisations the person speaks for, where it is one."""
    spoken_for = profile.representations.current().filter(accepted_at__isnull=False)
    sectors = set(spoken_for.values_list("organisation__sector", flat=True))
    return sectors.pop() if len(sectors) == 1 else None


def place_in_team(row: Exchange) -> dict[str, Any]:
    """The team of a pupil, and the number that tells the pupil apart in it without a name."""
    team = _choose_team(row)
    highest = row.participants.filter(team=team).aggregate(most=Max("team_place"))["most"] or 0
    return {"team": team, "team_place": highest + 1}


def _choose_team(row: Exchange) -> str:
    """The first team with a place; once all are full, the smallest."""
    sizes = Counter(row.participants.exclude(team="").values_list("team", flat=True))
    teams = [str(one) for one in Team]
    return next((one for one in teams if sizes[one] < TEAM_SIZE), min(teams, key=lambda one: sizes[one]))
