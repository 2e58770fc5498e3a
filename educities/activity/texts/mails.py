"""What a waiting message says, in its receiver's language, at the moment it is sent."""

import json
import uuid
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.html import escape

from educities.activity.models import Message
from educities.activity.texts.sentences import message_subject
from educities.activity.values import VERBS, Verb

# What is each reader's own among what a message holds: the link to answer by, and the number of the mail.
OWN = ("answer", "id")


class RenderedMail(NamedTuple):
    """A mail's words."""

    subject: str
    text: str
    html: str


def render_mail(message: Message) -> RenderedMail:
    """The words of one mail."""
    return MailRenderer().of(message)


class MailRenderer:
    """The words of a batch: what several readers of one language are told is rendered once.

    Where a mail holds its reader's own link, a mark that nobody can know stands in its place until it is filled in.
    """

    def __init__(self) -> None:
        self._mark = get_random_string(40)
        self._known: dict[tuple[str, str], RenderedMail] = {}

    def of(self, message: Message) -> RenderedMail:
        """The subject, text and HTML of a mail. A ready mail of Django's is taken as it is."""
        payload = message.payload
        if "subject" in payload:
            return RenderedMail(payload["subject"], payload["text"], payload.get("html", ""))
        verb, language = VERBS.get(payload["verb"]), _message_language(message)
        if verb and verb.personal:
            return _render_payload(payload, verb, language, message.user)
        return self._filled(self._shared(payload, verb, language), str(payload.get("answer", "")))

    def _shared(self, payload: dict[str, Any], verb: Verb | None, language: str) -> RenderedMail:
        common = {key: value for key, value in payload.items() if key not in OWN}
        if payload.get("answer"):
            common["answer"] = self._mark
        key = (language, json.dumps(common, sort_keys=True))
        if key not in self._known:
            self._known[key] = _render_payload(common, verb, language)
        return self._known[key]

    def _filled(self, letter: RenderedMail, answer: str) -> RenderedMail:
        if not answer:
            return letter
        text, html = (
            body.replace(self._mark, own) for body, own in ((letter.text, answer), (letter.html, escape(answer)))
        )
        return RenderedMail(letter.subject, text, html)


def _message_language(message: Message) -> str:
    if not message.user_id:
        return message.payload.get("language", settings.LANGUAGE_CODE)
    # A batch brings its readers' languages along.
    brought: str | None = getattr(message, "language", None)
    return brought or (message.user.language if message.user else settings.LANGUAGE_CODE)


def _render_payload(
    payload: dict[str, Any], verb: Verb | None, language: str, user: AbstractBaseUser | None = None
) -> RenderedMail:
    with translation.override(language):
        subject = message_subject(payload["verb"], payload.get("target_type", ""), payload.get("data", {}))
        url = payload.get("url", "")
        context = {
            "subject": subject,
            "sentence": subject,
            "language": language,
            "url": f"{settings.BASE_URL}{url}" if url.startswith("/") else url,
            "base_url": settings.BASE_URL,
            "data": payload.get("data", {}),
            "payload": payload,
            "user": user,
        }
        template = (verb.template if verb else "") or "kit/mail/base"
        text = render_to_string(f"{template}.txt", context).strip() + "\n"
        return RenderedMail(subject, text, render_to_string(f"{template}.html", context))


def as_mail(
    message: Message, subject: str, text: str, html: str, connection: BaseEmailBackend | None = None
) -> EmailMultiAlternatives:
    """The row as a mail with a stable Message-ID."""
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        from_email=message.payload.get("from") or settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        connection=connection,
        headers={"Message-ID": f"<{stable_id(message)}@educities>", "Auto-Submitted": "auto-generated"},
    )
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def stable_id(message: Message) -> str:
    """The same row has the same id on every try."""
    key = f"{message.city_id or 0}:{message.dedupe_key}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"educities:{key}").hex
