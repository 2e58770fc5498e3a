"""What becomes of ideas, supports and taking part when two profiles are of one person."""

from django.db.models import Q

from challenges.actions.merging import recount_supports
from challenges.actions.participation import free_place, take_place
from challenges.models import Contribution, Participation, PendingAct, Support
from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from stakeholders.actions.merge_parts import MergePart, Moved, find_twins, move_rows, park_rows, restore_rows
from stakeholders.models import Profile

State = Participation.State
# Of two parts of one person in a challenge the first of these stays.
BETTER = [State.DONE, State.CONFIRMED, State.JOINED, State.WAITLISTED, State.AWAITING_CONSENT]


def move_ideas(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The ideas are those of the one person, each once more under the name that was given with it."""
    rows = Contribution.objects.filter(author=gone)
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(author=kept)
    invalidate_public_pages(kept.city)
    return {"rows": numbers}


def return_ideas(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each idea is its author's again."""
    Contribution.objects.filter(pk__in=moved["rows"], author=kept).update(author=gone)
    invalidate_public_pages(kept.city)


def move_supports(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """One support for each person and idea, and none for an idea of one's own. Ideas have moved before."""
    theirs = Support.objects.filter(profile=gone)
    doubled = Q(profile=gone) & Q(find_twins(Support, "profile", kept, ("contribution",), Q()))
    of_own_idea = Q(profile__in=(kept, gone), contribution__author=kept)
    parked = park_rows(Support.objects.filter(doubled | of_own_idea))
    numbers = list(theirs.values_list("pk", flat=True))
    theirs.update(profile=kept)
    recount_supports(one["contribution_id"] for one in parked)
    return {"rows": numbers, "parked": parked}


def return_supports(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each support is with the profile that gave it, for ideas that are still there."""
    Support.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    restore_rows(Support, moved["parked"])
    recount_supports(one["contribution_id"] for one in moved["parked"])


def move_participations(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person takes part once: the better of two stays, and a place that is free goes to who waits."""
    rows = Participation.objects.filter(profile=gone)
    live = ~Q(state=State.CANCELLED)
    doubled = rows.filter(live).filter(find_twins(Participation, "profile", kept, ("challenge",), live))
    left = [_leave_worse(row, kept, actor) for row in doubled.select_related("challenge")]
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(profile=kept)
    return {"rows": numbers, "left": left}


def _leave_worse(row: Participation, kept: Profile, actor: User | None) -> Moved:
    parts = Participation.objects.exclude(state=State.CANCELLED).select_related("challenge")
    own = parts.get(challenge=row.challenge_id, profile=kept)
    worse = max((row, own), key=lambda one: BETTER.index(State(one.state)))
    Participation.objects.filter(pk=worse.pk).update(state=State.CANCELLED)
    if worse.state == State.CONFIRMED:
        free_place(worse.challenge, actor)
    return {"row": worse.pk, "state": worse.state}


def return_participations(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each part is with the profile that took it; one whose place is taken meanwhile waits for another."""
    Participation.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    for one in moved["left"]:
        row = Participation.objects.filter(pk=one["row"], state=State.CANCELLED).select_related("challenge").first()
        if row is not None:
            waits = one["state"] == State.CONFIRMED and not take_place(row.challenge)
            Participation.objects.filter(pk=row.pk).update(state=State.WAITLISTED if waits else one["state"])


PARTS = (
    MergePart("challenges.Contribution.author", ("challenges.Contribution.author",), move_ideas, return_ideas, 60),
    MergePart("challenges.Support.profile", ("challenges.Support.profile",), move_supports, return_supports, 70),
    MergePart(
        "challenges.Participation.profile",
        ("challenges.Participation.profile",),
        move_participations,
        return_participations,
        70,
    ),
    move_rows(Contribution, "answer_by"),
    move_rows(PendingAct, "guest"),
)
