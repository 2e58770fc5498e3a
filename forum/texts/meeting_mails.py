"""The words of mails about a meeting of the forum: its minutes, and what its invitation lists."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from educities.activity.texts.mail_dates import short_moment
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem, Decision, Meeting
from forum.queries.minutes import PutOff, list_put_off
from forum.queries.reversals import link_reversals
from forum.texts import describe_put_off, describe_reversal, name_matter
from forum.texts.mail_parts import find_meeting, list_hours, list_words, write_why

MOST_MATTERS = 8


def minutes_ready(letter: Letter) -> Mail:
    """The minutes of a meeting, to everyone with a seat: what was decided, in a line each."""
    meeting = find_meeting(letter)
    items = (
        AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.DECIDED)
        if meeting
        else AgendaItem.objects.none()
    )
    said = [item.decision for item in items.select_related("decision__item")]
    link_reversals(said)
    lines = [_write_line(decision) for decision in said]
    later = [_write_put_off(one) for one in list_put_off(meeting)] if meeting else []
    facts: list[Fact] = [*list_hours(meeting), *([(_("Said by the forum"), lines)] if lines else [])]
    if later:
        facts.append((pgettext("matters of a meeting", "Postponed"), later))
    return Mail(
        subject=_fit_minutes(
            letter, meeting, _("Minutes, %(when)s: “%(title)s”"), _("Minutes of the forum: “%(title)s”")
        ),
        preview=_("What was decided, who acts, and when it comes back."),
        heading=compose_sentence(_("Minutes of the forum: “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(
            _("The meeting in %(city)s is over. Whether you were there or not: this is what was said."),
            city=letter.city_name,
        ),
        body=[_("If something is not right, tell the chair: a correction stands beside the minutes.")],
        facts=facts,
        button=(_("Read the minutes"), letter.url),
        other=letter.replies(),
        why=write_why(letter),
        thread=f"forum-meeting:{letter.target_id}",
    )


def _write_put_off(one: PutOff) -> str:
    to = describe_put_off(one.to.date() if one.to else None)
    return compose_sentence("%(title)s: %(to)s", title=str(one.item), to=to)


def _write_line(decision: Decision) -> str:
    if reversal := describe_reversal(decision):
        return f"{compose_sentence('%(words)s', words=translate_plain(decision.words))} ({reversal.rstrip('.')})"
    text = translate_plain(decision.words)
    if decision.is_rejected:
        return compose_sentence(_("%(words)s (not carried)"), words=text)
    return (
        compose_sentence(_("%(words)s (advice)"), words=text)
        if decision.is_advice
        else compose_sentence("%(words)s", words=text)
    )


def minutes_corrected(letter: Letter) -> Mail:
    """What is right, beside the minutes."""
    meeting = find_meeting(letter)
    return Mail(
        subject=_fit_minutes(
            letter, meeting, _("Minutes corrected, %(when)s: “%(title)s”"), _("Minutes corrected: “%(title)s”")
        ),
        preview=letter.word("words"),
        heading=compose_sentence(_("Minutes corrected: “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has corrected the minutes of the forum of %(city)s."),
            _("The minutes of the forum of %(city)s were corrected."),
        ),
        body=[_("The minutes stay as they were; the correction stands beside them.")],
        facts=[*list_hours(meeting), *list_words(_("What is right"), letter.word("words"))],
        button=(_("Read the minutes"), letter.url),
        other=letter.replies(),
        why=write_why(letter),
        thread=f"forum-meeting:{letter.target_id}",
    )


def list_matters(session_id: str) -> list[str]:
    """What stands on the agenda of the meeting with this session, by its title, in its order; the last line says how many more."""
    rows = AgendaItem.objects.waiting().select_related("city").filter(meeting__session=session_id or None)
    titles = [compose_sentence("%(title)s", title=_write_matter(item)) for item in rows]
    more = len(titles) - MOST_MATTERS
    if more <= 1:
        return titles
    text = ngettext("and %(n)s more matter", "and %(n)s more matters", more) % {"n": more}
    return [*titles[:MOST_MATTERS], text]


def _write_matter(item: AgendaItem) -> str:
    """The title, and of what was sent up its first words too."""
    name = translate_plain(name_matter(item))
    return str(item) if name == str(item) else f"{item}: {name}"


def _fit_minutes(letter: Letter, meeting: Meeting | None, dated: str, undated: str) -> str:
    """The subject, with day and hour of the meeting: two may have one title."""
    if meeting is None:
        return fit_subject(undated, title=letter.word("title"))
    at = meeting.session.starts_at.astimezone(meeting.city.zone)
    return fit_subject(dated, when=short_moment(at), title=letter.word("title"))
