"""What a mail says, apart from how it looks: each app gives the words of its kinds, the frame is one for all."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any, Protocol, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from educities.activity.models import Message
from educities.activity.texts.mail_topics import WEEKLY
from educities.activity.values import Course, Verb
from educities.kit.hooks import Hook
from educities.kit.multilingual import translate_plain

SUBJECT_LENGTH = 54
# Around words of people and names of things, so that each keeps its own direction inside a sentence.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
BDI = re.compile(r"</?bdi\b[^>]*>")
# What a person typed, and quotation marks of each language with nothing between them.
ISOLATED = re.compile(f"{ISOLATE}([^{ISOLATE}{END_ISOLATE}]*){END_ISOLATE}")
EMPTY_QUOTES = ("“”", "״״", "«»")
# A Hebrew prefix before a word of another script is set off by a hyphen.
PREFIX = re.compile(f"([\u05d0-\u05ea])({ISOLATE}[A-Za-z0-9\u00c0-\u024f\u0621-\u064a])")


@dataclass(frozen=True)
class CalendarEvent:
    """What the attached file puts into a calendar, moves there, or takes out. `uid`: the same for ever."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    url: str = ""
    is_cancelled: bool = False


class LinkedLine(str):
    """A line among the facts that leads to a page: `url` is its full address, "" where it leads nowhere."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, text: str, url: str) -> Self:
        line = super().__new__(cls, text)
        line.url = url
        return line


Button = tuple[str, str]
Fact = tuple[str, "str | Sequence[str]"]


@dataclass(frozen=True)
class Mail:
    """The words of one mail, plain text. `button`: a verb with its object, and the address.

    `until`: until when, and what happens else. `second`: the other answer, never a second topic. `other`: the way
    without the button. `why`: why this person. `preview`: what a list of mails shows after the subject.
    `thread`: mails of one thread are stacked by mail programs. `greets`: whether it begins with a hello.
    `reply_to`: the address to which an answer goes, where it is not the city's office.
    """

    subject: str
    heading: str
    lead: str
    button: Button
    why: str
    preview: str = ""
    body: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    until: str = ""
    second: Button | None = None
    other: str = ""
    calendar: CalendarEvent | None = None
    thread: str = ""
    greets: bool = True
    reply_to: str = ""


def has_empty_quote(mail: Mail) -> bool:
    """Does the mail quote nothing? Quotation marks that a person typed do not count."""
    facts = (part for _label, value in mail.facts for part in ((value,) if isinstance(value, str) else value))
    parts = (mail.heading, mail.lead, mail.preview, mail.until, mail.other, *mail.body, *facts)
    bare = ISOLATED.sub(lambda words: "x" if words[1].strip() else "", "\n".join(parts))
    return any(quote in bare for quote in EMPTY_QUOTES)


class SendingCity(Protocol):
    """What is asked of a city here, which stands above: its names, its clock, and where replies are read."""

    pk: int
    slug: str
    name: dict[str, str]
    contact_email: str

    @property
    def zone(self) -> ZoneInfo: ...


@dataclass(frozen=True)
class Letter:
    """What the words of a mail are made of. `url`: the page it leads to, in full. `sender`: who caused it, by name.

    `answer`: the reader's own address to answer at, where the kind has one. `also`: the numbers of further things that
    the same mail is about.
    """

    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    target_id: str = ""
    sender: str = ""
    answer: str = ""
    also: Sequence[str] = ()
    city: SendingCity | None = None

    def word(self, name: str) -> str:
        """What the record holds under this name, in the reader's language; "" when it holds nothing."""
        value = self.data.get(name)
        return translate_plain(value) if isinstance(value, dict) else "" if value is None else str(value)

    @property
    def city_name(self) -> str:
        """The city, as its people call it; the platform outside a city."""
        name = translate_plain(self.city.name) if self.city else self.word("city")
        return name or _("Education Cities")

    @property
    def reason(self) -> str:
        """Why, in the words of whoever did it, as a sentence of its own; "" without a reason."""
        text = self.word("reason")
        if not text:
            return ""
        return (
            compose_sentence(_("%(name)s writes: %(words)s"), name=self.sender, words=quote_words(text))
            if self.sender
            else quote_words(text)
        )

    def lead(self, named: str, nameless: str, **more: str) -> str:
        """Who writes about what: `named` with the sender as `name`, or `nameless`; both may name `title`, `city` and
        what `more` holds."""
        parts = {"title": self.word("title"), "city": self.city_name, **more}
        return (
            compose_sentence(named, name=self.sender, **parts) if self.sender else compose_sentence(nameless, **parts)
        )

    def replies(self, asked: str = "") -> str:
        """Who reads a reply: with an office address `asked`, else that nobody does."""
        if self.city is None or not self.city.contact_email:
            return _("Replies to this email are not read.")
        return asked or _("You can reply to this email: the city’s education office reads it.")

    def page(self, path: str) -> str:
        """The full address of a page of the platform."""
        return f"{settings.BASE_URL}{path}"


def isolate_text(text: str) -> str:
    """Words that keep their own direction, whatever stands around them."""
    bare = text.replace(ISOLATE, "").replace(END_ISOLATE, "")
    return f"{ISOLATE}{bare}{END_ISOLATE}" if bare else ""


