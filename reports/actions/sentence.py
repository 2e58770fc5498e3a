"""The director's own sentence on the city's one page."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import InvalidValue
from educities.kit.rows import apply_changes
from reports import verbs
from reports.models import DirectorSentence


@transaction.atomic
def change_sentence(*, actor: User, text: dict[str, str]) -> DirectorSentence:
    """Every page printed from now on says this sentence; an empty one says nothing. What it was stays in the history."""
    if any(len(words) > DirectorSentence.LONGEST for words in text.values()):
        too_long = _("At most %(most)s characters in each language.") % {"most": DirectorSentence.LONGEST}
        raise InvalidValue(too_long, code="reports.sentence_too_long", field="text")
    row = lock_sentence()
    changed = apply_changes(row, {"text": text})
    if changed:
        row.save(update_fields=changed)
        record(verbs.SENTENCE_CHANGED, row, actor=actor, changed=changed)
    return row


def lock_sentence() -> DirectorSentence:
    """The one row of the city, empty while nobody has written; nobody else changes it until the transaction ends."""
    row, _is_new = DirectorSentence.objects.select_for_update(no_key=True).get_or_create()
    return row
