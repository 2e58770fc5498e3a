"""What the mails about a file say that somebody left to the worker."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.activity.texts.mail_kinds import SUBJECT_LENGTH, Letter, Mail, isolate_text, quote_words, shorten_text
from educities.activity.texts.news_mails import NewsPart
from educities.activity.texts.sentences import message_subject
from stakeholders import verbs

UNDONE = NewsPart(
    gettext_lazy("You get this email because you imported this file, wait for it, or are a director in %(city)s."),
    gettext_lazy("The import of the file “%(title)s” in %(city)s was undone: what it had added is gone again."),
    gettext_lazy(
        "%(name)s has undone the import of the file “%(title)s” in %(city)s: what it had added is gone again."
    ),
)


def write_import_news(letter: Letter) -> Mail:
    """What came of the file, and where to go on."""
    sentence, next_step = message_subject(letter.verb, "", letter.data), _describe_next_step(letter)
    why = letter.word("why")
    return Mail(
        subject=shorten_text(sentence, SUBJECT_LENGTH),
        preview=next_step,
        heading=sentence,
        lead=next_step,
        body=(quote_words(why),) if why else (),
        facts=[(_("File"), isolate_text(letter.word("title")))],
        button=(_("Look at the file"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you left this file to be worked through."),
    )


def _describe_next_step(letter: Letter) -> str:
    if letter.verb in {verbs.IMPORT_CHECKED.code, verbs.SHEET_CHECKED.code}:
        return _("Nothing is saved yet. Look at the preview, and import it from there.")
    if letter.verb == verbs.IMPORT_FAILED.code:
        return _("Nothing of it was saved. Its page says what you can do.")
    if letter.verb == verbs.UNDO_FAILED.code:
        return _("Everything is as the file left it. Its page says what you can do.")
    return _("It is done. Its page says what came of it.")
