"""The list of collaborations as lines of a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from collaborations.models import Collaboration
from educities.kit.multilingual import join_localised, translate_plain


def list_collaboration_headings() -> list[str]:
    """Of `write_collaborations`."""
    return [
        _("What you want to do together"),
        _("Who takes part"),
        _("How far it reaches"),
        _("Status"),
        _("Proposed on"),
        _("Starts on"),
        _("Planned until"),
        _("Ended"),
    ]


def write_collaborations(rows: Iterable[Collaboration]) -> Iterator[list[Any]]:
    """A line for each, with the sides that the list names."""
    for row in rows:
        yield [
            translate_plain(row.title),
            join_localised([str(side) for side in row.sides]),
            str(row.get_circle_display()),
            str(row.get_state_display()),
            row.proposed_on,
            row.starts_on,
            row.due_on,
            row.ended_on,
        ]
