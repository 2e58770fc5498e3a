"""What stands beside a strength on a person's page: how many saw it, and those whom the reader may know."""

from collections.abc import Collection

from django.utils.translation import ngettext

from collaborations.models import Endorsement
from collaborations.queries.endorsements import find_named, write_notes
from educities.accounts.models import Person
from educities.kit.multilingual import join_localised
from stakeholders.models import Profile


def note_strengths(reader: Person, profile: Profile, levels: Collection[str]) -> dict[int, str]:
    """By the number of the area: seen by how many who were there, and by whom as far as the reader may open their pages."""
    found = write_notes(reader, profile, levels)
    givers = {row.giver_id: row.giver for rows in found.values() for row in rows}
    named = find_named(reader, profile, givers.values())
    return {area: _count_givers(rows, named) for area, rows in found.items()}


def _count_givers(rows: list[Endorsement], named: set[int]) -> str:
    givers = {row.giver_id: row.giver for row in rows}
    text = ngettext(
        "Seen by %(n)s person who was there too", "Seen by %(n)s people who were there too", len(givers)
    ) % {"n": len(givers)}
    names = [one.display_name for number, one in givers.items() if number in named]
    return f"{text}: {join_localised(names)}" if names else text
