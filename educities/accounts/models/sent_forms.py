from typing import ClassVar

from django.db import models
from django.utils import timezone


class FormAnswer(models.Model):
    """What one form was answered, written in the transaction of its act: the same form again gets the same answer.

    Found by the hash of the form's mark and sealed by the mark itself, which only the page with the form holds.
    """

    mark_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    DATA: ClassVar = {"internal": "made_at", "secret": "mark_hash sealed"}

    def __str__(self) -> str:
        return f"answer {self.pk}"


class KeptForm(models.Model):
    """What a form sent without a session: it waits for the person to sign in, in the same browser.

    Found by the hash of a secret in the browser's cookie and sealed by that secret.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    DATA: ClassVar = {"internal": "made_at", "secret": "token_hash sealed"}

    def __str__(self) -> str:
        return f"kept form {self.pk}"
