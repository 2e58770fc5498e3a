"""The minutes of a meeting of the forum on paper: who was there, what was said, right-to-left where the language is."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from educities.kit.multilingual import join_localised, text_direction, translate_plain
from forum.models import Decision, Meeting
from forum.queries.items import ShownItem, list_agenda, load_items
from forum.queries.minutes import Attender, PutOff, list_present, list_put_off
from forum.queries.reversals import link_reversals
from forum.queries.statements import write_statements
from forum.texts import describe_left_out, describe_put_off
from reports.renderers.pdf import render_pdf
from reports.renderers.personal_data import TEMPLATE
from stakeholders.models import Sector

Row = list[tuple[str, str]]


def render_minutes(meeting: Meeting) -> bytes:
    """The minutes as PDF/UA, in the active language."""
    return render_pdf(describe_minutes(meeting), TEMPLATE)


def describe_minutes(meeting: Meeting) -> dict[str, Any]:
    """What the paper says; what was corrected since stands at its end."""
    city, language = meeting.city, (get_language() or "en")[:2]
    begins, ends = (at.astimezone(city.zone) for at in meeting.hours)
    hours = f"{date_format(begins, 'H:i')}–{date_format(ends, 'H:i')}"
    when = join_localised([date_format(begins, "DATE_FORMAT"), hours])
    numbers = {"voting": meeting.voting, "needed": meeting.needed}
    corrections: list[Row] = [[(_("What is right"), translate_plain(row.words))] for row in meeting.corrections.all()]
    items = load_items(list_agenda(meeting))
    link_reversals(shown.decision for shown in items)
    sections = [
        _describe_people(list_present(meeting)),
        *(_describe_item(shown) for shown in items),
        _write_section(
            pgettext("matters of a meeting", "Postponed"), [_describe_put_off(one) for one in list_put_off(meeting)]
        ),
        _write_section(_("Corrections"), corrections),
    ]
    return {
        "lang": language,
        "dir": text_direction(language),
        "title": str(meeting),
        "subtitle": f"{translate_plain(city.name)} · {when}",
        "practice": _("Practice city: everything here is invented.") if city.is_practice else "",
        "notes": [*_list_place(meeting), _("%(voting)s seats had a vote; %(needed)s made a quorum.") % numbers],
        "sections": [section for section in sections if section["rows"]],
        "footer": _("Made on %(day)s") % {"day": date_format(city.today(), "DATE_FORMAT")},
    }


def _list_place(meeting: Meeting) -> list[str]:
    place = meeting.session.place
    return [_("Place: %(place)s") % {"place": place}] if place else []


def _write_section(title: str, rows: list[Row], why: str = "") -> dict[str, Any]:
    return {"title": title, "why": why, "correction": "", "rows": rows}


def _describe_people(people: list[Attender]) -> dict[str, Any]:
    """Everyone of each sector who was there, the guests, then who was not; the same people as on the page."""
    rows: list[Row] = []
    for sector in Sector:
        names = [_name_person(one) for one in people if one.was_here and one.seat and one.seat.sector == sector]
        rows += [[(str(sector.label), join_localised(names))]] if names else []
    guests = [_name_person(one) for one in people if one.was_here and one.seat is None]
    rows += [[(_("guests"), join_localised(guests))]] if guests else []
    absent = [_name_person(one) for one in people if not one.was_here]
    rows += [[(_("not there"), join_localised(absent))]] if absent else []
    return _write_section(_("Who was there"), rows)


def _name_person(one: Attender) -> str:
    """The name, with what else stands beside it on the page: who has no vote is no part of a quorum."""
    notes = [str(one.seat.organisation)] if one.has_namesake and one.seat is not None and one.seat.organisation else []
    notes += [_("advice, no vote")] if one.seat is not None and not one.seat.votes else []
    if one.has_left:
        notes.append(_("left early"))
    if one.corrected:
        notes.append(_("corrected since: %(mark)s") % {"mark": one.corrected})
    return f"{one.person.display_name} ({join_localised(notes)})" if notes else str(one.person.display_name)


def _describe_item(shown: ShownItem) -> dict[str, Any]:
    decision = shown.decision
    if decision is None or not decision.is_concluded:
        return _write_section(str(shown.item), [[(_("Status"), _("Not discussed."))]], shown.label)
    return _write_section(str(shown.item), [_describe_decision(decision)], shown.label)


def _describe_put_off(one: PutOff) -> Row:
    day = one.to.date() if one.to else None
    return [(str(one.item), describe_put_off(day, lambda at: date_format(at, "DATE_FORMAT")))]


def _describe_lack(decision: Decision) -> list[str]:
    """Why it is advice, in sentences; nothing of a decision."""
    names = join_localised([str(Sector(number).label) for number in decision.missing_sectors])
    quorum = [] if decision.has_quorum else [_("The quorum was missing.")]
    return quorum + ([_("Missing sectors: %(names)s.") % {"names": names}] if names else [])


def _name_saying(decision: Decision) -> str:
    if decision.is_rejected:
        return _("Proposed, not carried")
    return _("Advice") if decision.is_advice else _("Decision")


def _name_reversed(other: Decision | None) -> list[str]:
    """The title of the other decision, with its day."""
    if other is None or other.decided_on is None:
        return []
    return [join_localised([str(other.item), date_format(other.decided_on, "DATE_FORMAT")])]


def _list_beside(decision: Decision) -> Row:
    """What stands beside the words: which decision it ends or was ended by, and what was said."""
    row = [(_("Reverses the earlier decision"), text) for text in _name_reversed(decision.reverses)]
    row += [(_("Reversed on"), text) for text in _name_reversed(decision.reversed_by)]
    if text := translate_plain(decision.dissent):
        row.append((_("Objection or dissent"), text))
    if text := write_statements(decision.statements.all()):
        row.append((_("In members’ own words"), text))
    if decision.left_out:
        row.append((_("Left out"), describe_left_out(decision)))
    return row


def _describe_decision(decision: Decision) -> Row:
    votes = {"yes": decision.votes_for, "no": decision.votes_against, "open": decision.abstained}
    present = _("%(n)s present, %(needed)s needed") % {"n": decision.present, "needed": decision.needed}
    how = [decision.get_method_display(), present]
    if decision.method == Decision.Method.VOTE:
        how.insert(1, _("%(yes)s for, %(no)s against, %(open)s abstained") % votes)
    row = [
        (_name_saying(decision), translate_plain(decision.words)),
        (_("How"), " · ".join([*how, *_describe_lack(decision)])),
    ]
    row += _list_beside(decision)
    if decision.act_by is not None:
        who = str(decision.acts_organisation or "") or str(getattr(decision.acts_profile, "display_name", ""))
        until = _("to be done by %(day)s") % {"day": date_format(decision.act_by, "DATE_FORMAT")}
        row.append((_("Who acts"), " · ".join(filter(None, (who or _("A member of the forum"), until)))))
    if decision.review_on is not None:
        row.append((_("Review due on"), date_format(decision.review_on, "DATE_FORMAT")))
    return row
