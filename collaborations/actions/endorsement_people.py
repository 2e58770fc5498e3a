"""What becomes of endorsements when a person leaves or is erased, and when two profiles are of one person."""

from django.db.models import Q

from cities.queries import city_today
from collaborations import verbs
from collaborations.models import Endorsement
from educities.accounts.models import User
from educities.activity.actions.reminders import cancel_news
from stakeholders.actions.merge_parts import MergePart, Moved
from stakeholders.models import Profile
from stakeholders.models.visibility import Visibility

State = Endorsement.State


def leave_endorsements(profile: Profile, keep_texts: bool) -> None:
    """What waits is withdrawn or not kept, and what stands stays counted. Words about the person go; their own, as chosen."""
    rows = Endorsement.objects.filter(state=State.PROPOSED)
    rows.filter(giver=profile).update(state=State.WITHDRAWN, words={})
    rows.filter(receiver=profile).update(state=State.NOT_KEPT, answered_on=city_today())
    Endorsement.objects.filter(receiver=profile).update(words={}, visibility=Visibility.ME)
    if not keep_texts:
        Endorsement.objects.filter(giver=profile).update(words={})


def withdraw_between(profile: Profile) -> None:
    """What waits between an adult and whoever turns out to be under 18 is not delivered, and words of one to the other go."""
    own = Endorsement.objects.filter(Q(giver=profile) | Q(receiver=profile))
    for row in own.filter(state=State.PROPOSED):
        cancel_news(row, verbs.ENDORSED)
    own.filter(state=State.PROPOSED).update(state=State.WITHDRAWN)
    own.update(words={})
    own.filter(receiver=profile).update(visibility=Visibility.ME)


def move_endorsements(kept: Profile, gone: Profile, actor: User | None) -> Moved:
    """Given and received are those of the profile that stays. What one said of the other, or both said, is set aside."""
    own = Endorsement.objects.filter(Q(giver=gone, receiver=kept) | Q(giver=kept, receiver=gone))
    aside = {str(pk): state for pk, state in own.standing().values_list("pk", "state")}
    given, received = (Endorsement.objects.filter(**{name: gone}).exclude(pk__in=own) for name in ("giver", "receiver"))
    for name, rows in (("giver", given), ("receiver", received)):
        aside |= {str(row.pk): row.state for row in rows.standing() if _has_twin(row, name, kept)}
    Endorsement.objects.filter(pk__in=aside).update(state=State.WITHDRAWN)
    moved = {"given": _list_numbers(given), "received": _list_numbers(received)}
    Endorsement.objects.filter(pk__in=moved["given"]).update(giver=kept)
    Endorsement.objects.filter(pk__in=moved["received"]).update(receiver=kept)
    return {**moved, "aside": aside}


def _list_numbers(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def _has_twin(row: Endorsement, name: str, kept: Profile) -> bool:
    """Does the profile that stays have the same one?"""
    own = Endorsement.objects.standing().filter(area=row.area_id, session=row.session_id)
    said = {"giver": row.giver_id, "receiver": row.receiver_id, name: kept.pk}
    return own.filter(collaboration=row.collaboration_id, **said).exists()


def return_endorsements(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
    """Each is with the profile that gave or received it; what was set aside stands again, if nobody said it since."""
    Endorsement.objects.filter(pk__in=moved["given"], giver=kept).update(giver=gone)
    Endorsement.objects.filter(pk__in=moved["received"], receiver=kept).update(receiver=gone)
    for number, state in moved["aside"].items():
        row = Endorsement.objects.filter(pk=number, state=State.WITHDRAWN).first()
        if row is not None and not _has_twin(row, "giver", row.giver):
            Endorsement.objects.filter(pk=row.pk).update(state=state)


PARTS = (
    MergePart(
        "collaborations.Endorsement",
        ("collaborations.Endorsement.giver", "collaborations.Endorsement.receiver"),
        move_endorsements,
        return_endorsements,
        order=60,
    ),
)
