"""What the mails about collaborations say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations.models import Collaboration
from educities.activity.texts.mail_dates import long_day, near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject, quote_words
from educities.kit.multilingual import join_localised, translate_plain


def collaboration_proposed(letter: Letter) -> Mail:
    """Who asks, what for, with whom, until when."""
    row = _find_row(letter)
    day = near_day(row.last_day_to_answer) if row else ""
    return Mail(
        subject=fit_subject(_("Work together? “%(title)s”"), title=letter.word("title")),
        preview=_("Who asks, what for, and until when you can answer."),
        heading=compose_sentence(_("Will you work together? “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s asks you in %(city)s to do this together."),
            _("You are asked in %(city)s to do this together."),
        ),
        body=[quote_words(translate_plain(row.purpose))] if row and translate_plain(row.purpose) else [],
        facts=_list_facts(row),
        until=_write_until(row, day),
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=_write_why(letter),
        thread=f"collaboration:{letter.target_id}",
    )


def _write_until(row: Collaboration | None, day: str) -> str:
    if row is None or not day:
        return ""
    if row.is_between_two:
        text = _("You can answer until %(day)s. A no needs no reason; the other side reads that it did not come about.")
        return text % {"day": day}
    return _("You can answer until %(day)s. A no needs no reason, and nobody reads who said it.") % {"day": day}


def collaboration_agreed(letter: Letter) -> Mail:
    """Those who said yes take part: what now."""
    row = _find_row(letter)
    return Mail(
        subject=fit_subject(_("It is agreed: “%(title)s”"), title=letter.word("title")),
        preview=_("Say hello, and agree on when to start."),
        heading=compose_sentence(_("It is agreed: “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(_("Those named here take part, in %(city)s. It can begin."), city=letter.city_name),
        body=[
            _("On its page you can write to each other: your answers go from address to address."),
            _("Agree among yourselves when to start, and press “Begin” on its page once you do."),
        ],
        facts=_list_facts(row),
        button=(_("Go to the collaboration"), letter.url),
        other=letter.replies(),
        why=_write_why(letter),
        thread=f"collaboration:{letter.target_id}",
    )


def collaboration_completed(letter: Letter) -> Mail:
    """What came of it, and what comes next."""
    row = _find_row(letter)
    facts: list[Fact] = []
    if row:
        for label, words in ((_("What came of it"), row.result), (_("What comes next"), row.next_step)):
            if text := translate_plain(words):
                facts.append((label, compose_sentence("%(words)s", words=text)))
    return Mail(
        subject=fit_subject(_("Completed: “%(title)s”"), title=letter.word("title")),
        preview=_("What came of it, and what comes next."),
        heading=compose_sentence(_("Completed: “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has completed the collaboration in %(city)s."), _("The collaboration in %(city)s is completed.")
        ),
        body=[_("We ask you after a month, three months and a year what became of it.")],
        facts=facts,
        button=(_("Go to the collaboration"), letter.url),
        other=letter.replies(),
        why=_write_why(letter),
        thread=f"collaboration:{letter.target_id}",
    )


def follow_up(letter: Letter) -> Mail:
    """Some time has gone by since the end: what became of it."""
    row = _find_row(letter)
    ended = long_day(row.ended_on) if row and row.ended_on else ""
    return Mail(
        subject=fit_subject(_("What became of it? “%(title)s”"), title=letter.word("title")),
        preview=_("One sentence is enough. It helps the next who try the same."),
        heading=compose_sentence(_("What became of it? “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(
            _("You did this together in %(city)s, and completed it on %(day)s."), city=letter.city_name, day=ended
        ),
        body=[_("Does it go on? Did something grow out of it? One sentence is enough.")],
        button=(_("Write what became of it"), f"{letter.url}follow-up/" if letter.url else ""),
        other=letter.replies(),
        why=_write_why(letter),
        thread=f"collaboration:{letter.target_id}",
    )


OWN_PART = gettext_lazy(
    "You get this email because you, or an organisation you represent, are part of this in %(city)s."
)


def _write_why(letter: Letter) -> str:
    return compose_sentence(str(OWN_PART), city=letter.city_name)


def list_proposal_facts(letter: Letter) -> list[Fact]:
    """What it was about, and who was asked to do it together."""
    row = _find_row(letter)
    purpose = translate_plain(row.purpose) if row else ""
    facts: list[Fact] = [(_("What for"), compose_sentence("%(words)s", words=purpose))] if purpose else []
    return [*facts, *_list_facts(row)]


def _find_row(letter: Letter) -> Collaboration | None:
    return Collaboration.objects.with_parties().filter(pk=letter.target_id or None).first()


def _list_facts(row: Collaboration | None) -> list[Fact]:
    if row is None:
        return []
    sides = [str(one) for one in row.sides]
    facts: list[Fact] = [
        (_("Who was asked") if row.state in row.NOT_AGREED else _("Who takes part"), join_localised(sides)),
        (_("How far it reaches"), row.get_circle_display()),
    ]
    if row.area:
        facts.append((_("Area"), str(row.area)))
    if row.starts_on:
        facts.append((_("From"), long_day(row.starts_on)))
    if row.due_on:
        facts.append((_("Planned until"), long_day(row.due_on)))
    return facts
