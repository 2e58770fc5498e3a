"""What a waiting message says, in its receiver's language, at the moment it is sent."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from educities.activity.models import Message
from educities.activity.register import VERBS
from educities.activity.sentences import sentence


def rendered(message: Message) -> tuple[str, str, str]:
    """(subject, text, html) of a mail. A ready mail of Django's is taken as it is."""
    payload = message.payload
    if "subject" in payload:
        return payload["subject"], payload["text"], payload.get("html", "")
    language = message.user.language if message.user_id else payload.get("language", settings.LANGUAGE_CODE)
    with translation.override(language):
        return _in_language(message, payload, language)


def _in_language(message: Message, payload: dict[str, Any], language: str) -> tuple[str, str, str]:
    verb = VERBS.get(payload["verb"])
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
        "user": message.user,
    }
    template = (verb.template if verb else "") or "kit/mail/base"
    text = render_to_string(f"{template}.txt", context)
    return subject, text.strip() + "\n", render_to_string(f"{template}.html", context)
