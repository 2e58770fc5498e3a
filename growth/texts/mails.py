"""What the mails about growth engines say."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject, quote_words
from educities.kit.multilingual import translate_plain
from growth.models import Engine, Invitee, Round
from growth.values import REST_DAYS


def engine_invitation(letter: Letter) -> Mail:
    """Who asks, about what, why this person, and the two answers."""
    rows = Invitee.objects.select_related("round", "engine__area", "organisation")
    row = rows.filter(pk=letter.target_id or None).first()
    return _compose_mail(letter, row.round if row else None, row)


def engine_reminder(letter: Letter) -> Mail:
    """The same, for whoever has not answered."""
    row = Round.objects.select_related("engine__area").filter(pk=letter.target_id or None).first()
    return _compose_mail(letter, row, None)


def _compose_mail(letter: Letter, row: Round | None, invitee: Invitee | None) -> Mail:
    title = letter.word("title")
    day = near_day(row.ends_on) if row else ""
    sentence = translate_plain(row.sentence) if row else ""
    return Mail(
        subject=fit_subject(_("Would you take part? “%(title)s”"), title=title),
        preview=_("Where the city wants to grow, why you are asked, and how to answer with one tap."),
        heading=compose_sentence(_("Would you take part? “%(title)s”"), title=title),
        lead=letter.lead(
            _("%(name)s asks: %(city)s wants to grow in “%(title)s”, and you can already do that."),
            _("%(city)s wants to grow in “%(title)s”, and you can already do that."),
        ),
        body=[quote_words(sentence)] if sentence else [],
        facts=_list_facts(row.engine if row else None),
        until=compose_sentence(_("You can answer until %(day)s. “Not now” needs no reason."), day=day) if day else "",
        button=(_("I would like to take part"), letter.url),
        second=(_("Not now"), f"{letter.url}no/") if letter.url else None,
        other=letter.replies(),
        why=_write_why(letter, invitee),
        thread=f"engine:{row.engine_id}" if row else "",
    )


def _list_facts(engine: Engine | None) -> list[Fact]:
    facts: list[Fact] = []
    if engine is not None:
        for label, words in ((_("Why the city wants to grow here"), engine.why), (_("Concerned"), engine.concerns)):
            if text := translate_plain(words):
                facts.append((label, compose_sentence("%(words)s", words=text)))
    return facts


def _write_why(letter: Letter, invitee: Invitee | None) -> str:
    days = str(REST_DAYS)
    if invitee is not None and invitee.organisation is not None:
        text = _(
            "You get this email because you represent %(name)s, which named this as a strength in %(city)s. "
            "After a “not now” nobody is invited to the same again for %(days)s days."
        )
        return compose_sentence(text, name=str(invitee.organisation), city=letter.city_name, days=days)
    text = _(
        "You get this email because you, or an organisation you represent, named this as a strength in %(city)s. "
        "After a “not now” nobody is invited to the same again for %(days)s days."
    )
    return compose_sentence(text, city=letter.city_name, days=days)
