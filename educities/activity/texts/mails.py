"""What a waiting message says, in its receiver's language, at the moment it is sent."""

import hashlib
import re
from collections.abc import Iterable
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from educities.activity.models import Message
from educities.activity.queries.mail_stops import stop_address
from educities.activity.queries.person_names import names_of
from educities.activity.texts.calendar_file import calendar_method, render_calendar
from educities.activity.texts.mail_frame import Stop, render_frame
from educities.activity.texts.mail_kinds import (
    MAIL_KINDS,
    Letter,
    Mail,
    MailKind,
    SendingCity,
    has_empty_quote,
    plain_mail,
)
from educities.activity.texts.mail_topics import STOP_LABELS
from educities.activity.texts.sentences import message_subject
from educities.kit.multilingual import translate_plain

# What is each reader's own among what a message holds: the link to answer by, and the number of the mail.
OWN = ("answer", "id", "name")


class RenderedMail(NamedTuple):
    """A mail's words, and what its head says. `sender`: the name in From; `topic`: what can be stopped.

    `has_gap`: it was to quote words that are gone by now.
    """

    subject: str
    text: str
    html: str
    sender: str = ""
    reply_to: str = ""
    topic: str = ""
    stop_url: str = ""
    list_id: str = ""
    calendar: str = ""
    method: str = ""
    thread: str = ""
    has_gap: bool = False


def render_mail(message: Message) -> RenderedMail:
    """The words of one mail."""
    return MailRenderer(message.city if message.city_id else None).of(message)


class MailRenderer:
    """The words of a batch of one city: what several readers of one language are told is rendered once.

    Where a mail holds what is its reader's own (hello, link to answer by, link to stop), marks that nobody can know
    stand in its place until they are filled in.
    """

    def __init__(self, city: SendingCity | None = None) -> None:
        self.city = city
        secret = get_random_string(30)
        self._greeting, self._answer, self._stop = (f"{secret}{part}" for part in ("hello", "answer", "stop"))
        self._known: dict[tuple[str, bytes], RenderedMail] = {}
        self._parts: dict[str, list[str]] = {}
        self._names: dict[int, str] = {}
        self._answers: dict[tuple[str, str], dict[int, str]] = {}
        self._prepared: set[int] = set()
        self._empty: set[int] = set()

    def prepare(self, messages: Iterable[Message]) -> None:
        """What is read of the database for all of them is read at once: names, and addresses to answer at. Whatever a
        kind reads anew at this moment stands in the message from now on, and nowhere else."""
        rows = [message for message in messages if message.pk not in self._prepared and "verb" in message.payload]
        self._prepared |= {message.pk for message in rows}
        self._renew(rows)
        people = {message.user_id for message in rows if message.user_id}
        people |= {message.payload["by"] for message in rows if message.payload.get("by")}
        unknown = people - self._names.keys()
        if unknown and self.city is not None:
            self._names |= dict.fromkeys(unknown, "") | names_of(unknown)
        asked: dict[tuple[str, str], set[int]] = {}
        for message in rows:
            kind = MAIL_KINDS.get(message.payload["verb"])
            if kind and kind.answers and message.user_id and "answer" not in message.payload:
                key = (kind.code, message.payload.get("target_id", ""))
                asked.setdefault(key, set()).add(message.user_id)
        for (code, target), users in asked.items():
            answers = MAIL_KINDS[code].answers
            self._answers[code, target] = self._answers.get((code, target), {}) | (
                answers(target, users) if answers else {}
            )

    def find_empty_ids(self, messages: Iterable[Message]) -> set[int]:
        """The numbers of those that have nothing left to say. They must not go out."""
        return self._empty & {message.pk for message in messages}

    def _renew(self, rows: Iterable[Message]) -> None:
        for message in rows:
            kind = MAIL_KINDS.get(message.payload["verb"])
            if kind is None or kind.renew is None:
                continue
            with translation.override(_message_language(message)):
                found = kind.renew(message)
            message.payload = {**message.payload, **(found or {})}
            if found is None:
                self._empty.add(message.pk)

    def of(self, message: Message) -> RenderedMail:
        """The words of a mail. A ready mail of Django's is taken as it is."""
        if "subject" in message.payload:
            ready = message.payload
            return RenderedMail(ready["subject"], ready["text"], ready.get("html", ""))
        if message.pk not in self._prepared:
            self.prepare([message])
        payload = message.payload
        language = _message_language(message)
        answer = self._own_answer(message)
        shared = self._shared(payload, language, has_answer=bool(answer), has_account=bool(message.user_id))
        name = str(payload.get("name") or self._names.get(message.user_id or 0, ""))
        stop = ""
        if shared.topic and message.user_id and self.city is not None:
            stop = stop_address(self.city.slug, self.city.pk, message.user_id, shared.topic)
        return self._filled(shared, greeting_for(name, language), answer, stop)

    def words_of(self, message: Message) -> Mail:
        """The words of a mail before they are drawn, in the language of the moment."""
        self.prepare([message])
        return self._words(message.payload, MAIL_KINDS.get(message.payload["verb"]), self._own_answer(message))

    def _own_answer(self, message: Message) -> str:
        key = (message.payload["verb"], message.payload.get("target_id", ""))
        return str(message.payload.get("answer") or self._answers.get(key, {}).get(message.user_id or 0, ""))

    def _shared(self, payload: dict[str, Any], language: str, *, has_answer: bool, has_account: bool) -> RenderedMail:
        common = {key: value for key, value in payload.items() if key not in OWN}
        key = (language, orjson.dumps([common, has_answer, has_account], option=orjson.OPT_SORT_KEYS))
        if key not in self._known:
            self._known[key] = self._render(common, language, self._answer if has_answer else "", has_account)
        return self._known[key]

    def _render(self, payload: dict[str, Any], language: str, answer: str, has_account: bool) -> RenderedMail:
        kind = MAIL_KINDS.get(payload["verb"])
        topic = kind.topic if kind and has_account and self.city is not None else ""
        with translation.override(language):
            mail = self._words(payload, kind, answer)
            sender = translate_plain(self.city.name) if self.city else _("Education Cities")
            stop = Stop(str(STOP_LABELS[topic]), self._stop) if topic else Stop()
            subject, text, html = render_frame(mail, language, sender=sender, greeting=self._greeting, stop=stop)
        return RenderedMail(
            subject,
            text,
            html,
            sender,
            reply_to=mail.reply_to or (self.city.contact_email if self.city else ""),
            topic=topic,
            list_id=f"<{topic}.{self.city.slug}.{mail_domain()}>" if topic and self.city else "",
            calendar=render_calendar(mail.calendar) if mail.calendar else "",
            method=calendar_method(mail.calendar) if mail.calendar else "",
            thread=mail.thread,
            has_gap=has_empty_quote(mail),
        )

    def _words(self, payload: dict[str, Any], kind: MailKind | None, answer: str) -> Mail:
        url = payload.get("url", "")
        letter = Letter(
            verb=payload["verb"],
            data=payload.get("data", {}),
            url=f"{settings.BASE_URL}{url}" if url.startswith("/") else url,
            target_id=payload.get("target_id", ""),
            sender=self._names.get(payload.get("by") or 0, ""),
            answer=answer,
            also=payload.get("also", ()),
            city=self.city,
        )
        if kind and kind.words:
            return kind.words(letter)
        return plain_mail(letter, message_subject(payload["verb"], payload.get("target_type", ""), letter.data))

    def _filled(self, mail: RenderedMail, greeting: str, answer: str, stop: str) -> RenderedMail:
        own = {self._greeting: greeting, self._answer: answer, self._stop: stop}
        safe = {mark: escape(value) for mark, value in own.items()}
        text = "".join(own.get(part, part) for part in self._split(mail.text))
        html = "".join(safe.get(part, part) for part in self._split(mail.html))
        return mail._replace(text=text, html=html, stop_url=stop)

    def _split(self, body: str) -> list[str]:
        """The body in parts, each mark by itself."""
        if body not in self._parts:
            marks = f"{self._greeting}|{self._answer}|{self._stop}"
            self._parts[body] = re.split(f"({marks})", body)
        return self._parts[body]


