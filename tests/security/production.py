"""What a production's settings come to: read by a Python of its own that knows nothing but a production's environment."""

import json
from functools import cache
from typing import Any

from tests.test_docker import python

SHOW = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "educities.settings"
import django
from django.conf import settings
django.setup()
from allauth.account import app_settings as account
from django.contrib.auth.hashers import get_hashers
from educities.accounts.middleware import kept_forms as middleware
from educities.kit import drafts, message_storage
names = [name for name in dir(settings) if name.isupper()]
plain = (str, int, float, bool, type(None), list, dict, tuple)
found = {name: getattr(settings, name) for name in names if isinstance(getattr(settings, name), plain)}
found["LIMITS_OF_SIGN_IN"] = account.RATE_LIMITS
found["HASHERS"] = [[one.algorithm, one.memory_cost, one.time_cost, one.parallelism] for one in get_hashers()]
kept = [middleware.KEPT_COOKIE, middleware.PRESSED_COOKIE, middleware.LAST_COOKIE]
found["OWN_COOKIES"] = [*kept, drafts.COOKIE, message_storage.MESSAGES_COOKIE]
print(json.dumps(found, default=str))
"""


@cache
def production() -> dict[str, Any]:
    """The settings by name, and a few things that follow from them."""
    shown = python("-c", SHOW)
    assert shown.returncode == 0, shown.stderr
    found: dict[str, Any] = json.loads(shown.stdout.splitlines()[-1])
    return found
