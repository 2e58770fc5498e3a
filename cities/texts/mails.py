"""What the mails about a city, its roles and the weekly email say."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.texts.city_states import MOVES
from educities.activity.texts.mail_kinds import (
    Fact,
    Letter,
    LinkedLine,
    Mail,
    compose_sentence,
    fit_subject,
)
from educities.activity.texts.mail_topics import TOPICS
from educities.kit.day_words import format_moment


def city_moved(letter: Letter) -> Mail:
    """The city's own state, to its directors."""
    city, state = letter.city_name, letter.word("state")
    move = MOVES.get(letter.word("to"))
    return Mail(
        subject=fit_subject(_("Your city is now: %(title)s"), title=state),
        preview=compose_sentence(_("What changes for %(city)s on the platform."), city=city),
        heading=compose_sentence(_("%(city)s is now: %(state)s"), city=city, state=state),
        lead=compose_sentence(_("The platform’s operator has changed the state of %(city)s."), city=city),
        body=[one for one in (letter.reason, str(move.meaning) if move else "") if one],
        facts=[(_("State"), state)],
        button=(_("Open the city’s page"), letter.url),
        other=_describe_operators(),
        why=compose_sentence(_("You get this email because you are education director of %(city)s."), city=city),
    )


def emergency_opened(letter: Letter) -> Mail:
    """Who is in the city's office, why, and until when."""
    city, until = letter.city_name, letter.word("until")
    return Mail(
        subject=fit_subject(_("The platform’s staff is in the office of %(title)s"), title=city),
        preview=compose_sentence(_("Until %(until)s, with a reason that you can read here."), until=until),
        heading=compose_sentence(_("The platform’s staff has opened the office of %(city)s"), city=city),
        lead=compose_sentence(
            _(
                "Until %(until)s they see the history, and see and change the city’s settings, roles and outgoing email."
            ),
            until=until,
        ),
        body=(
            letter.reason,
            _(
                "They see no children, no ideas and no pages about people. The history, the roles and the outgoing email that they "
                "see do name people. The history names all they do."
            ),
        ),
        button=(_("Open the history") if _leads_to_history(letter) else _("Go to my day in the city"), letter.url),
        other=_describe_operators(),
        why=compose_sentence(_("You get this email because you lead %(city)s or accompany it."), city=city),
    )


def emergency_closed(letter: Letter) -> Mail:
    """That whoever was in the city's office has left it."""
    city = letter.city_name
    return Mail(
        subject=fit_subject(_("The platform’s staff has left the office of %(title)s"), title=city),
        preview=_("The access that was opened in an emergency has ended."),
        heading=compose_sentence(_("The platform’s staff has left the office of %(city)s"), city=city),
        lead=_("They ended their access before its time was over. They can no longer see or change anything there."),
        body=(_("The history names all they did."),),
        button=(_("Open the history") if _leads_to_history(letter) else _("Go to my day in the city"), letter.url),
        other=_describe_operators(),
        why=compose_sentence(_("You get this email because you lead %(city)s or accompany it."), city=city),
    )


def city_restored(letter: Letter) -> Mail:
    """Of when the city's data are again, and what to look at."""
    city, moment = letter.city_name, format_moment(datetime.fromisoformat(letter.data["as_of"]))
    return Mail(
        subject=fit_subject(_("Restored from a backup: the data of %(title)s"), title=city),
        preview=compose_sentence(_("They are as of %(moment)s."), moment=moment),
        heading=compose_sentence(_("The data of %(city)s are as of %(moment)s"), city=city, moment=moment),
        lead=_("The platform’s operator has restored the platform from a backup."),
        body=(
            _("What was entered and decided after that is missing: roles that have ended since may be held again."),
            _("Look at the roles and the partner apps, then say on the page that you have looked."),
        ),
        button=(_("See what to check"), letter.url),
        other=_describe_operators(),
        why=compose_sentence(_("You get this email because you are education director of %(city)s."), city=city),
    )


def _leads_to_history(letter: Letter) -> bool:
    """The directors read the history; the steward is told too, and has no page of it."""
    return letter.city is not None and letter.url.endswith(reverse("history", args=[letter.city.slug]))


def _describe_operators() -> str:
    """Whom a director asks about the platform, where the operators have said it."""
    text = _("A question about it? Write to the people who run the platform: %(address)s")
    return compose_sentence(text, address=settings.CONTACT_EMAIL) if settings.CONTACT_EMAIL else ""


def write_week(letter: Letter) -> Mail:
    """What waits, what happened, what comes: a line each. Written in the reader's language when the week was read."""
    number, news = int(letter.data.get("number", 0)), int(letter.data.get("news_count", 0))
    counted = ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", number) % {"n": number}
    lead = counted if number else _("Nothing waits for you.")
    return Mail(
        subject=_write_week_subject(number, news),
        preview=str(letter.data.get("preview", "")) or lead,
        heading=compose_sentence(_("Your week in %(city)s"), city=letter.city_name),
        lead=_("This is the last weekly email: from now on each email comes as things happen.")
        if letter.data.get("is_last")
        else lead,
        facts=_list_week_parts(letter),
        button=(_("Open Today") if letter.data.get("works_here", True) else _("Open My activity"), letter.url),
        other=_("What you did this week is not listed. A week with nothing to say brings no email."),
        why=_write_week_reason(letter),
    )


def _write_week_subject(number: int, news: int) -> str:
    if number:
        counted = ngettext("Your week: %(n)s thing waits for you", "Your week: %(n)s things wait for you", number)
        return counted % {"n": number}
    if news:
        return ngettext("Your week: %(n)s piece of news", "Your week: %(n)s pieces of news", news) % {"n": news}
    return _("Your week: nothing waits for you")


def _write_week_reason(letter: Letter) -> str:
    if letter.data.get("has_all"):
        text = _("You get this email because you chose to get all emails from %(city)s in one, once a week.")
    else:
        text = _("You get this email once a week because you work in %(city)s.")
    return compose_sentence(text, city=letter.city_name)


def _list_week_parts(letter: Letter) -> list[Fact]:
    """What waits first, then the news by topic, then what happened else, and what comes."""
    parts = [(_("Waiting for you"), letter.data.get("waiting", []))]
    parts += [(str(TOPICS[topic]), lines) for topic, lines in letter.data.get("news", [])]
    parts += [(_("This week"), letter.data.get("happened", [])), (_("Next week"), letter.data.get("coming", []))]
    return [(label, [_read_line(letter, line) for line in lines]) for label, lines in parts if lines]


def _read_line(letter: Letter, line: str | list[str]) -> str:
    """A line as it was written; one with an address leads there."""
    if isinstance(line, str):
        return line
    text, url = line
    return LinkedLine(text, letter.page(url) if url.startswith("/") else url)
