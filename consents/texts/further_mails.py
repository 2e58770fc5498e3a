"""What the other grown-ups read when the account of a child ends, a child whose address was right after all, and an adult
who has not answered."""

from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.texts import mails
from consents.texts.guardian_questions import describe_question
from consents.texts.mails import describe_deadline
from consents.texts.responsible import list_responsible
from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject

# Whose no closed the account, for the other grown-ups.
WARD_ERASED_BY: dict[str, Promise] = {
    "guardian": gettext_lazy(
        "Another parent or guardian said no to the account of your child in %(city)s, so it is closed. It opens again, "
        "empty, only if they change their answer."
    ),
    "child": gettext_lazy(
        "Your child closed the account in %(city)s. It opens again, empty, if a parent or guardian says yes."
    ),
    "": gettext_lazy("The account of your child in %(city)s is closed."),
}


def ward_erased(letter: Letter) -> Mail:
    """To the other grown-ups: the account is closed, by whose no, and what was deleted."""
    by = letter.word("by") if letter.word("by") in WARD_ERASED_BY else ""
    return Mail(
        subject=fit_subject(_("A child’s account in %(title)s was closed"), title=letter.city_name),
        preview=_("Why, and what you can do."),
        heading=_("The account of your child was closed"),
        lead=compose_sentence(str(WARD_ERASED_BY[by]), city=letter.city_name),
        body=(
            _(
                "We have deleted the child’s name and what the child wrote. You need not do anything. Your own answers "
                "are kept, and you can still change them."
            ),
        ),
        button=(_("See my answers"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def guardian_ended(letter: Letter) -> Mail:
    """The child is old enough to answer alone: what that changes for the grown-up."""
    return Mail(
        subject=_("Your child now decides alone"),
        preview=_("Your consent is no longer needed. You need not do anything."),
        heading=_("Your child now decides alone"),
        lead=compose_sentence(
            _("A child for whom you answered has reached the age at which people decide for themselves in %(city)s."),
            city=letter.city_name,
        ),
        body=(
            _(
                "What you agreed to before is no longer asked of you, and you no longer see what your child does there. "
                "Your child reads the same from us. We have not published anything new."
            ),
        ),
        button=(_("Go to my page"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you were parent or guardian of a child in this city."),
        greets=False,
    )


def guardian_found(letter: Letter) -> Mail:
    """The address was right: its reader pressed the wrong button, and can answer now."""
    return Mail(
        subject=_("The address you gave was right"),
        preview=_("The adult can answer now. You need not do anything."),
        heading=_("The address you gave was right"),
        lead=compose_sentence(
            _(
                "The adult who told us that our email in %(city)s was not meant for them says now: that was a mistake. "
                "Your question waits for their answer again."
            ),
            city=letter.city_name,
        ),
        body=(_("You need not do anything. We write to you when they have answered."),),
        button=(_("Go to my page"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you gave that address."),
    )


def guardian_reminded(letter: Letter) -> Mail:
    """The question is still open: since when, until when, and the way out for a wrong address."""
    city, asked_on = letter.city_name, letter.data.get("asked_on")
    is_agreed = bool(letter.data.get("is_agreed"))
    day = near_day(date.fromisoformat(asked_on)) if asked_on else ""
    return Mail(
        subject=fit_subject(_("Your consent is still needed in %(title)s"), title=city),
        preview=_("A child named you as parent or guardian, and waits for your answer."),
        heading=_("A child still waits for your answer"),
        lead=describe_question(letter),
        body=(_("We wrote to you on %(day)s and have no answer yet. You can say yes or no.") % {"day": day},)
        if day
        else (),
        facts=list_responsible(),
        until=describe_deadline(letter, is_agreed=is_agreed),
        button=(_("Read and answer"), letter.url),
        second=(_("I do not know this child"), f"{letter.url}?no=unknown"),
        other=letter.replies(
            _("Would you rather talk to someone? Reply to this email: the city’s education office reads it.")
        ),
        why=_("You get this email because a child named you as parent or guardian."),
        greets=False,
    )


def ask_named_guardian(letter: Letter) -> Mail:
    """What `guardian_invited` asks, of an adult whom the child has named, or its school."""
    asked, school = mails.guardian_invited(letter), letter.word("school")
    if not school:
        return asked
    text = _("In %(city)s, %(school)s says that you are parent or guardian of a child who would like to take part.")
    return replace(
        asked,
        preview=_("A school named you as a child’s parent or guardian. Please read and answer."),
        lead=compose_sentence(text, city=letter.city_name, school=school),
        why=_("You get this email because a school named you as a child’s parent or guardian."),
    )
