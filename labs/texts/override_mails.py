"""What the mails about overrides say: all that is in the record, so that whoever decides can think about it at once."""

from datetime import date

from django.utils.translation import gettext as _

from educities.activity.queries.person_names import names_of
from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject, quote_words
from labs.models import Override


def override_requested(letter: Letter) -> Mail:
    """Who asks, which condition is not met, why, how the gap will be filled, until when."""
    title, rule = letter.word("title"), letter.word("rule")
    row = _find_override(letter)
    asker = names_of([row.requested_by_id]).get(row.requested_by_id, "") if row else letter.sender
    facts: list[Fact] = [(_("Missing"), rule)]
    if row:
        facts += [
            (_("Reason"), quote_words(row.reason)),
            (_("How the gap will be filled"), quote_words(row.remedy)),
            (_("Until when"), _("%(day)s, then it ends by itself") % {"day": long_day(row.wanted_until)}),
        ]
    named = _("%(name)s asks for an override: “%(title)s” in %(city)s would go on although one condition is not met.")
    nameless = _("An override is asked for: “%(title)s” in %(city)s would go on although one condition is not met.")
    parts = {"title": title, "city": letter.city_name}
    return Mail(
        subject=fit_subject(_("To decide: override for “%(title)s”"), title=title),
        preview=compose_sentence(_("%(name)s asks for it. One condition is not met."), name=asker)
        if asker
        else _("One condition is not met."),
        heading=compose_sentence(_("May “%(title)s” move on without this condition?"), title=title),
        lead=compose_sentence(named, name=asker, **parts) if asker else compose_sentence(nameless, **parts),
        facts=facts,
        until=_("Please decide soon: it is needed for the next step."),
        button=(_("Read and decide"), letter.url),
        other=letter.replies(_("Want to ask first? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because you decide on overrides of this condition."),
        thread=f"override:{letter.target_id}",
    )


def override_granted(letter: Letter) -> Mail:
    """Until when it holds, and what was said."""
    row = _find_override(letter)
    until = letter.data.get("until")
    day = long_day(date.fromisoformat(until)) if until else ""
    return _answer_mail(
        letter,
        row,
        subject=fit_subject(_("Granted: override for “%(title)s”"), title=letter.word("title")),
        heading=compose_sentence(_("The override for “%(title)s” is granted"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has granted the override that you asked for in %(city)s."),
            _("The override that you asked for in %(city)s is granted."),
        ),
        facts=[(_("Holds until"), day)] if day else [],
        until=_("Until then, fill the gap as you wrote. After that day it ends by itself."),
        preview=_("Until when it holds, and what to do until then."),
    )


def override_refused(letter: Letter) -> Mail:
    """Why not, and what now."""
    return _answer_mail(
        letter,
        _find_override(letter),
        subject=fit_subject(_("Refused: override for “%(title)s”"), title=letter.word("title")),
        heading=compose_sentence(_("The override for “%(title)s” is refused"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has refused the override that you asked for in %(city)s."),
            _("The override that you asked for in %(city)s is refused."),
        ),
        facts=[],
        until=_("Meet the condition, or ask again with another reason."),
        preview=_("The answer and its reason are inside."),
    )


def override_expired(letter: Letter) -> Mail:
    """Its day has passed."""
    return _answer_mail(
        letter,
        None,
        subject=fit_subject(_("Ended: override for “%(title)s”"), title=letter.word("title")),
        heading=compose_sentence(_("The override for “%(title)s” has ended"), title=letter.word("title")),
        lead=compose_sentence(
            _("The day of the override has passed in %(city)s, and the condition is still not met."),
            city=letter.city_name,
        ),
        facts=[],
        until=_("What was done stays. Meet the condition before the next step."),
        preview=_("Its day has passed. What is still missing is inside."),
    )


def _answer_mail(
    letter: Letter,
    row: Override | None,
    *,
    subject: str,
    heading: str,
    lead: str,
    facts: list[Fact],
    until: str,
    preview: str,
) -> Mail:
    words: list[Fact] = [(_("Answer"), quote_words(row.answer))] if row and row.answer else []
    return Mail(
        subject=subject,
        preview=preview,
        heading=heading,
        lead=lead,
        facts=[*facts, (_("Condition"), letter.word("rule")), *words],
        until=until,
        button=(_("See the override"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you asked for this override or decide on it."),
        thread=f"override:{letter.target_id}",
    )


def _find_override(letter: Letter) -> Override | None:
    return Override.objects.filter(pk=letter.target_id or None).first()
