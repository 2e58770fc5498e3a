"""What is written to an address for the last time, and to who directs a city when a duty is free."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject


def city_left(letter: Letter) -> Mail:
    """To whoever has left one city: what went, what stayed, and that nothing else changed."""
    return Mail(
        subject=fit_subject(_("You have left %(title)s"), title=letter.city_name),
        preview=_("What we deleted, and what stays."),
        heading=_("You have left this city"),
        lead=compose_sentence(
            _("You no longer take part in %(city)s. We have deleted your profile there, and your roles have ended."),
            city=letter.city_name,
        ),
        body=(
            *_describe_rest(letter),
            _("Your account stays: your other cities are as they were, and you can join a city again at any time."),
        ),
        button=(_("Go to my account"), letter.page("/accounts/me/")),
        other=letter.replies(),
        why=compose_sentence(_("You get this email because you left %(city)s."), city=letter.city_name),
    )


def account_erased(letter: Letter) -> Mail:
    """To an address that no account has any more: what went, what stayed, and that this was the last email."""
    return Mail(
        subject=_("Your account is deleted"),
        preview=_("What we deleted, and what stays. This is our last email to you."),
        heading=_("Your account is deleted"),
        lead=_(
            "We have deleted your account: your email address, your name and profile in every city, and your ways to sign in."
        ),
        body=(
            *_describe_rest(letter),
            _("Nobody can bring the account back. You are welcome to begin again with a new one."),
        ),
        button=(_("Go to Education Cities"), letter.page("/")),
        other=_("Did someone else do this? Anyone who can read your email could. Change its password."),
        why=_(
            "You get this email because your account was deleted. It is the last one: we no longer know this address."
        ),
        greets=False,
    )


def _describe_rest(letter: Letter) -> tuple[str, ...]:
    texts = (
        _("What others could read of your texts stays, under “former participant”. You chose this.")
        if letter.data.get("keeps_texts")
        else _("Your ideas and other texts are deleted. You chose this.")
    )
    # Whoever has left every city before has chosen there.
    lines = [texts] if letter.data.get("had_profile", True) else []
    if letter.data.get("left_before"):
        lines.append(
            _(
                "Texts that you let stay in a city which you left earlier stay there, under “former participant”: nothing says "
                "any more that they were yours."
            )
        )
    counted = _("What was counted stays counted, without your name: supports, and who was at a meeting.")
    return *lines, counted
