"""What the mail says that one side of a collaboration writes to the others."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject, quote_words


def side_letter(letter: Letter) -> Mail:
    """Who writes, what, and that an answer goes to that person and to nobody else."""
    reply = letter.word("reply")
    return Mail(
        subject=fit_subject(_("About “%(title)s”"), title=letter.word("title")),
        preview=_("Someone with whom you do something together writes to you."),
        heading=compose_sentence(_("About “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s, with whom you do this together in %(city)s, writes to you:"),
            _("Someone with whom you do this together in %(city)s writes to you:"),
        ),
        body=[quote_words(letter.word("words"))],
        facts=[(_("Answer to"), reply)] if reply else [],
        button=(_("Go to the collaboration"), letter.url),
        other=_("Your reply to this email goes to that person alone.") if reply else letter.replies(),
        why=compose_sentence(
            _("You get this email because you, or an organisation you represent, are part of this in %(city)s."),
            city=letter.city_name,
        ),
        thread=f"collaboration:{letter.target_id}",
        reply_to=reply,
    )
