"""What came of a change to a session, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def format_change(people: int, answers: int, mail_at: str) -> str:
    """How many hear of the change, how many answers are void, and from when on emails go out; "" = within minutes."""
    parts = [_("Changes saved.")]
    if people:
        parts.append(ngettext("%(n)s person is told.", "%(n)s people are told.", people) % {"n": people})
        parts.append(
            _("Emails go out at %(time)s, after the quiet hours.") % {"time": mail_at}
            if mail_at
            else _("Emails go out within minutes.")
        )
    if answers:
        void = ngettext(
            "%(n)s answer to the old time no longer counts.", "%(n)s answers to the old time no longer count.", answers
        )
        parts.append(void % {"n": answers})
    return " ".join(parts)
