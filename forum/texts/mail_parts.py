"""What several mails of the forum say: about a decision, a matter, a meeting."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_dates import day_and_hours, long_day
from educities.activity.texts.mail_kinds import Fact, Letter, compose_sentence
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem, Decision, Meeting
from forum.queries.reversals import link_reversals
from forum.queries.sessions import find_next_meeting
from forum.queries.statements import list_statements
from forum.texts import describe_place, describe_waiting
from forum.values.reviews import REVIEW_KIND


def write_why(letter: Letter) -> str:
    text = _("You get this email because you have a seat in the strategic forum of %(city)s.")
    return compose_sentence(text, city=letter.city_name)


def find_decision(letter: Letter) -> Decision | None:
    rows = Decision.objects.with_words()
    found: Decision | None = rows.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None
    return found


def list_words(label: str, text: str) -> list[Fact]:
    return [(label, compose_sentence("%(words)s", words=text))] if text else []


def list_beside(decision: Decision | None) -> list[Fact]:
    """What stands in the record beside what was noted: its lines in its order under its headings, whoever answered what."""
    if decision is None:
        return []
    members = list_statements(decision.statements.select_related("seat__profile", "seat__organisation"))
    said = list_words(_("Objection or dissent"), translate_plain(decision.dissent))
    return [*said, (_("In members’ own words"), members)] if members else said


def list_days(letter: Letter) -> list[Fact]:
    decision = find_decision(letter)
    return [(_("Review due on"), long_day(decision.review_on))] if decision and decision.review_on else []


def list_reversed(decision: Decision | None) -> list[Fact]:
    """Which earlier decision ended with this one."""
    link_reversals([decision])
    old = decision.reverses if decision is not None else None
    if old is None or old.decided_on is None:
        return []
    text = compose_sentence("%(title)s (%(day)s)", title=str(old.item), day=long_day(old.decided_on))
    return [(_("Reverses the earlier decision"), text)]


def write_place(letter: Letter) -> str:
    rows = AgendaItem.objects.select_related("meeting__session", "city")
    item = rows.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None
    return describe_place(item) if item is not None else _("It waits for the next meeting.")


def write_review_place(decision: Decision | None) -> list[str]:
    """At which meeting the decision comes back: the one on whose agenda it is, else the next one, onto whose it comes."""
    if decision is None:
        return []
    rows = AgendaItem.objects.waiting().filter(record_kind=REVIEW_KIND, record_id=decision.pk)
    item = rows.select_related("meeting__session", "city").first()
    return [describe_place(item) if item else describe_waiting(find_next_meeting(decision.item.charter), decision.city)]


def find_meeting(letter: Letter) -> Meeting | None:
    rows = Meeting.objects.select_related("session", "city")
    found: Meeting | None = rows.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None
    return found


def list_hours(meeting: Meeting | None) -> list[Fact]:
    """When the meeting was."""
    if meeting is None:
        return []
    begins, ends = (at.astimezone(meeting.city.zone) for at in meeting.hours)
    return [(_("When"), day_and_hours(begins, ends))]
