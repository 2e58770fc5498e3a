"""Those who said yes are brought together: a collaboration is proposed to them, and each of them answers."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaborations.actions.proposals import Holder, propose_collaboration
from collaborations.models import Collaboration
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from growth import verbs
from growth.models import Engine, Invitee
from stakeholders.actions.adulthood import are_adults


@transaction.atomic
def bring_together(
    engine: Engine, invitees: Iterable[Invitee], others: Iterable[Holder] = (), *, actor: User, **fields: Any
) -> Collaboration:
    """A collaboration in the engine's area is proposed to those who said yes and to the `others`. One act for all."""
    numbers = [one.pk for one in invitees]
    # The people first, as everybody locks them.
    are_adults(*(one.profile for one in Invitee.objects.filter(pk__in=numbers).select_related("profile")))
    engine = lock_row(engine, "city", "area")
    rows = Invitee.objects.filter(pk__in=numbers, engine=engine).select_related("profile", "organisation")
    chosen = list(rows.select_for_update(no_key=True, of=("self",)))
    if not chosen or any(one.state != Invitee.State.YES for one in chosen):
        text = _("Some of these answers have changed in between. Look at the page again.")
        raise DomainError(text, code="growth.no_yes", field="invitees")
    holders = [*(one.holder for one in chosen), *others]
    made = propose_collaboration(holders, actor=actor, area=engine.area, **fields)
    for one in chosen:
        one.move(Invitee.State.TOGETHER, collaboration=made)
    record(verbs.BROUGHT_TOGETHER, engine, actor=actor, title=engine.title, collaboration=made.pk)
    return made
