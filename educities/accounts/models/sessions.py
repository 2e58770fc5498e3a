from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class SignedInSession(AbstractBaseSession):
    """A browser's session, with whose it is: so that the person sees where they are signed in, and ends it."""

    # Not guarded by the database: a session may outlive its account by a moment, and is nobody's then.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, db_constraint=False, related_name="sessions"
    )
    started_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    DATA: ClassVar = {"personal": "started_at browser", "internal": "expire_date", "secret": "session_key session_data"}

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    def __str__(self) -> str:
        return "session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What reads and writes these rows; it stands above the models, and the setting names it."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
