"""Mail leaves through the outbox alone: Django's EMAIL_BACKEND only writes rows."""

import os
import stat
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from educities.activity.actions.outbox import build_message
from educities.activity.models import Message

OWNER_ONLY = 0o700


class OutboxBackend(BaseEmailBackend):
    """Every mail of Django and allauth becomes a row; a dead mail server is never a person's error page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [row for mail in email_messages for row in self._rows(mail)]
        with transaction.atomic():
            for row in rows:
                row.save()
        return len(email_messages)

    def _rows(self, mail: EmailMessage) -> list[Message]:
        html = next((b for b, kind in getattr(mail, "alternatives", ()) if kind == "text/html"), "")
        payload = {"subject": mail.subject, "text": mail.body, "html": html, "from": mail.from_email}
        return [
            build_message("mail", address, dedupe_key=f"mail:{uuid.uuid4().hex}", payload=payload)
            for address in mail.recipients()
        ]


class MailboxBackend(BaseEmailBackend):
    """The embedded mode's post: mails lie in a folder and are read on the operator's mailbox page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            name = mail.extra_headers.get("Message-ID", f"<{uuid.uuid4().hex}@educities>").strip("<>").split("@")[0]
            path = mailbox_dir() / f"{name}.eml"
            # The same message delivered twice is the same file: at least once, with a stable id.
            scratch = path.with_suffix(".tmp")
            scratch.write_bytes(mail.message().as_bytes())
            scratch.replace(path)
        return len(email_messages)


def mailbox_dir() -> Path:
    """The folder of the embedded post; its mails hold links that sign in, so nobody else on the machine may read it.

    EDUCITIES_MAILBOX names another one: tests leave nothing in the checkout's own.
    """
    folder = Path(os.environ.get("EDUCITIES_MAILBOX") or Path(settings.VAR_DIR) / "mailbox")
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) != OWNER_ONLY:
        folder.chmod(OWNER_ONLY)
    return folder
