"""Pairs of profiles that may be of one person: the same name in some spelling, the same phone, the same mailbox."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Expression, F, Func, Q, Value, Window
from django.db.models.functions import Lower, Right
from django.utils.translation import gettext_lazy as _

from educities.kit.spelling import FOLDED, WRITTEN
from stakeholders.models import Profile, ProfileMerge
from stakeholders.models.visibility import Visibility
from stakeholders.queries.merges import choose_kept, describe_why_not_merged
from stakeholders.queries.people_listed import list_stand_ins, listed_people, with_spoken_for

MOST_PAIRS, MOST_ROWS = 50, 400
# So many digits at the end of a number are the same with and without the country's code.
PHONE_DIGITS = 9


def _replace_signs(value: Any, pattern: str, by: str) -> Func:
    return Func(value, Value(pattern), Value(by), Value("g"), function="regexp_replace", output_field=CharField())


SPELLED = Func(F("display_name"), Value(WRITTEN), Value(FOLDED), function="translate", output_field=CharField())
# A number that every facilitator reads: of one that its person keeps to fewer, a pair would tell whose it is.
READS_PHONE = [
    Visibility.GUIDES.value,
    Visibility.STAFF.value,
    Visibility.RESIDENTS.value,
    Visibility.NETWORK.value,
    Visibility.PUBLIC.value,
]
SHOWS_PHONE = Q(user=None) | Q(visibilities__phone__isnull=True) | Q(visibilities__phone__in=READS_PHONE)
# What two rows of one person have in common, how that is said, and whose rows are compared.
REASONS: tuple[tuple[Any, Expression, Callable[[], Q]], ...] = (
    # What stands in for a name is nobody's.
    (
        _("same name"),
        Lower(_replace_signs(SPELLED, r"\s+", " ")),
        lambda: ~Q(display_name__in=list_stand_ins()),
    ),
    (_("same phone"), Right(_replace_signs(F("phone"), r"\D", ""), PHONE_DIGITS), lambda: SHOWS_PHONE),
    (_("same email address"), _replace_signs(Lower(F("user__email")), r"\+[^@]*@", "@"), Q),
)


class Pair(NamedTuple):
    """Two profiles that may be of one person: the one that would stay, the other, why, and what stands against it."""

    kept: Profile
    gone: Profile
    reasons: list[Any]
    blocker: str


def find_pairs() -> list[Pair]:
    """The pairs of the scope's city that nobody has decided on, at most MOST_PAIRS. A query for each reason, and two."""
    decided = set(ProfileMerge.objects.exclude(state=ProfileMerge.State.UNDONE).values_list("kept", "gone"))
    found: dict[tuple[int, int], Pair] = {}
    for label, key, compared in REASONS:
        for one, other in _list_alike(key, compared()):
            kept, gone = choose_kept(one, other)
            numbers = (kept.pk, gone.pk)
            if numbers in decided or (numbers not in found and len(found) >= MOST_PAIRS):
                continue
            pair = found.setdefault(numbers, Pair(kept, gone, [], describe_accounts(kept, gone)))
            pair.reasons.append(label)
    return list(found.values())


def describe_accounts(kept: Profile, gone: Profile) -> str:
    """Why the two cannot be proposed, as far as their rows say it without asking further."""
    return describe_why_not_merged(kept, gone) if kept.user_id and gone.user_id else ""


def list_reasons(one: Profile, other: Profile) -> list[Any]:
    """What these two have in common, as far as everybody who decides may know it. A query for each reason."""
    found = []
    for label, key, compared in REASONS:
        rows = Profile.objects.filter(compared(), pk__in=(one.pk, other.pk)).annotate(key=key)
        keys = list(rows.exclude(Q(key="") | Q(key=None)).values_list("key", flat=True))
        if len(keys) == 2 and keys[0] == keys[1]:
            found.append(label)
    return found


def _list_alike(key: Expression, compared: Q) -> Iterator[tuple[Profile, Profile]]:
    """Each of these rows with the oldest that has the same key."""
    people = (
        with_spoken_for(listed_people(of_team=True).filter(compared))
        .defer("story")
        .annotate(key=key)
        .exclude(Q(key="") | Q(key=None))
    )
    alike = people.annotate(alike=Window(Count("pk"), partition_by=[F("key")])).filter(alike__gt=1)
    rows: list[Any] = list(alike.order_by("key", "pk")[:MOST_ROWS])
    for _key, group in groupby(rows, key=lambda row: row.key):
        first, *others = group
        yield from ((first, other) for other in others)
