"""What came of a change to a session, and why nobody is asked about it any more, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.mail_dates import near_day
from educities.kit.multilingual import translate_plain
from meetings.models import Session


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


def describe_closed_session(session: Session, starts_at: datetime) -> str:
    """Which session nobody answers to any more, and why not. `starts_at`: when it was to begin, as the reader knows it."""
    if session.state == Session.State.CANCELLED:
        text = _("The session “%(title)s” on %(day)s, %(time)s, was cancelled.")
    elif session.state == Session.State.RECORDED or session.is_over:
        text = _("The session “%(title)s” on %(day)s, %(time)s, is over.")
    elif session.state == Session.State.DRAFT:
        text = _(
            "The session “%(title)s” on %(day)s, %(time)s, is being planned again. If it takes place, you are invited."
        )
    else:
        text = _("The session “%(title)s” on %(day)s, %(time)s, has begun.")
    local = starts_at.astimezone(session.city.zone)
    return text % {"title": translate_plain(session.title), "day": near_day(local), "time": f"{local:%H:%M}"}
