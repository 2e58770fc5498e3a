"""Rows of the forum in words."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from educities.activity.texts.mail_kinds import isolate_text, shorten_text
from educities.kit.day_words import format_day
from educities.kit.multilingual import join_localised
from forum.models import AgendaItem, Decision, Meeting, Seat
from forum.values import AGENDA
from stakeholders.models import Organisation

MOST_OF_MATTER = 80


def name_earlier(decision: Decision) -> str:
    """What the item is called by which a decision comes back."""
    return _("Review: %(title)s") % {"title": decision.item}


def name_matter(item: AgendaItem) -> dict[str, str]:
    """What a mail calls the matter: by the first words of the sentence with which it was sent up, so that two of one cohort differ;
    else by its title."""
    if not (item.is_sent_up and item.words):
        return item.title
    return {code: shorten_text(text, MOST_OF_MATTER) for code, text in item.words.items() if text} or item.title


def describe_place(item: AgendaItem) -> str:
    """On the agenda of which meeting the matter is, with day and hour, in a sentence."""
    return describe_waiting(item.meeting, item.city)


def describe_waiting(meeting: Meeting | None, city: City) -> str:
    """The same of what waits for this meeting; None while none is planned."""
    if meeting is None:
        return _("It waits for the next meeting, whose day is not set yet.")
    at = meeting.session.starts_at.astimezone(city.zone)
    text = (
        _("It is on the agenda of the meeting of %(day)s, %(time)s, which is held now.")
        if meeting.is_on
        else _("It is on the agenda of the meeting on %(day)s, %(time)s.")
    )
    return text % {"day": format_day(at.date()), "time": f"{at:%H:%M}"}


def describe_reversal(decision: Decision) -> str:
    """Which earlier decision it reverses, and of when, in a sentence; "" where none."""
    old = decision.reverses
    if old is None or old.decided_on is None:
        return ""
    return _("Reverses: “%(title)s”, %(day)s.") % {
        "title": isolate_text(str(old.item)),
        "day": format_day(old.decided_on),
    }


def describe_left_out(decision: Decision) -> str:
    """How many lines of members do not stand in the record, in a sentence; never whose."""
    text = ngettext(
        "%(n)s line of a member was left out by the person who noted this.",
        "%(n)s lines of members were left out by the person who noted this.",
        decision.left_out,
    )
    return text % {"n": decision.left_out}


def describe_vote(seat: Seat) -> str:
    """What the seat may do in the forum, in a sentence."""
    if seat.votes:
        return _("Your seat has a vote in the forum.")
    return _(
        "Your seat gives advice: you take part and say what you think, and it has no vote and counts for no quorum."
    )


def describe_own_part(
    *, has_vote: bool, counts: bool, is_here: bool, is_gone: bool, has_answered: bool, questions: int, waiting: int
) -> str:
    """What whoever has a seat can do in the meeting that is held now, in sentences. `counts`: it began with their seat; `is_gone`:
    they were marked as gone; `questions`: how many proposals are before the meeting; `waiting`: how many of them wait for their
    answer; `has_answered`: they have answered one.
    """
    now = _("The forum meets now.")
    if not has_vote:
        return f"{now} {_('Your seat gives advice and has no vote. Say in the meeting what you think.')}"
    if not counts:
        return f"{now} {describe_late_seat()}"
    if is_gone:
        return f"{now} {describe_gone(has_answered=has_answered)}"
    if not is_here:
        return f"{now} {describe_unmarked(is_asked=bool(questions))}"
    if not waiting:
        return now
    text = ngettext("%(n)s proposal waits for your answer.", "%(n)s proposals wait for your answer.", waiting)
    return f"{now} {text % {'n': waiting}}"


def describe_unmarked(*, is_asked: bool) -> str:
    """What is to be done by a member whom nobody has marked as here; `is_asked`: a proposal is before the meeting."""
    if is_asked:
        return _("You are not marked as here. Tell the person who leads the meeting, then answer.")
    return _("You are not marked as here. Tell the person who leads the meeting.")


def describe_gone(*, has_answered: bool) -> str:
    """What it means for a member that they were marked as gone, and how they are back."""
    if has_answered:
        return _(
            "You were marked as gone. Until you are marked as back your answer does not count; then it counts again. "
            "If you are here, tell the person who leads the meeting."
        )
    return _("You were marked as gone. If you are here, tell the person who leads the meeting.")


def describe_late_seat() -> str:
    """Why a seat that was given while a meeting is held does not decide there."""
    return _("Your seat was given while this meeting was held. It counts from the next meeting on.")


def describe_put_off(day: date | None, write: Callable[[date], str] = format_day) -> str:
    """To when a matter was put off, in a sentence; `day`: of the meeting, None while none is planned."""
    if day is None:
        return _("Postponed to the next meeting, whose day was not set yet.")
    return _("Postponed to the meeting on %(day)s.") % {"day": write(day)}


def describe_outcome(decision: Decision, wanted: str = "") -> str:
    """What came of deciding, and what comes next; of advice what was missing, and that what was `wanted` did not happen."""
    if decision.is_rejected:
        return _describe_rejection(decision, wanted)
    day = {"day": format_day(decision.review_on) if decision.review_on else ""}
    comes_back = _("It comes back on %(day)s.") % day
    if not decision.is_advice:
        return " ".join(filter(None, (_("Decided."), describe_left_open(decision), comes_back)))
    return " ".join([_("Noted as advice, not as a decision."), *_list_lacking(decision, wanted), comes_back])


def _describe_rejection(decision: Decision, wanted: str) -> str:
    """That it was not carried, and what follows; without a quorum or a sector the record stays where it is."""
    kind = AGENDA.get(decision.item.record_kind)
    follows = [str(kind.sent_back)] if kind is not None and kind.sent_back and not decision.is_advice else []
    lacking = _list_lacking(decision, wanted)
    again = _("It can be put on the agenda again, from the page of the item.")
    return " ".join([_("Noted: it was not carried. Nobody acts on it."), *lacking, *follows, again])


def _list_lacking(decision: Decision, wanted: str) -> list[str]:
    """What was missing for a decision, and what therefore did not happen, in sentences."""
    lacking = []
    if not decision.has_quorum:
        counted = _("%(n)s present, %(needed)s needed") % {"n": decision.present, "needed": decision.needed}
        lacking.append(_("The quorum was missing (%(count)s).") % {"count": counted})
    if names := decision.missing_names:
        lacking.append(_("Missing sectors: %(names)s.") % {"names": join_localised(names)})
    if wanted:
        lacking.append(_("This did not happen: “%(effect)s”.") % {"effect": wanted})
    return lacking


def describe_left_open(decision: Decision) -> str:
    """What still waits after a decision that could have changed its record and did not; "" where nothing does."""
    kind = AGENDA.get(decision.item.record_kind)
    row = kind.rows().filter(pk=decision.item.record_id).first() if kind and not decision.takes_effect else None
    return kind.describe_left_open(row) if kind is not None and row is not None else ""


def write_archive_blocker(organisation: Organisation) -> str:
    """Why the organisation cannot be archived: somebody sits in the forum for it; "" where nobody does."""
    n = Seat.objects.filter(organisation=organisation, ended_on=None).count()
    text = ngettext("%(n)s seat in the forum", "%(n)s seats in the forum", n)
    return text % {"n": n} if n else ""
