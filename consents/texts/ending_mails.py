"""Mails about consents that come to their last day, and about signed forms that somebody entered."""

from datetime import date

from django.utils.translation import gettext as _

from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject


def _last_day(letter: Letter) -> str:
    return near_day(date.fromisoformat(letter.word("until")))


def ask_to_renew(letter: Letter) -> Mail:
    """To who agreed for a child: until when that holds, and the one tap by which it goes on."""
    is_over = bool(letter.data.get("over"))
    until = (
        _("What your child may do here is paused now. Without your yes, we delete in 30 days what the child wrote.")
        if is_over
        else _("Without your yes, what your child may do here is paused after that day.")
    )
    lead = _("Your consent for your child in %(city)s applied until %(day)s.")
    if not is_over:
        lead = _("Your consent for your child in %(city)s applies until %(day)s.")
    return Mail(
        subject=fit_subject(_("Does your consent in %(title)s go on?"), title=letter.city_name),
        preview=_("One tap, and it goes on for another school year."),
        heading=_("Does your consent go on?"),
        lead=compose_sentence(lead, city=letter.city_name, day=_last_day(letter)),
        body=(_("The page shows what you agreed to. One button lets it go on; you can also change each answer."),),
        until=until,
        button=(_("See it and answer"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def tell_ward_of_renewal(letter: Letter) -> Mail:
    """To the child: a yes has come to its last day, and who was asked again."""
    return Mail(
        subject=_("Your parent or guardian must agree again"),
        preview=_("We have asked them. You need not do anything."),
        heading=_("Your parent or guardian must agree again"),
        lead=compose_sentence(
            _("A consent for you in %(city)s applied until %(day)s."), city=letter.city_name, day=_last_day(letter)
        ),
        body=(
            _(
                "We have asked your parent or guardian. Until they say yes, what needs it is paused. Nothing is deleted now."
            ),
        ),
        button=(_("See what you may do"), letter.url),
        other=letter.replies(),
        why=_("You get this email because it is about your own account."),
    )


def ask_to_renew_own(letter: Letter) -> Mail:
    """To who answers alone: until when the own consents hold."""
    is_over = bool(letter.data.get("over"))
    lead = _("What you agreed to in %(city)s applied until %(day)s.")
    if not is_over:
        lead = _("What you agreed to in %(city)s applies until %(day)s.")
    return Mail(
        subject=fit_subject(_("Does your consent in %(title)s go on?"), title=letter.city_name),
        preview=_("See what you agreed to, and say whether it goes on."),
        heading=_("Does your consent go on?"),
        lead=compose_sentence(lead, city=letter.city_name, day=_last_day(letter)),
        body=(_("If you do nothing, it ends. You can agree again at any time."),),
        button=(_("See what I agree to"), letter.url),
        other=letter.replies(),
        why=_("You get this email because it is about your own account."),
    )


def tell_of_entry(letter: Letter) -> Mail:
    """To the address beside a signed form: what was entered for its reader, and where to press if it is wrong."""
    day = near_day(date.fromisoformat(letter.word("day")))
    text = _("In %(city)s, your answers about a child were entered from a form that you signed on %(day)s.")
    if letter.data.get("school"):
        text = _(
            "In %(city)s, your answers about a child were entered: a school has the form that you signed on %(day)s."
        )
    return Mail(
        subject=fit_subject(_("A form you signed was entered in %(title)s"), title=letter.city_name),
        preview=_("If it is right, you need not do anything."),
        heading=_("A form you signed was entered"),
        lead=compose_sentence(text, city=letter.city_name, day=day),
        body=(
            _("If it is right, you need not do anything."),
            _("If it is wrong, or if you do not know this child, press here. You can change each answer."),
        ),
        button=(_("Read or change my answers"), letter.url),
        other=letter.replies(),
        why=_("You get this email because your address was entered beside a signed form."),
        greets=False,
    )
