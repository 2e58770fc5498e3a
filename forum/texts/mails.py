"""The words of the forum's mails: what it is about, why it goes to this person, what to do."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from forum.models import Seat
from forum.queries.reversals import link_reversals
from forum.texts import describe_vote, name_matter
from forum.texts.mail_parts import (
    find_decision,
    list_beside,
    list_days,
    list_reversed,
    list_words,
    write_place,
    write_review_place,
    write_why,
)


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
        why=write_why(letter),
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
        facts=[
            *list_words(_("What it is about"), letter.word("about")),
            *list_words(_("In a sentence"), letter.word("words")),
        ],
        body=[write_place(letter), _("You can change the order, postpone it, or propose a decision.")],
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
        facts=[
            *list_words(_("What it is about"), letter.word("about")),
            *list_words(_("What it says"), letter.word("words")),
            *list_reversed(find_decision(letter)),
            *list_days(letter),
        ],
        button=(_("See the answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you sent the matter up, in %(city)s."), city=letter.city_name
        ),
    )


def not_carried(letter: Letter) -> Mail:
    """What the reader sent up was not carried, with what stands in the record beside it, and what can be done."""
    facts = list_words(_("What it is about"), letter.word("about"))
    facts += list_words(_("What was proposed"), letter.word("words"))
    facts += list_beside(find_decision(letter))
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
    decision = find_decision(letter)
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
    decision = find_decision(letter)
    title = translate_plain(name_matter(decision.item)) if decision else letter.word("title")
    facts = list_words(_("What it says"), translate_plain(decision.words) if decision else "")
    facts += list_reversed(decision)
    if decision is not None and decision.act_by is not None:
        facts.append((_("Until"), long_day(decision.act_by)))
    return Mail(
        subject=fit_subject(pattern, title=title),
        preview=_("What, until when, and where you say what was done."),
        heading=compose_sentence(pattern, title=title),
        lead=compose_sentence(lead, city=letter.city_name),
        body=[_("When it is done, say so in a sentence on the page of the decision.")],
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
    decision = find_decision(letter)
    title = translate_plain(name_matter(decision.item)) if decision else letter.word("title")
    facts = list_words(_("What it says"), translate_plain(decision.words) if decision else "")
    if decision is not None and decision.decided_on is not None:
        facts.append((_("Decided"), long_day(decision.decided_on)))
    return Mail(
        subject=fit_subject(_("To be reviewed: “%(title)s”"), title=title),
        preview=_("The day has come that the forum named when it decided."),
        heading=compose_sentence(_("To be reviewed: “%(title)s”"), title=title),
        lead=compose_sentence(
            _("The forum of %(city)s named a day on which it looks at this again. It has come."), city=letter.city_name
        ),
        body=[*write_review_place(decision), _("Write down before then what became of it.")],
        facts=facts,
        button=(_("See the decision"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you prepare the forum or act on this decision, in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"forum-decision:{letter.target_id}",
    )


def decision_reversed(letter: Letter) -> Mail:
    """What the reader acts on, or acted on, holds no more: which decision it was, by which one, and what it means for them."""
    old = find_decision(letter)
    link_reversals([old])
    title = translate_plain(name_matter(old.item)) if old else letter.word("title")
    facts = list_words(_("What it said"), translate_plain(old.words) if old else "")
    if old is not None and old.decided_on is not None:
        facts.append((_("Decided"), long_day(old.decided_on)))
    by = old.reversed_by if old is not None else None
    facts += list_words(_("What the forum says now"), translate_plain(by.words) if by else "")
    if by is not None and by.decided_on is not None:
        facts.append((_("Reversed on"), long_day(by.decided_on)))
    then = (
        _("What was done stands beside it.")
        if old is not None and old.done_on
        else _("Nothing is to be done on it any more.")
    )
    return Mail(
        subject=fit_subject(_("Reversed by the forum: “%(title)s”"), title=title),
        preview=then,
        heading=compose_sentence(_("Reversed by the forum: “%(title)s”"), title=title),
        lead=compose_sentence(
            _("The forum of %(city)s has looked at an earlier decision again, and reversed it."), city=letter.city_name
        ),
        body=[then],
        facts=facts,
        button=(_("See the decision"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you, or an organisation you represent, acted on this in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"forum-decision:{letter.target_id}",
    )


def words_left_out(letter: Letter) -> Mail:
    """What the reader wrote is not in the record, and why."""
    return Mail(
        subject=fit_subject(_("Your words were left out: “%(title)s”"), title=letter.word("title")),
        preview=_("What you wrote does not stand in the record. The reason is inside."),
        heading=_("Your words were left out of the record"),
        lead=letter.lead(
            _("%(name)s left out of the record of the forum of %(city)s what you had written."),
            _("What you had written was left out of the record of the forum of %(city)s."),
        ),
        body=[
            _(
                "The record says that a line was left out, and neither whose nor why. If that is not right, tell the chair: a "
                "correction can stand beside the minutes."
            )
        ],
        facts=[
            *list_words(_("What it is about"), letter.word("title")),
            *list_words(_("Why"), letter.word("reason")),
        ],
        button=(_("See the decision"), letter.url),
        other=letter.replies(),
        why=write_why(letter),
        thread=f"forum-decision:{letter.target_id}",
    )


def write_restored_place(letter: Letter) -> str:
    """Where a matter that was taken off the agenda is discussed now."""
    return f"{write_place(letter)} {_('The answer comes to you.')}"
