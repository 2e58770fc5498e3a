"""Django's sessions in the database, in a table that knows whose they are."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import models
from django.utils import timezone

from educities.accounts.models import SignedInSession, User
from educities.tenancy.kept_queries import Given, KeptQuery

# Where the session itself keeps when it began, and in which browser.
STARTED_KEY, BROWSER_KEY = "started_at", "browser"


# Asked by every page of a signed-in person: the session and whose it is, at once.
RUNNING = KeptQuery(
    lambda: SignedInSession.objects.filter(
        session_key=Given("key", output_field=models.CharField()),
        expire_date__gt=Given("now", output_field=models.DateTimeField()),
    ).select_related("user")
)


class SessionStore(db.SessionStore):
    """As Django's own; the row says besides who is signed in, since when and in which browser."""

    # The account that stood beside the session when it was read.
    account: User | None = None

    def _get_session_from_db(self) -> SignedInSession | None:
        found = RUNNING.ask(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        row: SignedInSession = found[0]
        self.account = row.user
        return row

    @classmethod
    def get_model_class(cls) -> type[SignedInSession]:
        return SignedInSession

    def create_model_instance(self, data: dict[str, Any]) -> SignedInSession:
        row = cast("SignedInSession", super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.started_at = datetime.fromisoformat(data[STARTED_KEY]) if STARTED_KEY in data else None
        row.browser = data.get(BROWSER_KEY, "")
        if row.started_at:
            # Each change of a session would lengthen it; its end is counted from its beginning.
            row.expire_date = min(row.expire_date, row.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        return row
