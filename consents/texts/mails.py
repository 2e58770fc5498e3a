"""What the mails to parents and guardians and to children say. None of them holds a child's name."""

from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.queries.places_waiting import list_places_waiting
from consents.models import Consent, GuardianLink
from consents.queries import given_purposes
from consents.texts.guardian_questions import describe_question
from consents.texts.responsible import list_responsible
from consents.values import ACCOUNT, PURPOSE_NAMES, write_answers
from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import join_localised

# What has to be agreed to before nothing waits any more.
NEEDED = {ACCOUNT, "lab", "publication"}


def describe_deadline(letter: Letter, *, is_agreed: bool) -> str:
    """Until when the link answers; that what was written goes only where nobody has agreed to it."""
    until = letter.data.get("until")
    if not until:
        return ""
    text = (
        _("Please answer by %(day)s. After that the link no longer works.")
        if is_agreed
        else _("Please answer by %(day)s. If no adult answers, what the child wrote is deleted.")
    )
    return text % {"day": near_day(date.fromisoformat(until))}


def guardian_invited(letter: Letter) -> Mail:
    """What is asked, what happens until then, until when, and the way out for a wrong address."""
    city, is_agreed = letter.city_name, bool(letter.data.get("is_agreed"))
    return Mail(
        subject=fit_subject(_("Your consent is needed in %(title)s"), title=city),
        preview=_("A child named you as parent or guardian. Please read and answer."),
        heading=_("A child asks for your consent"),
        lead=describe_question(letter),
        body=(
            _(
                "The page asks about each use of the child’s data separately, in a few sentences. You can agree to one "
                "and refuse another (without a yes to the first, the others do not apply), and change your answers at any "
                "time."
            ),
            *(
                (
                    _(
                        "One no counts more than a yes: a use to which you answer no stops. Without an answer of yours nothing changes."
                    ),
                )
                if is_agreed
                else ()
            ),
        ),
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


def child_asks(letter: Letter) -> Mail:
    """A child asks again, or for something more."""
    return Mail(
        subject=fit_subject(_("Your consent is needed in %(title)s"), title=letter.city_name),
        preview=_("A child is waiting for your answer."),
        heading=_("A child asks for your consent again"),
        lead=compose_sentence(
            _("A child whose parent or guardian you are in %(city)s asks for something that needs your consent."),
            city=letter.city_name,
        ),
        body=(_("The page shows each question with the answer you gave. Nothing more is allowed until you agree."),),
        facts=[(_("Open questions"), _count_open(letter))],
        until=_("Please answer when you can: the child waits for it."),
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def _count_open(letter: Letter) -> str:
    link = GuardianLink.objects.filter(pk=letter.target_id or None).first()
    if link is None:
        return "1"
    return str(max(Consent.objects.filter(subject=link.minor_id, state=Consent.State.REQUESTED).count(), 1))


def consents_changed(letter: Letter) -> Mail:
    """Another grown-up or the child itself changed an answer."""
    return Mail(
        subject=_("The consent for your child has changed"),
        preview=_("Someone else changed an answer. See what holds now."),
        heading=_("The consent for your child has changed"),
        lead=compose_sentence(
            _("Another parent or guardian, or the child, has changed an answer in %(city)s."), city=letter.city_name
        ),
        body=(_("One no outweighs a yes. The page shows what holds now, and you can change your own answers."),),
        button=(_("See what holds now"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def _list_allowed(letter: Letter) -> tuple[str, ...]:
    """What the child may do now, by everybody's answers, in one line."""
    link = GuardianLink.objects.filter(pk=letter.target_id or None).first()
    held = given_purposes(link.minor) if link else set()
    return (write_answers({purpose: purpose in held for purpose in PURPOSE_NAMES}),) if link else ()


def _describe_outcome(letter: Letter) -> tuple[str, ...]:
    """What becomes of what the child sent, by all that holds now, and what the child can do."""
    link = GuardianLink.objects.filter(pk=letter.target_id or None).first()
    if link is None:
        return ()
    held = given_purposes(link.minor)
    if held >= NEEDED and (asked := _list_invitations(link)):
        return (
            compose_sentence(
                _("You may take part now. What is left is your own answer: %(places)s."), places=join_localised(asked)
            ),
        )
    if held >= NEEDED:
        now = _("Your ideas and your place in challenges no longer wait for a yes. You can write more ideas.")
    else:
        now = _(
            "What still needs a yes is kept, and other residents do not see it. You can write again; new ideas wait as well."
        )
    is_outweighed = any(yes and purpose not in held for purpose, yes in link.answers.items())
    if is_outweighed:
        now = " ".join((now, _("One no counts more than a yes, and someone said no.")))
    can = _("Would you like another answer? Ask your parent or guardian: they can change it at any time.")
    return (now,) if held >= set(PURPOSE_NAMES) else (now, can)


def _list_invitations(link: GuardianLink) -> list[str]:
    """What the child was asked to join and has not answered."""
    return [place.text for place in list_places_waiting(link.minor.user)] if link.minor.user else []


def describe_contact(letter: Letter) -> str:
    """Where a child may ask when something is not clear."""
    return letter.replies(
        _("Is something not clear? Reply to this email: people at the city’s education office read it and help you.")
    )


def ward_consents_changed(letter: Letter) -> Mail:
    """What the child may do now, question by question. The subject does not say which."""
    return Mail(
        subject=_("Your parent or guardian changed what you may do here"),
        preview=_("See what you may do now."),
        heading=_("Your parent or guardian changed what you may do here"),
        lead=compose_sentence(_("In %(city)s this is what you may do now:"), city=letter.city_name),
        body=(*_list_allowed(letter), *_describe_outcome(letter)),
        button=(_("See what you may do"), letter.url),
        other=describe_contact(letter),
        why=_("You get this email because it is about what you may do in this city."),
    )


def _introduce_answers(letter: Letter) -> str:
    """That the child may take part is said only where everybody's answers allow it."""
    link = GuardianLink.objects.filter(pk=letter.target_id or None).first()
    if link and given_purposes(link.minor) >= {ACCOUNT, "lab"}:
        return compose_sentence(_("You may take part in %(city)s. This is what holds now:"), city=letter.city_name)
    return compose_sentence(
        _("Your parent or guardian has answered in %(city)s. This is what holds now:"), city=letter.city_name
    )


def guardian_answered(letter: Letter) -> Mail:
    """Yes or no, question by question, as everybody's answers have it. The subject does not say which."""
    return Mail(
        subject=_("Your parent or guardian has answered"),
        preview=_("See what you may do now."),
        heading=_("Your parent or guardian has answered"),
        lead=_introduce_answers(letter),
        body=(*_list_allowed(letter), *_describe_outcome(letter)),
        button=(_("Go to my page"), letter.url),
        other=describe_contact(letter),
        why=_("You get this email because you asked a parent or guardian for consent."),
    )


def guardian_mistaken(letter: Letter) -> Mail:
    """The address belonged to somebody else; ask again."""
    return Mail(
        subject=_("Ask your parent or guardian again"),
        preview=_("The address you gave belongs to someone else."),
        heading=_("The address belongs to someone else"),
        lead=compose_sentence(
            _("In %(city)s you gave an address of a parent or guardian. The person who reads it does not know you."),
            city=letter.city_name,
        ),
        body=(_("Nobody did anything wrong: addresses are easily mistyped. What you wrote is kept."),),
        button=(_("Give another address"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you gave that address."),
    )


def came_of_age(letter: Letter) -> Mail:
    """Nobody else has to agree any more."""
    return Mail(
        subject=_("You now decide for yourself"),
        preview=_("A guardian’s consent is no longer needed."),
        heading=_("You now decide for yourself"),
        lead=compose_sentence(
            _("You have reached the age at which you decide for yourself in %(city)s."), city=letter.city_name
        ),
        body=(_("The consent of your parent or guardian is no longer needed. We have not published anything new."),),
        button=(_("Check my ideas and my profile"), letter.url or _own_page(letter)),
        other=letter.replies(),
        why=_("You get this email because it is about your own account."),
    )


# Why everything of the child was deleted: whose no it was, or that nobody answered.
CLOSED_BY: dict[str, Promise] = {
    "guardian": gettext_lazy(
        "Your parent or guardian said no: you do not take part in %(city)s for now. So we deleted your name and "
        "what you wrote."
    ),
    "child": gettext_lazy("You closed your account in %(city)s. So we deleted your name and what you wrote."),
    "time": gettext_lazy(
        "Nobody answered in time whether you may take part in %(city)s. So we deleted your name and what you wrote."
    ),
    "": gettext_lazy(
        "We deleted your name and what you wrote because an adult said no, nobody answered in time, or you closed the "
        "account."
    ),
}


# The way back, by the same reasons.
WAYS_BACK: dict[str, Promise] = {
    "guardian": gettext_lazy(
        "Would you like to take part after all? Talk to your parent or guardian: they can still say yes with the link in "
        "their email. After a yes you can write again."
    ),
    "child": gettext_lazy(
        "Would you like to come back? A parent or guardian can say yes with the link in their email."
    ),
    "time": gettext_lazy("Would you like to take part after all? Begin again with a new idea on the city’s page."),
    "": gettext_lazy(
        "Would you like to take part after all? If an adult answered us, they can say yes with the link in their email. If "
        "nobody answered, begin again with a new idea."
    ),
}


def child_closed(letter: Letter) -> Mail:
    """What was deleted and why, and the way back. Of a guardian's no a list of mails shows what it shows of a yes."""
    by = letter.word("by") if letter.word("by") in CLOSED_BY else ""
    is_answered = by == "guardian"
    closed = (_("Your account is closed."),) if letter.data.get("closed") else ()
    return Mail(
        subject=_("Your parent or guardian has answered")
        if is_answered
        else fit_subject(_("Your name and ideas in %(title)s were deleted"), title=letter.city_name),
        preview=_("See what you may do now.") if is_answered else _("Why, and how you can begin again."),
        heading=_("Your name and your ideas were deleted"),
        lead=compose_sentence(str(CLOSED_BY[by]), city=letter.city_name),
        body=(*closed, str(WAYS_BACK[by])),
        button=(_("Go to the city’s page"), _city_page(letter)),
        other=describe_contact(letter),
        why=compose_sentence(_("You get this email because you took part in %(city)s."), city=letter.city_name),
    )


def child_opened(letter: Letter) -> Mail:
    """The way is free again."""
    return Mail(
        subject=fit_subject(_("You can begin again in %(title)s"), title=letter.city_name),
        preview=_("Your parent or guardian said yes."),
        heading=_("You can begin again"),
        lead=compose_sentence(
            _("Your parent or guardian said yes. Your account in %(city)s is open, and empty."), city=letter.city_name
        ),
        body=(
            _(
                "First say how you want to be called. Then you can send ideas again. What was deleted does not come back."
            ),
        ),
        button=(_("Enter my name"), _name_page(letter)),
        other=letter.replies(),
        why=compose_sentence(_("You get this email because you took part in %(city)s."), city=letter.city_name),
    )


def _name_page(letter: Letter) -> str:
    """Where the child writes its name, which was deleted."""
    if letter.city is None:
        return letter.page("/")
    return letter.page(reverse("change_profile", args=[letter.city.slug, letter.target_id]))


def _city_page(letter: Letter) -> str:
    return letter.page(reverse("city", args=[letter.city.slug])) if letter.city else letter.page("/")


def _own_page(letter: Letter) -> str:
    return letter.page(reverse("mine", args=[letter.city.slug])) if letter.city else letter.page("/")
