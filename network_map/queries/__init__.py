"""Who stands on the map and what ties them, read from the city's records. Five queries, however large the city is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from cities.models import City, Membership
from collaborations.models import Collaboration, Party
from collaborations.queries import shown_sides
from educities.kit.multilingual import translate_plain
from labs.models import LabSeat
from network_map.models import MapChoice
from network_map.values import Network, Node, Quarter, Tie
from network_map.values.figures import Figures, Joint, compute_figures
from stakeholders.models import Organisation, Profile
from stakeholders.models.people import filter_adults

State = Collaboration.State
# What came about stays on the map; what ended early stays there until its quarter is over.
CAME_ABOUT = (*Collaboration.COUNTED, State.ENDED_EARLY)
# Members know each other's work, not who has been asked: what is only proposed is for those who work for the city.
WITH_PROPOSED = (*CAME_ABOUT, State.PROPOSED)


class Side(NamedTuple):
    """One who takes part in a collaboration."""

    key: str
    sector: int | None


class Work(NamedTuple):
    """A collaboration with its sides and days: `since` its first day, or the day it was proposed on."""

    number: int
    sides: tuple[Side, ...]
    since: date
    ended_on: date | None
    circle: str
    area: int | None
    state: str


def read_works(states: Collection[str] = CAME_ABOUT) -> list[Work]:
    """The collaborations of the scope's city that are in one of the states, oldest first. One query."""
    wanted = Q(collaboration__state__in=states) & shown_sides()
    columns = ("proposed_on", "starts_on", "ended_on", "circle", "area_id", "state")
    rows = Party.objects.filter(
        wanted, Q(profile=None) | filter_adults("profile__") | Q(profile__left_at__isnull=False)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.order_by("collaboration_id", "id").values(
        "collaboration_id", "profile_id", "organisation_id", "sector", *(f"collaboration__{name}" for name in columns)
    ):
        found.setdefault(row["collaboration_id"], []).append(row)
    return sorted(
        (_build_work(number, rows) for number, rows in found.items()), key=lambda one: (one.since, one.number)
    )


def _build_work(number: int, rows: list[dict[str, Any]]) -> Work:
    about = {name.removeprefix("collaboration__"): value for name, value in rows[0].items()}
    begun = about["starts_on"] if about["state"] != State.PROPOSED else None
    return Work(
        number=number,
        sides=tuple(Side(find_key(row["profile_id"], row["organisation_id"]), row["sector"]) for row in rows),
        since=begun or about["proposed_on"],
        ended_on=about["ended_on"],
        circle=about["circle"],
        area=about["area_id"],
        state=about["state"],
    )


def find_key(profile: int | None, organisation: int | None) -> str:
    """The key of a person or an organisation on the map."""
    return f"p{profile}" if profile else f"o{organisation}"


def read_network(city: City, levels: Collection[str], own: int | None = None, *, is_staff: bool = False) -> Network:
    """The whole network of the scope's city over all its days, as a reader with these levels sees it.

    `own`: the reader's own profile, who finds themselves there once they have chosen a level. Five queries.
    """
    works = read_works(WITH_PROPOSED if is_staff else CAME_ABOUT)
    seats = list(
        LabSeat.objects.filter(lab__launched_at__isnull=False).values(
            "lab_id", "lab__name", "lab__launched_at", "profile_id", "organisation_id", "sector"
        )
    )
    sectors = _find_sectors(works, seats)
    nodes = [*_list_organisations(city), *_list_people(city, levels, own, sectors), *_list_labs(city, seats)]
    ties = [*_list_work_ties(works), *_list_seat_ties(city, seats)]
    return _date_back(Network(tuple(nodes), tuple(ties)))


def _date_back(network: Network) -> Network:
    """A line needs both its ends; who was tied before the city wrote them down is there from the first tie on."""
    whole = network.cut_to(network.by_key)
    first: dict[str, date] = {}
    for tie in whole.ties:
        for key in (tie.one, tie.other):
            first[key] = min(tie.since, first.get(key, tie.since))
    dated = (replace(node, since=min(node.since, first.get(node.key, node.since))) for node in whole.nodes)
    return Network(tuple(dated), whole.ties)


def _find_sectors(works: Iterable[Work], seats: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The sector of each person, as the seat or the latest collaboration has it."""
    found = {side.key: side.sector for work in works for side in work.sides if side.sector}
    return found | {f"p{seat['profile_id']}": seat["sector"] for seat in seats if seat["sector"]}


def _list_organisations(city: City) -> list[Node]:
    rows = Organisation.objects.at_work().values_list("pk", "name", "sector", "created_at")
    return [
        Node(f"o{pk}", translate_plain(name), sector, at.astimezone(city.zone).date()) for pk, name, sector, at in rows
    ]


def _list_people(city: City, levels: Collection[str], own: int | None, sectors: dict[str, int]) -> list[Node]:
    roles = Membership.objects.current().filter(city_id=city.pk, user_id=OuterRef("profile__user_id"))
    there = filter_adults("profile__") & Q(Exists(roles), profile__user__is_active=True)
    rows = MapChoice.objects.filter(there, Q(level__in=levels) | Q(profile=own))
    named = rows.values_list("profile_id", "profile__display_name", "profile__created_at")
    return [Node(f"p{pk}", name, sectors.get(f"p{pk}", 0), at.astimezone(city.zone).date()) for pk, name, at in named]


def _list_labs(city: City, seats: Iterable[dict[str, Any]]) -> list[Node]:
    labs = {seat["lab_id"]: seat for seat in seats}
    return [
        Node(f"l{pk}", translate_plain(seat["lab__name"]), 0, seat["lab__launched_at"].astimezone(city.zone).date())
        for pk, seat in sorted(labs.items())
    ]


def _list_work_ties(works: Iterable[Work]) -> list[Tie]:
    """A line for each two sides of each collaboration."""
    return [
        Tie(
            one.key,
            other.key,
            work.since,
            work.ended_on if work.state == State.ENDED_EARLY else None,
            work.circle,
            work.area,
            work.state,
            work.number,
        )
        for work in works
        for one, other in combinations(work.sides, 2)
    ]


def _list_seat_ties(city: City, seats: Iterable[dict[str, Any]]) -> list[Tie]:
    """The lab with each who sits in it, and with the organisation for which they sit there."""
    ends = {
        (f"l{seat['lab_id']}", key): seat["lab__launched_at"].astimezone(city.zone).date()
        for seat in seats
        for key in (f"p{seat['profile_id']}", f"o{seat['organisation_id']}")
    }
    return [Tie(lab, key, since) for (lab, key), since in sorted(ends.items())]


def find_first_day(works: Iterable[Work]) -> date | None:
    """Since when there are collaborations."""
    return min((work.since for work in works), default=None)


def compute_quarter(works: Iterable[Work], members: Mapping[str, date], quarter: Quarter) -> Figures:
    """The figures of one quarter over all who take part, named on the map or not; `members` as `read_members` has them.

    Its collaborations are those under way in it; its ties those of the map, so what was completed still counts as a tie.
    """
    tied = [work for work in works if _ties_in(work, quarter)]
    running = [work for work in tied if not work.ended_on or work.ended_on >= quarter.begins_on]
    pairs = [(one.key, other.key) for work in tied for one, other in combinations(work.sides, 2)]
    near = {key for pair in pairs for key in pair}
    there = [key for key, day in members.items() if day <= quarter.ends_on or key in near]
    joints = [Joint(tuple(side.sector for side in work.sides)) for work in running if len(work.sides) > 1]
    organisations = [key for key in there if key.startswith("o")]
    return compute_figures(joints, organisations, [key for key in there if key.startswith("p")], pairs)


def _ties_in(work: Work, quarter: Quarter) -> bool:
    has_gone = work.state == State.ENDED_EARLY and work.ended_on and work.ended_on < quarter.begins_on
    return work.since <= quarter.ends_on and not has_gone


def read_members(city: City) -> dict[str, date]:
    """The organisations at work and the adults with an account, with the day since which the city knows them. Two queries."""
    organisations = Organisation.objects.at_work().values_list("pk", "created_at")
    people = Profile.objects.grown_up().filter(user__isnull=False).values_list("pk", "created_at")
    found = {f"o{pk}": at for pk, at in organisations} | {f"p{pk}": at for pk, at in people}
    return {key: at.astimezone(city.zone).date() for key, at in found.items()}
