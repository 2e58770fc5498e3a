"""What the mails about introductions say."""

from django.utils.translation import gettext as _

from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from matching.models import MatchSuggestion
from matching.texts.reasons import explain_to_other


def introduction_mail(letter: Letter) -> Mail:
    """Who would like to meet, about what, until when it can be answered, and that a no is told to nobody."""
    row = MatchSuggestion.objects.with_sides().filter(pk=letter.target_id or None).first()
    day = near_day(row.last_day_to_answer) if row else ""
    return Mail(
        subject=fit_subject(_("Meet about “%(title)s”?"), title=letter.word("area")),
        preview=_("Who asks, about what, and until when you can answer."),
        heading=compose_sentence(_("Would you like to meet about “%(area)s”?"), area=letter.word("area")),
        lead=letter.lead(
            _("%(name)s in %(city)s would like to learn from you and meet you."),
            _("Someone in %(city)s would like to learn from you and meet you."),
        ),
        body=[
            _("You get each other’s names once you agree, and a page for what you do together."),
            _("If you would rather not, say no or do nothing: it looks the same to the other side."),
        ],
        facts=_list_facts(row),
        until=_("You can answer until %(day)s.") % {"day": day} if day else "",
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _(
                "You get this email because you, or an organisation you represent, show a strength to everyone in %(city)s."
            ),
            city=letter.city_name,
        ),
        thread=f"introduction:{letter.target_id}",
    )


def _list_facts(row: MatchSuggestion | None) -> list[Fact]:
    if row is None:
        return []
    words = explain_to_other(row).words
    return [(_("What speaks for it"), compose_sentence("%(words)s", words=" · ".join(words)))] if words else []