def html_to_text(html: str) -> str:
    """A line of a page as plain text: what stands by itself there keeps its own direction, and every sign is itself."""
    marked = BDI.sub(lambda tag: END_ISOLATE if tag[0].startswith("</") else ISOLATE, html)
    return unescape(strip_tags(marked))


def quote_words(text: str) -> str:
    """Words that a person typed, in quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": isolate_text(text)}


def compose_sentence(pattern: str, **parts: str) -> str:
    """The sentence with its parts in it, each with its own direction."""
    text = pattern % {key: value if ISOLATE in value else isolate_text(value) for key, value in parts.items()}
    return PREFIX.sub("\\1\u05be\\2", text)


def fit_subject(pattern: str, **parts: str) -> str:
    """The subject with its parts; `title`, the longest, is cut so that all of it has 54 characters at most."""
    full = pattern % parts
    if len(full) <= SUBJECT_LENGTH or "title" not in parts:
        return shorten_text(full, SUBJECT_LENGTH)
    room = max(SUBJECT_LENGTH - (len(full) - len(parts["title"])), 8)
    return shorten_text(pattern % {**parts, "title": shorten_text(parts["title"], room)}, SUBJECT_LENGTH)


def shorten_text(text: str, most: int) -> str:
    """The text, cut after a word where there is one near the end; an ellipsis says so."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, blank, _rest = cut.rpartition(" ")
    return (head if blank and len(head) > most // 2 else cut).rstrip(" ,.:;–-") + "…"


Words = Callable[[Letter], Mail]
AnswerAddresses = Callable[[str, Collection[int]], dict[int, str]]
FindCurrent = Callable[[Collection[int]], Collection[int]]
RenewWords = Callable[[Message], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class MailKind:
    """The words of the mails of one verb.

    `topic`: what a person stops who does not want it; "" = it cannot be stopped. `folded`: it is never sent by itself,
    the weekly email counts it. `settles`: it waits a few minutes, and further changes of the same thing join it.
    `joins`: so do waiting mails of these verbs about it, and its words tell of all (`parts` of the data).
    `answers`: (number of the thing, numbers of accounts) -> each reader's own address to answer at.
    `find_current`: numbers of things -> those of which the mail is still true. Asked when it is handed over: what has
    begun, is over or was answered in the meantime is not mailed any more.
    `is_of_part`: it is asked about the part of the thing that its data name (`of`), not about the thing.
    `tells_of_closing`: it says that the reader's account was closed, and is the only one that goes to a closed account.
    `forgets_reader`: it is the last one to its address, which no table names once it has gone.
    `gathers`: those of it that go to one person at the same time go as one, and its words tell of all of them (`also`).
    `at_once`: it cannot wait for the weekly email, whatever its reader chose.
    `undoes`: what these verbs told of the same thing, and of the same `of` in the data, it takes back. Where that has not
    been sent, neither is: the reader knows of nothing that has changed.
    `renew`: what the payload says of the mail's words, read anew when it is handed over, in the reader's language; None
    where nothing is left to say, and it does not go. The waiting message itself then names nobody.
    `hides_reader`: to whom it goes, or goes no more, tells what somebody has answered: the page of outgoing mail names
    nobody, and finds it by no address.
    `is_letter`: `words` of its data are what one person wrote to another; they stand among the reader's notices too.
    `course`: the announcements, changes and end of the thing: what is sent follows from what the reader was sent before.
    `keyed_by`: the model of the row whose number stands in the key of the message, where the key names no record.
    """

    verb: Verb
    words: Words | None = None
    topic: str = ""
    folded: bool = False
    settles: bool = False
    joins: tuple[Verb, ...] = ()
    answers: AnswerAddresses | None = None
    find_current: FindCurrent | None = None
    is_of_part: bool = False
    keyed_by: str = ""
    tells_of_closing: bool = False
    forgets_reader: bool = False
    gathers: bool = False
    at_once: bool = False
    undoes: tuple[Verb, ...] = ()
    renew: RenewWords | None = None
    hides_reader: bool = False
    is_letter: bool = False
    course: Course | None = None

    @property
    def code(self) -> str:
        """The verb's code."""
        return self.verb.code

    @property
    def can_wait(self) -> bool:
        """Does the weekly email tell of it to those who get all in one? Whatever cannot be stopped does not wait."""
        return bool(self.topic) and self.topic != WEEKLY and not self.at_once


def find_rows(rows: Callable[[], QuerySet]) -> FindCurrent:
    """`find_current` of a kind whose mails are true of the things that are among `rows()`."""
    return lambda numbers: set(rows().filter(pk__in=numbers).values_list("pk", flat=True))


MAIL_KINDS: Hook[MailKind] = Hook(
    "activity.mail_kinds",
    "What the mails of a verb say, what stops them, and whether they wait for further changes.",
    key=lambda kind: kind.code,
)


def plain_mail(letter: Letter, sentence: str) -> Mail:
    """The mail of a kind that has no words of its own: what happened, and the way to it."""
    button = (_("See it on the platform"), letter.url) if letter.url else ("", "")
    return Mail(
        subject=shorten_text(sentence, SUBJECT_LENGTH),
        heading=sentence,
        lead=sentence,
        body=(letter.reason,) if letter.reason else (),
        button=button,
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you have a part in what it tells, in %(city)s."), city=letter.city_name
        ),
    )
