"""What follows when somebody shows more or less of themselves: public pages are made anew, and partner apps hear of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from stakeholders import verbs
from stakeholders.models import Profile
from stakeholders.models.visibility import Visibility
from stakeholders.queries.shared_people import list_shared_rows
from stakeholders.queries.visibility import OF_NETWORK, list_fields


def find_far_levels(profile: Profile) -> set[str]:
    """The levels beyond the city at which there is a line of this adult. One query; none for a minor."""
    if profile.is_minor:
        return set()
    claimed = profile.claims.filter(visibility__in=OF_NETWORK).order_by().values_list("visibility", flat=True)
    return {level for level in OF_NETWORK if list_fields({level}, profile)} | set(claimed)


def read_shared_row(profile: Profile, levels: set[str]) -> dict[str, Any] | None:
    """What partner apps read of the person, who shows something at these levels; None where they read nothing."""
    return list_shared_rows().filter(pk=profile.pk).first() if levels else None


@contextmanager
def update_readers(profile: Profile | None, actor: User | None) -> Iterator[None]:
    """Whoever reads the person's lines from outside the city reads what they are after the block; partner apps hear of it
    where what they read is something else. None: nobody's lines."""
    if profile is None:
        yield
        return
    before = find_far_levels(profile)
    shown = read_shared_row(profile, before)
    yield
    after = find_far_levels(profile)
    if Visibility.PUBLIC in before | after:
        invalidate_public_pages(profile.city)
    if shown != read_shared_row(profile, after):
        record(verbs.SHARED_LINES_CHANGED, profile, actor=actor)


def tell_readers(profile: Profile, actor: User | None) -> None:
    """What is read of the person from outside the city is something else by now, though no line is: who may read them is."""
    levels = find_far_levels(profile)
    if Visibility.PUBLIC in levels:
        invalidate_public_pages(profile.city)
    if levels:
        record(verbs.SHARED_LINES_CHANGED, profile, actor=actor)
