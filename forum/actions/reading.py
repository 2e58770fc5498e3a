"""What whoever notes a decision had before them: of another moment, or with names that nobody gave, it is asked about."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from forum.models import AgendaItem, Decision, Meeting, Seat
from forum.queries.named import find_unnamed, list_people, stamp_place
from forum.queries.sessions import find_held_meeting
from forum.texts import describe_put_off
from forum.values.names import find_named
from meetings.actions.sessions import lock_session
from meetings.models import Session

# Somebody may still have the page open on which a meeting was held.
LATELY = timedelta(hours=12)


class ReadPage(NamedTuple):
    """What the page showed, and what was answered there; None of each where nobody is asked.

    `words`: what was proposed; `answered`: what the members' answers came to; `place`: before which meeting it was
    (`forum.queries.named.stamp_place`); `said_aloud`: the numbers of the profiles who said in the room that their name may stand;
    `left_out`: which lines of members do not go into the record (`forum.values.ballots.Line.key`); `because`: why, for their writers.
    """

    words: dict[str, str] | None = None
    answered: str | None = None
    place: str | None = None
    said_aloud: Collection[str] | None = None
    left_out: Collection[str] = ()
    because: str = ""


# Nobody is asked: it comes from no page.
UNREAD = ReadPage()


def check_place(meeting: Meeting, place: str | None, item: AgendaItem) -> None:
    """Raises DomainError where the page was of another meeting, or the matter has been put off since it was opened."""
    if place and (refusal := describe_moved(meeting, place, item)):
        raise DomainError(refusal, code="forum.moved_on")


def describe_moved(meeting: Meeting, place: str, item: AgendaItem) -> str:
    """What has become of the matter since the page was opened, in a sentence; "" where it is still before the same meeting."""
    before, _dot, at = place.partition(".")
    if before != str(meeting.pk):
        return _("Another meeting is held now than when you opened this page. Read the page again before you decide.")
    if at != before or stamp_place(meeting, item) == place:
        return ""
    return f"{_describe_wait(item)} {_('Send it again to decide it now all the same.')}"


def describe_ended_lately(item: AgendaItem) -> str:
    """That the meeting before which the matter was has ended a short while ago, and to when it put the matter off; else ""."""
    ended = Meeting.objects.filter(charter=item.charter_id, ended_at__gt=timezone.now() - LATELY)
    last = ended.filter(put_off__has_key=str(item.pk)).order_by("-ended_at").first()
    if last is None:
        return ""
    return f"{_('The meeting has ended.')} {_describe_wait(item)}"


def _describe_wait(item: AgendaItem) -> str:
    """To which meeting the matter was put off, in a sentence."""
    following = item.meeting
    day = following.session.starts_at.astimezone(item.city.zone).date() if following is not None else None
    return describe_put_off(day)


def check_names(
    meeting: Meeting, decision: Decision | None, dissent: dict[str, str], said_aloud: Collection[str] | None
) -> None:
    """Raises DomainError where the dissent names somebody who has not said that their name may stand."""
    found = find_unnamed(meeting, decision, "\n".join(dissent.values()), said_aloud)
    if found.refused:
        raise DomainError(describe_refused_names(found.refused), code="forum.name_not_given", field="dissent")
    if said_aloud is not None and found.asked:
        names = [one.name for one in found.asked]
        raise DomainError(describe_open_names(names), code="forum.name_not_said", field="said_aloud")


def check_others(decision: Decision, seat: Seat, words: str) -> None:
    """Raises DomainError where a member's own words name somebody else of the forum: they go into the record as they stand."""
    meeting = decision.meeting
    people = list_people(meeting, decision) if words and meeting is not None else []
    others = {one.name: one.label for one in people if one.number != str(seat.profile_id)}
    others.pop(seat.profile.display_name, None)
    named = set().union(*find_named(words, others))
    if named:
        text = _("Everyone may read this. Write it without the names of others: %(names)s.")
        labels = sorted(others[name] for name in named)
        raise DomainError(text % {"names": _join_names(labels)}, code="forum.names_others", field="words")


def _join_names(names: Iterable[str]) -> str:
    return join_localised([isolate_text(name) for name in names])


def describe_refused_names(names: Iterable[str]) -> str:
    """Whose name cannot stand, and what to do."""
    text = _(
        "What people here wrote themselves is noted above, with their name where they gave it; who is not here is not named. "
        "Take out: %(names)s."
    )
    return text % {"names": _join_names(names)}


def describe_open_names(names: Iterable[str]) -> str:
    """Who is asked about: they may have said it in the room, or the word may mean something else."""
    text = _(
        "These people may be meant: %(names)s. Tick those who said in the meeting that their name may stand here, and those who "
        "are not meant, or take the name out."
    )
    return text % {"names": _join_names(names)}


def lock_held_meeting(item: AgendaItem) -> Meeting:
    """The meeting of the item's forum that is held now, its session locked: who leaves meanwhile waits."""
    meeting = find_held_meeting(item.charter_id)
    if meeting is None:
        over = describe_ended_lately(item)
        raise DomainError(over or _("No meeting is held now. Open it first."), code="forum.no_meeting")
    meeting.session = lock_session(meeting.session)
    if meeting.session.state != Session.State.HELD:
        raise DomainError(_("This meeting has ended."), code="forum.meeting_over")
    return meeting
