"""What a waiting message says, in its receiver's language, at the moment it is sent."""

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.html import escape

from educities.activity.models import Message
from educities.activity.register import VERBS, Verb
from educities.activity.sentences import sentence

# What is each reader's own among what a message holds: the link to answer by, and the number of the mail.
OWN = ("answer", "id")


class Letter(NamedTuple):
    """A mail's words."""

    subject: str
    text: str
    html: str


def rendered(message: Message) -> Letter:
    """The words of one mail."""
    return Letters().of(message)


class Letters:
    """The words of a batch: what several readers of one language are told is rendered once.

    Where a mail holds its reader's own link, a mark that nobody can know stands in its place until it is filled in.
    """

    def __init__(self) -> None:
        self._mark = get_random_string(40)
        self._known: dict[tuple[str, str], Letter] = {}

    def of(self, message: Message) -> Letter:
        """The subject, text and HTML of a mail. A ready mail of Django's is taken as it is."""
        payload = message.payload
        if "subject" in payload:
            return Letter(payload["subject"], payload["text"], payload.get("html", ""))
        verb, language = VERBS.get(payload["verb"]), _language(message)
        if verb and verb.personal:
            return _rendered(payload, verb, language, message.user)
        return self._filled(self._shared(payload, verb, language), str(payload.get("answer", "")))

    def _shared(self, payload: dict[str, Any], verb: Verb | None, language: str) -> Letter:
        common = {key: value for key, value in payload.items() if key not in OWN}
        if payload.get("answer"):
            common["answer"] = self._mark
        key = (language, json.dumps(common, sort_keys=True))
        if key not in self._known:
            self._known[key] = _rendered(common, verb, language)
        return self._known[key]

    def _filled(self, letter: Letter, answer: str) -> Letter:
        if not answer:
            return letter
        text, html = (
            body.replace(self._mark, own) for body, own in ((letter.text, answer), (letter.html, escape(answer)))
        )
        return Letter(letter.subject, text, html)


def _language(message: Message) -> str:
    if not message.user_id:
        return message.payload.get("language", settings.LANGUAGE_CODE)
    # A batch brings its readers' languages along.
    brought: str | None = getattr(message, "language", None)
    return brought or (message.user.language if message.user else settings.LANGUAGE_CODE)


def _rendered(
    payload: dict[str, Any], verb: Verb | None, language: str, user: AbstractBaseUser | None = None
) -> Letter:
    with translation.override(language):
        subject = sentence(payload["verb"], payload.get("target_type", ""), payload.get("data", {}))
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
        return Letter(subject, text, render_to_string(f"{template}.html", context))
