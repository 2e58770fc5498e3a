"""Django's sessions in the database, in a table that knows whose they are."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from educities.accounts.models import SignedInSession

# Where the session itself keeps when it began, and in which browser.
STARTED_KEY, BROWSER_KEY = "started_at", "browser"


class SessionStore(db.SessionStore):
    """As Django's own; the row says besides who is signed in, since when and in which browser."""

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
