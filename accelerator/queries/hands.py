"""Whose own place it is, who decides about places, who said yes or no before: one person in whichever of their accounts.
Reading only."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accelerator.models import Accelerator, Enrolment
from accelerator.queries import list_directors
from cities.queries.second_hands import find_same_hands
from educities.accounts.models import Person
from educities.accounts.queries import find_persons, list_proven_mailboxes
from educities.kit.mailboxes import mailbox_of
from stakeholders.models import Profile


def decides_or_leads(row: Accelerator, profile: Profile) -> bool:
    """Does this person direct the city now, or lead the intake? Then they take no part in it."""
    if row.leaders.filter(profile=profile).exists():
        return True
    if profile.user_id is None:
        return False
    deciders = list_deciders(row)
    persons = find_persons([profile.user_id, *deciders])
    return persons[profile.user_id] in {persons[one] for one in deciders}


def list_deciders(row: Accelerator) -> set[int]:
    """The accounts of who decides about the places of the intake, or leads it."""
    leaders = row.leaders.exclude(profile__user=None).values_list("profile__user", flat=True)
    return {*leaders, *(user.pk for user in list_directors(row.city_id))}


def list_own(rows: Iterable[Enrolment], user: int) -> list[Enrolment]:
    """The places of the person of this account. At most one query."""
    held = [(one.profile.user_id, one) for one in rows if one.profile.user_id]
    persons = find_persons([user, *(pk for pk, _one in held)]) if held else {}
    return [one for pk, one in held if persons[pk] == persons[user]]


def list_answered(rows: Iterable[Enrolment], city_id: int, user: int) -> list[Enrolment]:
    """Those about which this person, or somebody of one hand with them, was asked as head of school. Three queries."""
    own = list_proven_mailboxes({user, *find_same_hands(city_id, user)})
    return [one for one in rows if one.head_email and mailbox_of(one.head_email) in own]


def describe_own_answer(row: Enrolment, user: int) -> str:
    """Why who said yes as head of school does not decide on the place as well, in a sentence; "" for everybody else."""
    if row.state != Enrolment.State.HEAD_APPROVED or not list_answered([row], row.city_id, user):
        return ""
    return _("You or someone acting for you said yes to this as head of school. Another director decides on the place.")


def may_answer(row: Enrolment, reader: Person) -> bool:
    """Is it not somebody who decides about the place, signed in, and asked at no address of theirs? A link that was passed
    on to them is not theirs to answer by."""
    if not reader.is_authenticated:
        return True
    deciders = list_deciders(row.accelerator)
    persons = find_persons([reader.pk, *deciders])
    decides = persons[reader.pk] in {persons[pk] for pk in deciders}
    return not decides or mailbox_of(row.head_email) in list_proven_mailboxes([reader.pk])


def list_refusals(row: Enrolment) -> list[Enrolment]:
    """Earlier applications of the same teacher to which a head of school said no, the latest first. Two queries."""
    if row.profile.user_id is None:
        return []
    declined = Enrolment.objects.with_names().filter(state=Enrolment.State.DECLINED, release_hours=None)
    rows = declined.exclude(pk=row.pk).exclude(head_answered_at=None).order_by("-head_answered_at")
    return list_own(rows, row.profile.user_id)
