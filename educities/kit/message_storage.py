"""What a page says of the last step waits for the next page: in a cookie, a long one in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

MESSAGES_COOKIE = f"{'__Host-' if settings.HTTPS else ''}messages"


class OwnCookieStorage(CookieStorage):
    """As Django's own, under a name that no other host below the domain can set."""

    cookie_name = MESSAGES_COOKIE


class MessageStorage(FallbackStorage):
    """As Django's own."""

    storage_classes = (OwnCookieStorage, SessionStorage)
