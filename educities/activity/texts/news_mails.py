"""The mails of verbs that need no words of their own: what happened, who did it, why, and the way to it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import (
    SUBJECT_LENGTH,
    Fact,
    FindCurrent,
    Letter,
    Mail,
    MailKind,
    compose_sentence,
    shorten_text,
)
from educities.activity.texts.sentences import message_subject
from educities.activity.values import Verb


class NewsPart(NamedTuple):
    """What the news has to do with its reader. `why`: why this person, with `%(city)s`; `lead`: what has happened, with
    `%(title)s` and `%(city)s` in it, where the subject does not say it all; `named`: the same with who did it as `%(name)s`,
    where that may be said; `list_facts`: what else the reader needs to know what it is about."""

    why: Promise | str
    lead: Promise | str = ""
    named: Promise | str = ""
    list_facts: Callable[[Letter], Sequence[Fact]] | None = None


def news_kind(
    verb: Verb,
    button: Promise | str,
    topic: str = "",
    *,
    then: Promise | str | Callable[[Letter], str],
    part: NewsPart,
    find_current: FindCurrent | None = None,
    at_once: bool = False,
    undoes: tuple[Verb, ...] = (),
    hides_reader: bool = False,
) -> MailKind:
    """The mails of `verb`. `button`: where it leads, in words; `then`: what it means for the reader, or what
    says so of a letter; `part`: what they have to do with it; `find_current`, `at_once`, `undoes` and `hides_reader`: as in `MailKind`."""

    def write_words(letter: Letter) -> Mail:
        sentence = message_subject(verb.code, "", letter.data)
        meaning = then(letter) if callable(then) else str(then)
        return Mail(
            subject=shorten_text(sentence, SUBJECT_LENGTH),
            preview=_("The reason is inside.") if letter.reason else meaning,
            heading=sentence,
            lead=_lead_text(letter, part),
            body=[*([letter.reason] if letter.reason else []), meaning],
            facts=part.list_facts(letter) if part.list_facts else (),
            button=(str(button), letter.url) if letter.url else (_("Go to my page"), _own_page(letter)),
            other=letter.replies(),
            why=compose_sentence(str(part.why), city=letter.city_name),
        )

    return MailKind(
        verb,
        write_words,
        topic,
        find_current=find_current,
        at_once=at_once,
        undoes=undoes,
        hides_reader=hides_reader,
    )


def _lead_text(letter: Letter, part: NewsPart) -> str:
    if part.lead:
        return letter.lead(str(part.named or part.lead), str(part.lead))
    if letter.sender:
        return compose_sentence(_("%(name)s did this in %(city)s."), name=letter.sender, city=letter.city_name)
    return compose_sentence(_("News from %(city)s."), city=letter.city_name)


def _own_page(letter: Letter) -> str:
    return letter.page(f"/c/{letter.city.slug}/mine/" if letter.city else "/")
