"""Mails about the revision of a confirmed figure: which figure, from what to what, why, and what it means."""

from decimal import Decimal

from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject, quote_words
from educities.kit.multilingual import isolate_ltr
from programs.models import Indicator, IndicatorValue
from programs.texts import with_unit
from programs.values.calendar import school_year


def revision_proposed(letter: Letter) -> Mail:
    """Who proposes which figure in place of the confirmed one, and that it counts only once somebody else confirms it."""
    return Mail(
        subject=fit_subject(_("Confirm the revision: “%(title)s”"), title=letter.word("title")),
        preview=_("Until you confirm it, the old figure counts."),
        heading=compose_sentence(_("Is the new figure of “%(title)s” right?"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s proposes in %(city)s another figure in place of a confirmed one."),
            _("In %(city)s another figure is proposed in place of a confirmed one."),
        ),
        body=[
            _(
                "Read why. Confirmed, the new figure counts at once; declined, the old one stays, and your reason is read."
            )
        ],
        facts=_list_facts(letter),
        button=(_("Read and decide"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you can confirm figures that others entered in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"indicator:{letter.target_id}",
    )


def withdrawal_proposed(letter: Letter) -> Mail:
    """Who proposes that which figure counts no more, and that it counts until somebody else has confirmed it."""
    return Mail(
        subject=fit_subject(_("Answer: shall a figure of “%(title)s” be withdrawn?"), title=letter.word("title")),
        preview=_("Until you confirm it, the figure counts."),
        heading=compose_sentence(_("Shall a figure of “%(title)s” be withdrawn?"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s proposes in %(city)s to withdraw a confirmed figure."),
            _("In %(city)s it is proposed to withdraw a confirmed figure."),
        ),
        body=[
            _(
                "Read why. Confirmed, it counts no more at once, in no chart and no comparison; declined, it stays, and your "
                "reason is read."
            )
        ],
        facts=_list_facts(letter),
        button=(_("Read and decide"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you can confirm figures that others entered in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"indicator:{letter.target_id}",
    )


def withdrawal_declined(letter: Letter) -> Mail:
    """That the figure stays, and why."""
    return _write_news(
        letter,
        subject=_("Not withdrawn: “%(title)s”"),
        heading=_("The figure of “%(title)s” stays as it is"),
        named=_("%(name)s has declined to withdraw it in %(city)s."),
        nameless=_("Withdrawing it was declined in %(city)s."),
        then=_("The confirmed figure still counts. A revision of it can be proposed."),
    )


def revision_confirmed(letter: Letter) -> Mail:
    """That a revision counts from now on, and who has confirmed it."""
    return _write_news(
        letter,
        subject=_("Revised: “%(title)s”"),
        heading=_("The revised figure of “%(title)s” counts"),
        named=_("%(name)s has confirmed the revision in %(city)s."),
        nameless=_("The revision was confirmed in %(city)s."),
        then=_("The new figure counts from now on. The old one stays on the page, with the reason."),
    )


def revision_declined(letter: Letter) -> Mail:
    """That the old figure stays, and why."""
    return _write_news(
        letter,
        subject=_("Not revised: “%(title)s”"),
        heading=_("The figure of “%(title)s” stays as it is"),
        named=_("%(name)s has declined the revision in %(city)s."),
        nameless=_("The revision was declined in %(city)s."),
        then=_("The confirmed figure still counts. Another revision of it can be proposed."),
    )


def revision_undone(letter: Letter) -> Mail:
    """That a revision counts no more, and waits again."""
    return _write_news(
        letter,
        subject=_("Not yet revised: “%(title)s”"),
        heading=_("The revision of a figure of “%(title)s” waits again"),
        named=_("%(name)s has undone the confirmation in %(city)s."),
        nameless=_("The confirmation was undone in %(city)s."),
        then=_("The old figure counts until the new one is confirmed."),
    )


def _write_news(letter: Letter, *, subject: str, heading: str, named: str, nameless: str, then: str) -> Mail:
    return Mail(
        subject=fit_subject(subject, title=letter.word("title")),
        preview=then,
        heading=compose_sentence(heading, title=letter.word("title")),
        lead=letter.lead(named, nameless),
        body=[then],
        facts=_list_facts(letter),
        button=(_("See the indicator"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you have a part in what it tells, in %(city)s."), city=letter.city_name
        ),
        thread=f"indicator:{letter.target_id}",
    )


def _list_facts(letter: Letter) -> list[Fact]:
    """Which figure, from what to what, and why."""
    period, series = letter.data.get("period"), letter.word("series")
    label = IndicatorValue.Series(series).label if series in IndicatorValue.Series.values else ""
    row = Indicator.objects.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None
    facts: list[Fact] = [(str(label), isolate_ltr(school_year(period)))] if isinstance(period, int) and label else []
    numbers = [letter.word(name) for name in ("old", "new")]
    if numbers[0] and numbers[0] == numbers[1]:
        facts.append((_("Figure"), isolate_ltr(with_unit(row or Indicator(unit="number"), Decimal(numbers[0])))))
    elif all(numbers):
        old, new = (isolate_ltr(with_unit(row or Indicator(unit="number"), Decimal(one))) for one in numbers)
        facts.append((_("Change"), _("from %(old)s to %(new)s") % {"old": old, "new": new}))
    return [*facts, (_("Reason"), quote_words(letter.word("reason")))] if letter.word("reason") else facts
