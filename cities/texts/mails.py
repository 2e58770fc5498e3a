"""What the mails about a city, its roles and the weekly email say."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.models import Role
from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject

MEANING: dict[str, Promise] = {
    Role.STEWARD: gettext_lazy(
        "A network steward accompanies the city and decides on overrides that its director asks for."
    ),
    Role.DIRECTOR: gettext_lazy(
        "An education director leads the city on the platform: labs, cohorts, figures and the people who work on them."
    ),
    Role.FACILITATOR: gettext_lazy(
        "A facilitator leads the cohorts of a lab: sessions, attendance and the way through the four stages."
    ),
    Role.ORGANISATION: gettext_lazy("An organisation’s manager looks after its page and its representatives."),
    Role.TEACHER: gettext_lazy("A teacher in the accelerator takes part in its group and its sessions."),
    Role.RESIDENT: gettext_lazy("A resident can join challenges, bring ideas and take part in cohorts."),
}


def day_of(letter: Letter, name: str) -> str:
    """The day that the record holds under this name, as a mail says it; "" without one."""
    value = letter.data.get(name)
    return near_day(date.fromisoformat(value)) if value else ""


def person_invited(letter: Letter) -> Mail:
    """Who invites, as what, what that means, and until when."""
    if letter.data.get("by_operator") and not letter.sender:
        # The city knows no name of theirs.
        letter = replace(letter, sender=_("The platform’s operator"))
    role, city, day = letter.word("role"), letter.city_name, day_of(letter, "until")
    named = _("%(name)s invites you to %(city)s as %(role)s.")
    nameless = _("You are invited to %(city)s as %(role)s.")
    code = letter.word("role_code")
    return Mail(
        subject=fit_subject(_("Will you join %(city)s as %(title)s?"), city=city, title=role),
        preview=compose_sentence(_("Please answer by %(day)s. You decide, one tap is enough."), day=day)
        if day
        else _("You decide, one tap is enough."),
        heading=compose_sentence(_("Will you join %(city)s as %(role)s?"), city=city, role=role),
        lead=compose_sentence(named, name=letter.sender, city=city, role=role)
        if letter.sender
        else compose_sentence(nameless, city=city, role=role),
        body=tuple(text for text in (letter.reason, str(MEANING.get(code, ""))) if text),
        until=_("Please answer by %(day)s. After that the link no longer works.") % {"day": day} if day else "",
        button=(_("Accept the invitation"), letter.url),
        other=_("Do not forward this email: anyone who has it can accept.") + " " + letter.replies(),
        why=_("You get this email because your address was written into this invitation."),
    )


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


def _describe_operators() -> str:
    """Whom a director asks about the platform, where the operators have said it."""
    text = _("A question about it? Write to the people who run the platform: %(address)s")
    return compose_sentence(text, address=settings.CONTACT_EMAIL) if settings.CONTACT_EMAIL else ""


def role_granted(letter: Letter) -> Mail:
    """What one may do now."""
    role, city = letter.word("role"), letter.city_name
    code = letter.word("granted")
    return Mail(
        subject=fit_subject(_("You now have the role “%(title)s”"), title=role),
        preview=compose_sentence(_("In %(city)s, from today."), city=city),
        heading=compose_sentence(_("You now have the role “%(role)s”"), role=role),
        lead=letter.lead(
            _("%(name)s has given you the role “%(role)s” in %(city)s."),
            _("You have the role “%(role)s” in %(city)s from today."),
            role=letter.word("role"),
        ),
        body=(str(MEANING[code]),) if code in MEANING else (),
        button=(_("Go to my day in the city"), letter.url or _city_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def role_ended(letter: Letter) -> Mail:
    """What one may do no longer, and why."""
    role, city = letter.word("role"), letter.city_name
    keeps_others = letter.data.get("keeps_others")
    kept = _("Your other roles in the city, such as those in single labs, stay as they are.") if keeps_others else ""
    return Mail(
        subject=fit_subject(_("Your role “%(title)s” has ended"), title=role),
        preview=compose_sentence(_("In %(city)s. Your account remains."), city=city),
        heading=compose_sentence(_("Your role “%(role)s” has ended"), role=role),
        lead=letter.lead(
            _("%(name)s has ended your role “%(role)s” in %(city)s."),
            _("Your role “%(role)s” in %(city)s has ended."),
            role=letter.word("role"),
        ),
        body=[text for text in (letter.reason, _("Your account and whatever you did remain."), kept) if text],
        button=(_("Go to the city’s page"), letter.url or _city_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


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


def _city_page(letter: Letter) -> str:
    return letter.page(reverse("city", args=[letter.city.slug])) if letter.city else ""
