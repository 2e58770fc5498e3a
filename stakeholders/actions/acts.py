"""What counts as an act of an organisation: it moves the day of its last act, and whoever was dormant is active again."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone

from educities.accounts.models import User
from educities.activity.actions.records import publish_each, record
from educities.activity.values import Verb
from educities.kit.hooks import Hook
from stakeholders import verbs
from stakeholders.models import Organisation
from stakeholders.queries.sector_counts import forget_sector_counts
from stakeholders.rules import is_representative


class OrganisationAct(NamedTuple):
    """A record that counts. `find`: the row it is about -> the numbers of the organisations that acted or were served.

    `is_own`: it counts only where the person who acts speaks for the organisation: that the office corrected a phone number
    says nothing of its being there.
    """

    verb: Verb
    find: Callable[[Any], Iterable[int | None]]
    is_own: bool = False


ORGANISATION_ACTS: Hook[OrganisationAct] = Hook(
    "stakeholders.organisation_acts",
    "Which records count as an act of an organisation or for it; asked whenever something is recorded, found by the verb.",
    key=lambda act: act.verb.code,
)


def update_last_act(verb: Verb, target: Model, actor: Any) -> None:
    """The organisations whose act this was acted now; those that were dormant are active again. At most three statements."""
    act = ORGANISATION_ACTS.get(verb.code)
    numbers = {number for number in act.find(target) if number is not None} if act else set()
    if not act or not numbers:
        return
    rows = Organisation.objects.filter(pk__in=numbers)
    if act.is_own:
        numbers = {row.pk for row in rows.only("pk", "city") if is_representative(actor, row)}
        rows = rows.filter(pk__in=numbers)
    rows.update(last_act_at=timezone.now())
    # What is recorded about the organisation itself names it already.
    told = {target.pk} if verb.event and isinstance(target, Organisation) else set()
    publish_each(verbs.ORGANISATION_CHANGED, [Organisation(pk=number) for number in sorted(numbers - told)])
    for organisation in rows.filter(state=Organisation.State.DORMANT):
        _activate_again(organisation, actor)
        if isinstance(target, Organisation):
            target.state = organisation.state


def _activate_again(organisation: Organisation, actor: Any) -> None:
    organisation.move(Organisation.State.ACTIVE)
    forget_sector_counts()
    record(verbs.ORGANISATION_WOKEN, organisation, actor=actor, title=organisation.name)


def sign_for(organisation: Organisation, actor: User) -> dict[str, Any]:
    """What a record keeps of an act in the organisation's name: the history says "X for Y". Empty for everybody else."""
    return {"speaks_for": organisation.name} if is_representative(actor, organisation) else {}
