"""What others entered for a person is taken back by the person."""

from django.db import transaction
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.models import Profile
from stakeholders.queries.managed import ENTRY_KINDS, find_entry


@transaction.atomic
def refuse_entry(profile: Profile | None, key: str, *, actor: User) -> None:
    """What was entered stands no more, by the person's own word. Raises DomainError where nothing of the kind is theirs."""
    entry = find_entry(lock_row(profile), key) if profile else None
    if profile is None or entry is None:
        raise DomainError(_("This is no longer there. Nothing was changed."), code="stakeholders.no_such_entry")
    ENTRY_KINDS[entry.kind].refuse(profile, entry.number, actor)
    record(verbs.ENTRY_REFUSED, profile, actor=actor, entry=entry.kind)
