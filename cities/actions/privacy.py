"""What the city says about who is responsible for people's data."""

from django.db import transaction

from cities import verbs
from cities.actions.cities import invalidate_public_pages
from cities.models import PrivacyNotice
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import apply_changes


@transaction.atomic
def change_notice(*, actor: User, **texts: dict[str, str]) -> PrivacyNotice:
    """Every page about people's data says so from now on; what was said before stays in the history."""
    row = lock_notice()
    changed = apply_changes(row, texts)
    if changed:
        row.save(update_fields=changed)
        invalidate_public_pages(row.city)
        record(verbs.NOTICE_CHANGED, row, actor=actor, changed=changed)
    return row


def lock_notice() -> PrivacyNotice:
    """The one row of the city, empty while nobody has written; nobody else changes it until the transaction ends."""
    row, _is_new = PrivacyNotice.objects.select_for_update(no_key=True).get_or_create()
    return row
