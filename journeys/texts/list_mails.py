"""What whoever is on the list of a journey reads of it: a child, an adult responsible, and everybody else."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject
from journeys.models import Expedition, Traveller
from journeys.queries.travellers import list_travellers
from journeys.texts.trip_mails import list_trip_facts


class ListWords(NamedTuple):
    """What one of them reads: what it is about, what follows, and where it leads."""

    subject: str
    body: tuple[str, ...]
    button: str


def tell_of_place(letter: Letter) -> Mail:
    """Who was put on the list."""
    news = letter.lead(
        _("%(name)s has put you on the list of travellers in %(city)s."),
        _("You are on the list of travellers in %(city)s."),
    )
    return _write_mail(letter, news)


def tell_of_change(letter: Letter) -> Mail:
    """Who is on the list of a journey whose plan is another one now."""
    news = compose_sentence(
        _("The plan of an expedition in %(city)s has changed and is approved again. This is the plan now."),
        city=letter.city_name,
    )
    return _write_mail(letter, news)


def tell_of_refusal(letter: Letter) -> Mail:
    """To a child whose parent or guardian said no: it stays at home, and what it can do. The subject does not say which."""
    rows = Expedition.objects.filter(pk=letter.target_id or None)
    return Mail(
        subject=fit_subject(_("Your guardian has answered: “%(title)s”"), title=letter.word("title")),
        preview=_("See what it means for you."),
        heading=_("You stay at home this time"),
        lead=compose_sentence(
            _("Your parent or guardian said no to the expedition “%(title)s”, so there is no place for you on it now."),
            title=letter.word("title"),
        ),
        body=(_("Would you like another answer? Talk with them: they can change it until the expedition begins."),),
        facts=list_trip_facts(rows.first()),
        button=(_("Go to the expedition"), letter.url),
        other=letter.replies(
            _(
                "Is something not clear? Reply to this email: people at the city’s education office read it and help you."
            )
        ),
        why=_("You get this email because you were on the list of travellers."),
        thread=f"expedition:{letter.target_id}",
    )


def _write_mail(letter: Letter, news: str) -> Mail:
    rows = Traveller.objects.select_related("expedition__cohort__lab", "profile")
    row = rows.filter(expedition=letter.target_id or None, profile=letter.data.get("of")).first()
    words = _find_words(row)
    return Mail(
        subject=fit_subject(words.subject, title=letter.word("title")),
        preview=words.body[0],
        heading=compose_sentence(words.subject, title=letter.word("title")),
        lead=news,
        body=words.body,
        facts=list_trip_facts(row.expedition if row else None),
        button=(words.button, letter.url),
        other=letter.replies(),
        why=_("You get this email because you are on the list of travellers."),
        thread=f"expedition:{letter.target_id}",
    )


def _find_words(row: Traveller | None) -> ListWords:
    if row is not None and row.profile.is_minor:
        return _write_to_child()
    if row is not None and row.role == Traveller.Role.RESPONSIBLE:
        return _write_to_responsible(row)
    return ListWords(
        _("You are on the list of the expedition “%(title)s”"),
        (_("If you cannot come, tell the facilitator."),),
        _("Go to the expedition"),
    )


def _write_to_child() -> ListWords:
    return ListWords(
        _("Do you want to travel along? “%(title)s”"),
        (
            _("You decide for yourself: read what is planned, and answer yes or no."),
            _("Your parent or guardian is asked too. You travel only if both of you say yes."),
        ),
        _("Read and answer"),
    )


def _write_to_responsible(row: Traveller) -> ListWords:
    count = len(list_travellers(row.expedition).minors)
    minors = ngettext(
        "%(n)s person under 18 is on the list now.", "%(n)s people under 18 are on the list now.", count
    ) % {"n": count}
    return ListWords(
        _("You are an adult responsible on the expedition “%(title)s”"),
        (
            _("On these days you answer, with another adult, for the people under 18 who travel along."),
            minors,
            _(
                "The page of the expedition has the contact sheet. If you cannot or do not want to, tell the facilitator."
            ),
        ),
        _("Go to the expedition"),
    )
