"""Small things that many tests ask for."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions.said_ages import say_age
from consents.values import ADULT
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError

# The folders of our apps below the checkout.
APPS = tuple(dict.fromkeys(app.partition(".")[0] for app in settings.OWN_APPS))


def clock_time(at: datetime) -> str:
    """As English pages write a moment to come: its hour, and of another day than today that day before it, with the year
    where it is another than the running one."""
    today = timezone.now().astimezone(at.tzinfo).date()
    year = "" if at.year == today.year else f" {at.year}"
    return f"{at:%H:%M}" if at.date() == today else f"{at.day}\N{NO-BREAK SPACE}{at:%B}{year}, {at:%H:%M}"


def queries_of(act: Callable[[], Any]) -> list[str]:
    """The SQL that `act` sent over the connection that serves people."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]


def assert_same_queries(act: Callable[[], Any], add_rows: Callable[[int], Any], *, most: int = 99) -> None:
    """With 1 row and with 3 rows `act` sends the same number of queries, at most `most`."""
    add_rows(1)
    act()
    one = queries_of(act)
    add_rows(2)
    three = queries_of(act)
    assert len(one) == len(three), "\n".join(sorted(set(three) - set(one)))
    assert len(three) <= most, "\n".join(three)


def sign_in(client: Client, user: Any, *, second_factor: bool = True) -> Client:
    """The browser is signed in as `user`, with a second factor set up and passed unless told otherwise."""
    from allauth.mfa.models import Authenticator

    from tests.factories import add_second_step

    if second_factor and user is not None:
        add_second_step(user)
    elif user is not None:
        Authenticator.objects.filter(user=user).delete()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_factor and user is not None:
        pass_second_step(client, user)
    return client


def pass_second_step(client: Client, user: Any) -> None:
    """The browser's session has shown the second step, as allauth keeps it."""
    record_proof(client, user, "mfa", type="totp")


def record_proof(client: Client, user: Any, method: str, *, ago: float = 0, **more: str) -> None:
    """The browser's session has shown who its person is so many seconds ago, by this method alone, as allauth keeps it."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago, **more}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def say_adult(profile: Any) -> None:
    """Whom others typed in has said to be 18 or older."""
    say_age(profile, ADULT, actor=profile.user)


def refused(act: Callable[[], Any]) -> str:
    """The code of the rule that stands against the act."""
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def verbs_of(row: Any) -> list[str]:
    """What the audit log says was done to the row, in order."""
    entries = AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))
    return list(entries.order_by("pk").values_list("verb", flat=True))


def fresh(user: Any) -> Any:
    """The account as the next request reads it, with no role remembered."""
    return type(user).objects.get(pk=user.pk)


def subclasses_of(kind: type) -> set[type]:
    """Every class below `kind` that the project itself declares."""
    found = {one for child in kind.__subclasses__() for one in {child, *subclasses_of(child)}}
    return {one for one in found if not one.__module__.startswith(("allauth", "django", "rest_framework", "tests"))}


def wait_until_somebody_waits() -> None:
    """Another connection stands at a lock that this one holds."""
    deadline = time.monotonic() + 240
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("nobody waited")


class Clock:
    """What the product takes for the hour: `now`, once the fixture `clock` has put it there."""

    now: datetime


def forget_cache() -> None:
    """Nothing that was put into the cache before is found any more: not by this test, nor by the threads of its live server.
    `cache.clear` would empty that of the tests beside it as well, and with it what their limits have counted."""
    prefix = uuid4().hex
    cache.key_prefix = settings.CACHES["default"]["KEY_PREFIX"] = prefix


def forget_limits_of_live_server() -> None:
    """The live server counts anew, those of its threads too that answer already."""
    store = cast("Any", cache)._cache.get_client(write=True)
    for key in list(store.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:1:limit:*")):
        store.delete(key)
