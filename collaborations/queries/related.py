"""The collaborations that belong to a lab, a challenge or an initiative, or in which a commitment was made."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from challenges.models import Challenge
from collaborations.models import Collaboration
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


def find_of_thing(thing: Model, reader: Person) -> dict[str, Any]:
    """The newest that belong to it, as far as this reader may read them; nothing without any.

    One query where there are none, none for whoever is no side of any.
    """
    column = COLUMNS.get(type(thing))
    if column is None:
        return {}
    city = current_city_row() or thing.city  # type: ignore[attr-defined]  # a row of a city
    sees_all = reader.has_perm("collaborations.list_collaboration", city)
    own = [] if sees_all else list(list_own_parts(reader))
    if not sees_all and not own:
        return {}
    rows = put_over_last(Collaboration.objects.with_parties(), Collaboration.OVER, "-proposed_on", "-pk")
    rows = rows.filter(**{column: thing.pk}, **({} if sees_all else {"pk__in": own}))
    found = list(rows[: MOST_SHOWN + 1])
    if not found:
        return {}
    url = f"{reverse('collaborations', args=[city.slug])}?{urlencode({column: thing.pk})}"
    return {"collaborations": found[:MOST_SHOWN], "url": url if sees_all and len(found) > MOST_SHOWN else ""}
