"""Who may, about collaborations: those who take part, and those who work in the city."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rules import predicate

from cities.rules import is_director, is_facilitator, is_member
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.scope import current_city_id
from stakeholders.rules import is_account, is_adult_account, is_representative, may_commit_for

if TYPE_CHECKING:  # models declare these rules
    from collaborations.models import Collaboration, Endorsement, Party
    from meetings.models import Session

__all__ = ["is_adult_account", "is_director", "is_facilitator", "is_member"]

TAKES_PART: Hook[Callable[[Person], Mapping[int, bool]]] = Hook(
    "collaborations.takes_part",
    "Asked once for each instance of a user: the collaborations of the scope's city in which the person, or an "
    "organisation for which the person speaks, is a party: by number, has it agreed? Models declare rules, so rules ask.",
)

WAS_THERE: Hook[Callable[[Person, "Session | Collaboration"], bool]] = Hook(
    "collaborations.was_there",
    "Asked whether the person was at a recorded session, or is a side of a collaboration that came about: "
    "(user, row) -> bool. Models declare rules, so rules ask.",
)


@predicate
def takes_part(user: Person, obj: "Collaboration | None") -> bool:
    """A party, or who speaks today for one, whatever it has answered."""
    return obj is not None and obj.pk in list_own_parts(user)


@predicate
def has_agreed(user: Person, obj: "Collaboration | None") -> bool:
    """A party that has agreed, or who speaks today for one."""
    return obj is not None and list_own_parts(user).get(obj.pk, False)


@predicate
def is_proposer(user: Person, obj: "Collaboration | None") -> bool:
    """Who proposed it; of what the city's office brought together, each who works with people here today."""
    if obj is None:
        return False
    if obj.proposed_by is not None:
        return is_account(user, obj.proposed_by.user_id)
    return bool(is_director(user, obj) or is_facilitator(user, obj))


@predicate
def is_proposed(_user: Person, obj: "Collaboration | None") -> bool:
    """Its sides have not agreed yet."""
    return obj is not None and obj.state == obj.State.PROPOSED


def list_own_parts(user: Person) -> Mapping[int, bool]:
    """The collaborations in which the person, or an organisation for which they speak, is a side: has it agreed?
    Kept on the person.
    """
    if current_city_id() is None or not getattr(user, "pk", None):
        return {}
    return read_once(
        user, "_collaborations", lambda: {pk: yes for read in TAKES_PART for pk, yes in read(user).items()}
    )


@predicate
def answers_as_party(user: Person, obj: "Party | None") -> bool:
    """The person of the party, who leads its group, or who speaks today for its organisation. Nobody else answers."""
    if obj is None:
        return False
    person = obj.profile or obj.led_by
    if person is not None and is_account(user, person.user_id):
        return True
    return obj.profile is None and bool(is_representative(user, obj.organisation))


@predicate
def commits_for_party(user: Person, obj: "Party | None") -> bool:
    """Who may promise in the name of the party's organisation today."""
    return obj is not None and bool(may_commit_for(user, obj.organisation))


@predicate
def was_there(user: Person, obj: "Session | Collaboration | None") -> bool:
    """Was at this recorded session or guides its cohort; or is a side of this collaboration, which came about."""
    return obj is not None and getattr(user, "pk", None) is not None and any(ask(user, obj) for ask in WAS_THERE)


@predicate
def is_receiver(user: Person, obj: "Endorsement | None") -> bool:
    """The person in whom it was seen. Nobody else answers, nor reads it before."""
    return obj is not None and is_account(user, obj.receiver.user_id)


@predicate
def is_giver(user: Person, obj: "Endorsement | None") -> bool:
    """The person who saw it."""
    return obj is not None and is_account(user, obj.giver.user_id)
