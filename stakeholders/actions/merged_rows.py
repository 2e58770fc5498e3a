"""What becomes of the rows of this app when two profiles are of one person."""

from datetime import date

from django.db.models import Q

from cities.queries import city_today
from educities.accounts.models import User
from stakeholders.actions.merge_parts import MergePart, Moved, find_twins, move_rows
from stakeholders.models import Commitment, LinkedSignIn, Profile, Representation, StrengthClaim, Verification


def move_representations(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """The person speaks for an organisation once: the second of two that run ends today, and stays behind."""
    rows = Representation.objects.filter(profile=gone)
    twins = find_twins(Representation, "profile", kept, ("organisation",), Q())
    doubled = rows.filter(Q(ends_on=None) | Q(ends_on__gt=city_today())).filter(twins)
    ended = {str(row.pk): row.ends_on and row.ends_on.isoformat() for row in doubled}
    for row in doubled:
        Representation.objects.filter(pk=row.pk).update(ends_on=max(city_today(), row.starts_on))
    numbers = list(rows.exclude(twins).values_list("pk", flat=True))
    Representation.objects.filter(pk__in=numbers).update(profile=kept)
    return {"rows": numbers, "ended": ended}


def return_representations(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each is with the profile that it came from, and ends when it did."""
    Representation.objects.filter(pk__in=moved["rows"], profile=kept).update(profile=gone)
    for number, day in moved["ended"].items():
        Representation.objects.filter(pk=number).update(ends_on=date.fromisoformat(day) if day else None)


PARTS = (
    MergePart(
        "stakeholders.Representation.profile",
        ("stakeholders.Representation.profile",),
        move_representations,
        return_representations,
        order=10,
    ),
    # One line for each area: that of the profile that stays.
    move_rows(StrengthClaim, "profile", same=("area", "kind")),
    move_rows(StrengthClaim, "entered_by"),
    move_rows(Profile, "managed_by"),
    move_rows(Commitment, "promised_by"),
    move_rows(Verification, "profile", same=("level",), among=Q(state="holds")),
    move_rows(LinkedSignIn, "profile", same=("sign_in",)),
)
