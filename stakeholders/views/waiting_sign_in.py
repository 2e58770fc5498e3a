"""What a provider said waits in a browser until its person says which account to link, and whether they join the city."""

import time

from django.http import HttpRequest
from django.utils.translation import gettext

from educities.kit.multilingual import translate_plain
from educities.kit.sealing import seal_secret
from stakeholders.models import CitySignIn
from stakeholders.queries import find_profile

# Where the session keeps, for a while, who came back from the provider and has no account linked yet.
WAITING_KEY, WAITING_SECONDS = "city_sign_in", 30 * 60


def keep_waiting(request: HttpRequest, sign_in: CitySignIn, subject: str, target: str) -> None:
    """What the provider said waits in this browser for the page that asks whether to link it."""
    waiting = {"sign_in": sign_in.pk, "subject": seal_secret(subject), "target": target, "at": time.time()}
    request.session[WAITING_KEY] = waiting


def describe_joining(request: HttpRequest) -> list[str]:
    """That an account without a part in this city joins it, also after having left it, in a sentence; nothing for others."""
    city = request.city  # type: ignore[attr-defined]  # the middleware of `cities` says whose page it is
    if not request.user.is_authenticated or find_profile(request.user) is not None:
        return []
    text = gettext("Your account has no part in %(city)s now. By linking it you join the city as a resident.")
    return [text % {"city": translate_plain(city.name)}]
