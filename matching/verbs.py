"""What can be recorded about suggestions. Who is brought together with whom stands in no history before both agreed."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

SUGGESTED = verb("matching.suggested", _("People who could meet were looked for"), is_notice=True)
SAVED = verb("matching.saved", _("A suggestion was saved"), is_private=True, is_notice=True)
INTRODUCED = verb(
    "matching.introduced",
    _("Someone was asked to be introduced"),
    subject=_("Someone would like to meet you about “{area}”"),
    event="match.introduced",
    is_private=True,
    settled_by=("matching.converted", "matching.expired"),
)
CONVERTED = verb(
    "matching.converted",
    _("Two sides agreed to meet"),
    event="match.converted",
    is_private=True,
)
# Neither of the two stands in any history: the day on which somebody said no would tell the other side.
PASSED = verb("matching.passed", _("A suggestion was not for someone"), ends=True, is_private=True, is_notice=True)
REFUSED = verb("matching.refused", _("An introduction was declined"), ends=True, is_private=True, is_notice=True)
# Of an introduction that was declined and of one that nobody answered, in the same night and in the same words.
EXPIRED = verb(
    "matching.expired",
    _("An introduction was over"),
    subject=_("Your introduction about “{area}” is over"),
    event="match.expired",
    is_private=True,
)
STOPPED = verb("matching.stopped", _("A person wants no suggestions"), is_private=True)
STARTED = verb("matching.started", _("A person wants suggestions again"), is_private=True)

# What the history calls rows of this app.
ROWS = name_rows("matching", matchsuggestion=_("suggestion"), matchingbreak=_("break from suggestions"))
