"""What the mails about endorsements say."""

from django.utils.translation import gettext as _

from collaborations.models import Endorsement
from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain


def strength_seen(letter: Letter) -> Mail:
    """Who saw something; what it is stands on the page, which the reader alone opens."""
    row = Endorsement.objects.with_names().filter(pk=letter.target_id or None).first()
    is_named = row is not None and row.giver.is_adult
    nameless = _("Someone who was there with you in %(city)s has said which strength they saw in you.")
    named = _("%(name)s has said which strength they saw in you, in %(city)s.")
    lead = letter.lead(named, nameless) if is_named else compose_sentence(nameless, city=letter.city_name)
    basis = translate_plain(row.basis.title) if row else ""
    return Mail(
        subject=_("Someone saw a strength in you"),
        preview=_("Nobody reads it before you keep it."),
        heading=_("Someone saw a strength in you"),
        lead=lead,
        body=[
            _(
                "Nobody reads it before you keep it, and you choose who sees it. If you do not keep it, nobody hears of it."
            )
        ],
        facts=[(_("You were together in"), compose_sentence("%(words)s", words=basis))] if basis else [],
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you were there, or worked together, in %(city)s."), city=letter.city_name
        ),
    )


def seen_in_others(letter: Letter) -> Mail:
    """After a session: one tap to the people who were there."""
    return Mail(
        subject=fit_subject(_("What did you see in someone else? “%(title)s”"), title=letter.word("title")),
        preview=_("One person, one strength. Only that person reads it."),
        heading=_("What did you see in someone else?"),
        lead=compose_sentence(
            _("You were at “%(title)s” in %(city)s."), title=letter.word("title"), city=letter.city_name
        ),
        body=[
            _("Choose someone who was there and say which strength you saw. Only that person reads it, and decides.")
        ],
        button=(_("Say what you saw"), letter.url),
        other=letter.replies(),
        why=compose_sentence(_("You get this email because you were there, in %(city)s."), city=letter.city_name),
        thread=f"session:{letter.target_id}",
    )
