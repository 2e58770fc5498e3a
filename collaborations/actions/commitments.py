"""What organisations promise inside a collaboration: commitments as all others, and so summed with them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaborations import verbs
from collaborations.models import Collaboration, Party, PartyCommitment
from collaborations.queries import list_side_users
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders.actions.commitments import describe_why_no_promise, promise_commitment
from stakeholders.models import Commitment

State = Collaboration.State
# While something is done in it, or is about to be.
TAKES_PROMISES = (State.AGREED, State.ACTIVE, State.PAUSED)


def describe_why_no_promise_inside(party: Party) -> str:
    """Why this side promises nothing here now, in a sentence; "" where it can."""
    if party.organisation is None:
        return _("Only an organisation makes commitments. A person says in their own words what they bring.")
    if party.state != Party.State.AGREED or party.collaboration.state not in TAKES_PROMISES:
        return _("Commitments are made once everyone has agreed, and until it is over.")
    return describe_why_no_promise(party.organisation)


@transaction.atomic
def promise_in_collaboration(party: Party, *, actor: User, **values: Any) -> Commitment:
    """The organisation has promised it, for this collaboration: it stands on both pages, and the other sides hear of it."""
    row = lock_row(party.collaboration, "city")
    party.collaboration = row
    organisation, refusal = party.organisation, describe_why_no_promise_inside(party)
    if organisation is None or refusal:
        raise DomainError(refusal, code="collaborations.no_promise")
    commitment = promise_commitment(organisation, actor=actor, **values)
    PartyCommitment.objects.create(party=party, commitment=commitment)
    told = list_side_users(row, but=actor)
    record(verbs.PROMISED, row, actor=actor, notify=told, note={"title": row.title}, circle=row.circle, state=row.state)
    return commitment
