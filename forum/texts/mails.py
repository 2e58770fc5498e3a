"""The words of the forum's mails: what it is about, why it goes to this person, what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem, Decision, Meeting, Seat
from forum.queries.minutes import PutOff, list_put_off
from forum.queries.statements import list_statements
from forum.texts import describe_put_off, describe_vote


def seat_given(letter: Letter) -> Mail:
    """A seat, for whom, until when, and whether it has a vote."""
    seat = Seat.objects.select_related("organisation").filter(pk=letter.target_id or None).first()
    facts: list[Fact] = []
    if seat is not None:
        if seat.organisation is not None:
            facts.append((_("Organisation"), str(seat.organisation)))
        facts.append((_("Role"), str(seat.get_role_display())))
        facts += [(_("From"), long_day(seat.starts_on)), (_("Until"), long_day(seat.ends_on))]
    return Mail(
        subject=_("You have a seat in the strategic forum"),
        preview=_("What it is, until when, and what comes next."),
        heading=_("You have a seat in the strategic forum"),
        lead=letter.lead(
            _("%(name)s has given you a seat in the forum of %(city)s."), _("You have a seat in the forum of %(city)s.")
        ),
        body=[
            _("The forum meets a few times a year and decides what the labs cannot decide alone."),
            *([describe_vote(seat)] if seat is not None else []),
            _(
                "You need not do anything now: you get an invitation to each meeting. You can give up the seat at any time."
            ),
        ],
        facts=facts,
        button=(_("See the forum"), letter.url),
        other=letter.replies(),
        why=_write_why(letter),
    )


def matter_sent(letter: Letter) -> Mail:
    """A matter for the next agenda."""
    return Mail(
        subject=fit_subject(_("For the forum: “%(title)s”"), title=letter.word("title")),
        preview=letter.word("words"),
        heading=compose_sentence(_("For the forum: “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s asks the forum of %(city)s for an answer."), _("The forum of %(city)s is asked for an answer.")
        ),
        facts=_list_words(_("In a sentence"), letter.word("words")),
        body=[
            _(
                "It stands on the agenda of the next meeting. You can change the order, postpone it, or propose a decision."
            )
        ],
        button=(_("See the item"), letter.url),
        other=letter.replies(),
        why=compose_sentence(_("You get this email because you prepare the forum in %(city)s."), city=letter.city_name),
    )


def forum_answered(letter: Letter) -> Mail:
    """What the forum said about a matter that the reader sent up: a decision, or advice."""
    is_advice = bool(letter.data.get("is_advice"))
    pattern = _("The forum’s advice: “%(title)s”") if is_advice else _("The forum’s answer: “%(title)s”")
    advice = _("It is advice: the quorum or one of the four sectors was missing. The forum can discuss it again.")
    return Mail(
        subject=fit_subject(pattern, title=letter.word("title")),
        preview=letter.word("words"),
        heading=compose_sentence(pattern, title=letter.word("title")),
        lead=compose_sentence(
            _("You sent this to the forum of %(city)s. This is what it says."), city=letter.city_name
        ),
        body=[advice] if is_advice else [_("It is reviewed on the day that stands beside it.")],
        facts=[*_list_words(_("What it says"), letter.word("words")), *_list_days(letter)],
        button=(_("See the answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you sent the matter up, in %(city)s."), city=letter.city_name
        ),
    )


def not_carried(letter: Letter) -> Mail:
    """What the reader sent up was not carried, with what stands in the record beside it, and what can be done."""
    facts = _list_words(_("What was proposed"), letter.word("words"))
    facts += _list_beside(_find_decision(letter))
    advice = _("The quorum or one of the four sectors was missing, so this is advice. The forum can discuss it again.")
    return Mail(
        subject=fit_subject(_("Not carried in the forum: “%(title)s”"), title=letter.word("title")),
        preview=letter.word("words"),
        heading=compose_sentence(_("Not carried in the forum: “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(
            _("You sent this to the forum of %(city)s. What was proposed about it was not carried."),
            city=letter.city_name,
        ),
        body=[
            *([advice] if letter.data.get("is_advice") else []),
            _("Nothing changes by it. You can send the matter up again, or talk with the people who lead the forum."),
        ],
        facts=facts,
        button=(_("See the answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you sent the matter up, in %(city)s."), city=letter.city_name
        ),
    )


def act_assigned(letter: Letter) -> Mail:
    """The forum asks the reader to act."""
    decision = _find_decision(letter)
    lead = _("The forum of %(city)s has decided, and asks you to act.")
    if decision is not None and decision.is_advice:
        lead = _("The forum of %(city)s advises, and asks you to act. It is advice, not a decision.")
    return _write_act(letter, _("The forum asks you to act: “%(title)s”"), lead)


def act_reminded(letter: Letter) -> Mail:
    """The day until which the reader acts has come near."""
    return _write_act(
        letter, _("To be done for the forum: “%(title)s”"), _("The day that the forum of %(city)s named comes near.")
    )


def _write_act(letter: Letter, pattern: str, lead: str) -> Mail:
    decision = _find_decision(letter)
    title = str(decision.item) if decision else letter.word("title")
    facts = _list_words(_("What it says"), translate_plain(decision.words) if decision else "")
    if decision is not None and decision.act_by is not None:
        facts.append((_("Until"), long_day(decision.act_by)))
    return Mail(
        subject=fit_subject(pattern, title=title),
        preview=_("What, until when, and where you say what was done."),
        heading=compose_sentence(pattern, title=title),
        lead=compose_sentence(lead, city=letter.city_name),
        body=[_("When it is done, say so in a sentence on that page.")],
        facts=facts,
        button=(_("See the advice") if decision and decision.is_advice else _("See the decision"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you, or an organisation you represent, act on this in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"forum-decision:{letter.target_id}",
    )


def review_due(letter: Letter) -> Mail:
    """A decision comes back."""
    decision = _find_decision(letter)
    title = str(decision.item) if decision else letter.word("title")
    facts = _list_words(_("What it says"), translate_plain(decision.words) if decision else "")
    if decision is not None and decision.decided_on is not None:
        facts.append((_("Decided"), long_day(decision.decided_on)))
    return Mail(
        subject=fit_subject(_("To be reviewed: “%(title)s”"), title=title),
        preview=_("The day has come that the forum named when it decided."),
        heading=compose_sentence(_("To be reviewed: “%(title)s”"), title=title),
        lead=compose_sentence(
            _("The forum of %(city)s named a day on which it looks at this again. It has come."), city=letter.city_name
        ),
        body=[_("It is on the agenda of the next meeting. Write down before then what became of it.")],
        facts=facts,
        button=(_("See the decision"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you prepare the forum or act on this decision, in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"forum-decision:{letter.target_id}",
    )


def minutes_ready(letter: Letter) -> Mail:
    """The minutes of a meeting, to everyone with a seat: what was decided, in a line each."""
    meeting = Meeting.objects.filter(pk=letter.target_id or None).first()
    items = (
        AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.DECIDED)
        if meeting
        else AgendaItem.objects.none()
    )
    lines = [_write_line(item.decision) for item in items.select_related("decision__item")]
    later = [_write_put_off(one) for one in list_put_off(meeting)] if meeting else []
    facts: list[Fact] = [(_("Said by the forum"), lines)] if lines else []
    if later:
        facts.append((pgettext("matters of a meeting", "Postponed"), later))
    return Mail(
        subject=fit_subject(_("Minutes of the forum: “%(title)s”"), title=letter.word("title")),
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
        why=_write_why(letter),
        thread=f"forum-meeting:{letter.target_id}",
    )


def _write_put_off(one: PutOff) -> str:
    to = describe_put_off(one.to.date() if one.to else None)
    return compose_sentence("%(title)s: %(to)s", title=str(one.item), to=to)


def _write_line(decision: Decision) -> str:
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
    return Mail(
        subject=fit_subject(_("Minutes corrected: “%(title)s”"), title=letter.word("title")),
        preview=letter.word("words"),
        heading=compose_sentence(_("Minutes corrected: “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has corrected the minutes of the forum of %(city)s."),
            _("The minutes of the forum of %(city)s were corrected."),
        ),
        body=[_("The minutes stay as they were; the correction stands beside them.")],
        facts=_list_words(_("What is right"), letter.word("words")),
        button=(_("Read the minutes"), letter.url),
        other=letter.replies(),
        why=_write_why(letter),
        thread=f"forum-meeting:{letter.target_id}",
    )


def _write_why(letter: Letter) -> str:
    text = _("You get this email because you have a seat in the strategic forum of %(city)s.")
    return compose_sentence(text, city=letter.city_name)


def _find_decision(letter: Letter) -> Decision | None:
    rows = Decision.objects.with_words()
    found: Decision | None = rows.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None
    return found


def _list_words(label: str, text: str) -> list[Fact]:
    return [(label, compose_sentence("%(words)s", words=text))] if text else []


def _list_beside(decision: Decision | None) -> list[Fact]:
    """What stands in the record beside what was noted: its lines in its order under its headings, whoever answered what."""
    if decision is None:
        return []
    members = list_statements(decision.statements.select_related("seat__profile", "seat__organisation"))
    said = _list_words(_("Objection or dissent"), translate_plain(decision.dissent))
    return [*said, (_("In members’ own words"), members)] if members else said


def _list_days(letter: Letter) -> list[Fact]:
    decision = _find_decision(letter)
    return [(_("Review due on"), long_day(decision.review_on))] if decision and decision.review_on else []
