"""What the mails about a city, its roles and the weekly email say."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject


def city_moved(letter: Letter) -> Mail:
    """The city's own state, to its directors."""
    city, state = letter.city_name, letter.word("state")
    return Mail(
        subject=fit_subject(_("Your city is now: %(title)s"), title=state),
        preview=compose_sentence(_("What changes for %(city)s on the platform."), city=city),
        heading=compose_sentence(_("%(city)s is now: %(state)s"), city=city, state=state),
        lead=compose_sentence(_("The platform’s operator has changed the state of %(city)s."), city=city),
        body=(letter.reason,) if letter.reason else (),
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
            _("Until %(until)s they can see and change the city’s settings, roles, history and outgoing email."),
            until=until,
        ),
        body=(letter.reason, _("They see no profiles, no children and no ideas. The history names all they do.")),
        button=(_("Open the history") if _leads_to_history(letter) else _("Go to my day in the city"), letter.url),
        other=_describe_operators(),
        why=compose_sentence(_("You get this email because you lead %(city)s or accompany it."), city=city),
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
    waiting = list(letter.data.get("waiting", []))
    number, city = int(letter.data.get("number", len(waiting))), letter.city_name
    counted = ngettext("Your week: %(n)s thing waits for you", "Your week: %(n)s things wait for you", number)
    sections: list[Fact] = [
        (label, lines)
        for label, lines in (
            (_("Waiting for you"), waiting),
            (_("This week"), list(letter.data.get("happened", []))),
            (_("Next week"), list(letter.data.get("coming", []))),
        )
        if lines
    ]
    nothing = _("Nothing waits for you.")
    lead = ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", number) % {"n": number}
    return Mail(
        subject=counted % {"n": number} if number else _("Your week: nothing waits for you"),
        preview=str(letter.data.get("preview", "")) or nothing,
        heading=compose_sentence(_("Your week in %(city)s"), city=city),
        lead=lead if number else nothing,
        facts=sections,
        button=(_("Open Today"), letter.url),
        other=_("What you did this week is not listed. A week with nothing to say brings no email."),
        why=compose_sentence(_("You get this email once a week because you work in %(city)s."), city=city),
    )