@cache
def _hello_lines(language: str) -> tuple[str, str]:
    with translation.override(language):
        return _("Hello %(name)s,"), _("Hello,")


def greeting_for(name: str, language: str) -> str:
    """The hello of a mail; a person without a name in this city is greeted too."""
    named, nameless = _hello_lines(language)
    return named % {"name": name} if name else nameless


def _message_language(message: Message) -> str:
    if not message.user_id:
        return message.payload.get("language", settings.LANGUAGE_CODE)
    # A batch brings its readers' languages along.
    brought: str | None = getattr(message, "language", None)
    return brought or (message.user.language if message.user else settings.LANGUAGE_CODE)


def as_mail(message: Message, mail: RenderedMail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The row as a mail with a stable Message-ID, and a head by which it can be answered, sorted, stacked and stopped."""
    found = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=mail.text,
        from_email=message.payload.get("from") or sender_address(mail.sender),
        to=[message.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        connection=connection,
        headers=_build_headers(message, mail),
    )
    if mail.html:
        found.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        found.attach(_calendar_part(mail.calendar, mail.method))
    return found


@lru_cache(maxsize=16)
def _calendar_part(text: str, method: str) -> MIMEText:
    """The attached file, the same for all readers of one language."""
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    return part


@cache
def sender_address(name: str) -> str:
    """What From says: the platform's address under the city's name."""
    own, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or own, address))


@lru_cache(maxsize=4)
def _host_of(address: str) -> str:
    return urlsplit(address).hostname or "localhost"


def mail_domain() -> str:
    """The domain under which mails are numbered: that of the platform's pages."""
    return _host_of(settings.BASE_URL)


def _build_headers(message: Message, mail: RenderedMail) -> dict[str, str]:
    domain = mail_domain()
    headers = {
        "Message-ID": f"<{stable_id(message)}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if mail.thread:
        key = f"{message.city_id}:{mail.thread}:{message.recipient}"
        root = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
        headers |= {"References": root, "In-Reply-To": root}
    if mail.stop_url:
        headers |= {
            "List-Id": mail.list_id,
            "List-Unsubscribe": f"<{mail.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def stable_id(message: Message) -> str:
    """The same row has the same id on every try."""
    key = f"{message.city_id or 0}:{message.dedupe_key}"
    return hashlib.sha256(f"educities:{key}".encode()).hexdigest()[:32]
