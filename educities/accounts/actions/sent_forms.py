"""Forms that came twice, and forms that came without a session: what is kept of them, and for how long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import OperationalError
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from educities.accounts.actions.changes import UNDO_TIME
from educities.accounts.models import AccountChange, FormAnswer, IdempotentAnswer, KeptForm
from educities.kit.sealing import open_bytes, open_sealed, seal_bytes, seal_value
from educities.kit.tokens import hash_token, new_token

ANSWER_KEPT = timedelta(hours=24)
# Long enough to find the phone and read the code in the mail; short on a computer that others use.
FORM_KEPT = timedelta(hours=1)
# Bytes of all that waits, sealed: where so much lies already, a file is not kept and its box says so.
MOST_WAITING = 200 * 1024 * 1024


class StillRunning(Exception):
    """The first form with this mark has not been answered yet."""


def claim_form_mark(mark: str) -> tuple[FormAnswer, dict[str, Any] | None]:
    """The mark's row, ours until the transaction ends, with the answer if the form was answered before.

    A second form with the same mark waits here for the first one's transaction. Raises StillRunning when it waits longer
    than for any lock; the transaction is then to be given up.
    """
    mark_hash = hash_token(mark)
    try:
        FormAnswer.objects.bulk_create([FormAnswer(mark_hash=mark_hash)], ignore_conflicts=True)
        row = FormAnswer.objects.select_for_update().get(mark_hash=mark_hash)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise StillRunning from error
        raise
    return row, open_sealed(row.sealed, mark) if row.sealed else None


def keep_form_answer(row: FormAnswer, mark: str, answer: dict[str, Any] | None) -> None:
    """The same form again gets this answer; without one it acts again."""
    if answer is None:
        row.delete()
    else:
        FormAnswer.objects.filter(pk=row.pk).update(sealed=seal_value(answer, mark))


def keep_sent_form(sent: dict[str, Any]) -> str:
    """What was sent waits for the browser that holds the secret. Returns the secret."""
    token, token_hash = new_token()
    KeptForm.objects.create(token_hash=token_hash, sealed=seal_value(sent, token))
    return token


def keep_sent_files(token: str, files: Mapping[str, UploadedFile]) -> set[str]:
    """The files of a form wait under its secret, each in a row of its own, as long as there is room.

    Returns the fields whose file waits.
    """
    kept: set[str] = set()
    waiting = KeptForm.objects.aggregate(bytes=Sum(Length("sealed")))["bytes"] or 0
    for field, file in files.items():
        if waiting + (file.size or 0) > MOST_WAITING:
            break
        file.seek(0)
        secret = _secret_of_file(token, field)
        KeptForm.objects.create(token_hash=hash_token(secret), sealed=seal_bytes(file.read(), secret))
        waiting += file.size or 0
        kept.add(field)
    return kept


def find_sent_file(token: str, field: str, name: str) -> UploadedFile | None:
    """The file of this field, under the name that it had; None when it was not kept or has waited too long."""
    secret = _secret_of_file(token, field)
    row = _find_kept(secret)
    contents = open_bytes(row.sealed, secret) if row else None
    return None if contents is None else SimpleUploadedFile(name, contents)


def _secret_of_file(token: str, field: str) -> str:
    return f"{token}.{field}"


def _find_kept(secret: str) -> KeptForm | None:
    since = timezone.now() - FORM_KEPT
    return KeptForm.objects.filter(token_hash=hash_token(secret), made_at__gt=since).first()


def find_sent_form(token: str) -> dict[str, Any] | None:
    """What waits under this secret; None when it was taken or has waited too long."""
    row = _find_kept(token)
    return open_sealed(row.sealed, token) if row else None


def drop_sent_form(token: str) -> None:
    """Nothing waits under this secret any more, nor a file of the form."""
    sent = find_sent_form(token) or {}
    secrets = [token, *(_secret_of_file(token, field) for field in sent.get("files", {}))]
    KeptForm.objects.filter(token_hash__in=map(hash_token, secrets)).delete()


def forget_sent_forms() -> int:
    """What was kept long enough is gone: answers, those of programs too, forms, links that reverse a change. Returns how many."""
    now, count = timezone.now(), 0
    times = {FormAnswer: ANSWER_KEPT, IdempotentAnswer: ANSWER_KEPT, KeptForm: FORM_KEPT, AccountChange: UNDO_TIME}
    for model, kept in times.items():
        count += model._default_manager.filter(made_at__lt=now - kept).delete()[0]
    return count
