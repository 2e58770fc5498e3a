"""The collaborations that belong to a lab, a challenge or an initiative, or in which a commitment was made."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from challenges.models import Challenge
from collaborations.models import Collaboration, Party
from collaborations.queries import find_parties_of
from collaborations.rules import list_own_parts
from educities.accounts.models import Person
from educities.kit.lists import put_over_last
from educities.tenancy.scope import current_city_row
from journeys.models import Initiative
from labs.models import Lab
from stakeholders.models import Commitment

# By which column of a collaboration the thing is found.
COLUMNS: dict[type[Model], str] = {
    Lab: "lab",
    Challenge: "challenge",
    Initiative: "initiative",
    Commitment: "parties__commitments__commitment",
}
MOST_SHOWN = 5
LONGEST_NUMBER = 19
KINDS: dict[str, Any] = {"lab": Lab, "challenge": Challenge, "initiative": Initiative}


def find_thing(chosen: Mapping[str, str]) -> Model | None:
    """To what a list of collaborations is cut by its address (`lab=3`); None to nothing. At most one query."""
    for name, kind in KINDS.items():
        number = chosen.get(name, "")
        if number.isdecimal() and len(number) < LONGEST_NUMBER:
            found: Model | None = kind.objects.filter(pk=int(number)).first()
            return found
    return None


def find_of_thing(thing: Model, reader: Person) -> dict[str, Any]:
    """The newest that belong to it, as far as this reader may read them; nothing without any.

    One query where there are none, none for whoever is no side of any.
    """
    column = COLUMNS.get(type(thing))
    if column is None:
        return {}
    city = current_city_row() or thing.city  # type: ignore[attr-defined]  # a row of a city
    sees_all = reader.has_perm("collaborations.list_collaboration", city)
    if not sees_all and not list_own_parts(reader):
        return {}
    rows = put_over_last(Collaboration.objects.with_parties(), Collaboration.OVER, "-proposed_on", "-pk")
    if not sees_all:
        own = find_parties_of(reader).exclude(state=Party.State.DECLINED)  # type: ignore[arg-type]  # an account
        rows = rows.filter(pk__in=own.values("collaboration"))
    rows = rows.filter(**{column: thing.pk})
    found = list(rows[: MOST_SHOWN + 1])
    if not found:
        return {}
    url = f"{reverse('collaborations', args=[city.slug])}?{urlencode({column: thing.pk})}"
    return {"collaborations": found[:MOST_SHOWN], "url": url if sees_all and len(found) > MOST_SHOWN else ""}
