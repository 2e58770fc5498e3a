"""Mails about ending the five years early: who asks, why, and what to do."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, quote_words


def end_requested(letter: Letter) -> Mail:
    """Who asks to end the program, why, and that it goes on until the reader has agreed."""
    return Mail(
        subject=_("Answer: shall the five-year program end early?"),
        preview=_("Read why. Until someone agrees, the program goes on."),
        heading=_("Shall the five-year program end early?"),
        lead=letter.lead(
            _("%(name)s asks to end the five-year program of %(city)s before its time."),
            _("Someone asks to end the five-year program of %(city)s before its time."),
        ),
        body=[
            _(
                "The program is ended by two people. If you agree, it ends at once, and this cannot be undone; if you decline, "
                "it goes on, and your reason is read."
            )
        ],
        facts=[(_("Reason"), quote_words(letter.word("reason")))] if letter.word("reason") else [],
        button=(_("Read and decide"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you can be the second person when the five-year program of %(city)s ends."),
            city=letter.city_name,
        ),
        thread=f"program:{letter.target_id}",
    )
