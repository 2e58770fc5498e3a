"""Is this installation well? Each question answers with a finding, and with what to do when it is a bad one."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Q
from django.http.request import validate_host
from django.utils import timezone

from cities.models import City, CityDomain
from educities.accounts.queries import list_unreadable_steps
from educities.activity.models import Message
from educities.activity.queries.retention import find_last_run
from educities.settings_database import parse_seconds
from educities.settings_guard import find_insecure_settings
from educities.tenancy.inspect import find_isolation_problems
from educities.tenancy.scope import city_scope

OLDEST, NEWEST = 150_000, 190_000
SHUT = "permission denied for database"
UNREADABLE = (
    "Put the SECRET_KEY of the machine from which the data come into SECRET_KEY_FALLBACKS; where it is lost, "
    "manage.py reset_second_step --unreadable."
)
LATE_MINUTES, CLOCK_SECONDS, FREE_GIGABYTES = 5, 5, 1
RETENTION_DAYS = 2


@dataclass(frozen=True)
class CheckResult:
    """`cure` is empty when all is well."""

    what: str
    cure: str = ""


def run_checks() -> Iterator[CheckResult]:
    """Every question's findings, the most basic first; without a database only those that need none."""
    yield from _check_settings()
    yield from _check_disk()
    yield from _check_files()
    try:
        version = connections["default"].cursor().connection.server_version
    except DatabaseError as error:
        told = str(error).strip().splitlines()[0]
        shut = (
            "A restore was cut short: run it once more." if SHUT in told else "Start PostgreSQL, or mend DATABASE_URL."
        )
        yield CheckResult(f"database: away ({told})", shut)
        return
    yield _check_version(version)
    for question in (
        _check_clock,
        _check_limits,
        _check_migrations,
        _check_isolation,
        _check_second_steps,
        _check_hosts,
        _check_broker,
        _check_mail,
        _check_outbox,
        _check_retention,
    ):
        yield from _run_check(question)


def _run_check(question: Callable[[], Iterator[CheckResult]]) -> Iterator[CheckResult]:
    try:
        yield from question()
    except DatabaseError as error:
        name = question.__name__.strip("_")
        yield CheckResult(f"{name}: {str(error).strip().splitlines()[0]}", "Mend the tables first: manage.py migrate.")


def _check_settings() -> Iterator[CheckResult]:
    wrong = list(find_insecure_settings())
    yield from (
        CheckResult(f"settings: {text}", "Set it in the environment; see docs/operations.md.") for text in wrong
    )
    if not wrong:
        yield CheckResult("settings: " + ("embedded mode, for trying and developing" if settings.EMBEDDED else "safe"))


def _check_disk() -> Iterator[CheckResult]:
    free = shutil.disk_usage(settings.VAR_DIR).free / 1024**3
    cure = "Make room: PostgreSQL stops on a full disk." if free < FREE_GIGABYTES else ""
    yield CheckResult(f"disk: {free:.1f} GB free beside the data", cure)


def _check_files() -> Iterator[CheckResult]:
    compiled = all((path.parent / "django.mo").exists() for path in Path(settings.LOCALE_PATHS[0]).rglob("django.po"))
    cure = "" if compiled else "manage.py words compile"
    yield CheckResult("languages: " + ("compiled" if compiled else "not compiled"), cure)
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    cure = "" if collected or settings.DEBUG else "manage.py subset_fonts && manage.py collectstatic --noinput"
    yield CheckResult("static files: " + ("collected" if collected else "not collected"), cure)
    media = Path(settings.MEDIA_ROOT)
    # It is made with the first file; what counts until then is the folder that it will lie in.
    nearest = next(path for path in (media, *media.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        yield CheckResult(
            "media: nothing can be written there", "Give this user the folder MEDIA_ROOT, or set another."
        )


def _check_version(number: int) -> CheckResult:
    fits = OLDEST <= number < NEWEST
    return CheckResult(f"database: PostgreSQL {number // 10_000}", "" if fits else "PostgreSQL 15 to 18 are supported.")


def _check_clock() -> Iterator[CheckResult]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    cure = "Set both machines' clocks by NTP." if apart > CLOCK_SECONDS else ""
    yield CheckResult(f"clock: {apart:.1f} s apart from the database's", cure)


def _check_limits() -> Iterator[CheckResult]:
    """A pooler between drops what a process asks for; without the role's own limit a statement then runs for ever."""
    cure = "A pooler drops them: set them on the roles, see PgBouncer in docs/operations.md."
    for name, wanted in (("statement_timeout", settings.STATEMENT_TIMEOUT), ("lock_timeout", settings.LOCK_TIMEOUT)):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_setting(%s)", [name])
            held = cursor.fetchone()[0]
        if parse_seconds(wanted) and held == "0":
            yield CheckResult(f"limits: {name} is {wanted} in the environment, and none in the database", cure)


def _check_migrations() -> Iterator[CheckResult]:
    executor = MigrationExecutor(connections["default"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    cure = "manage.py migrate --database owner" if missing else ""
    yield CheckResult(f"tables: {len(missing)} migrations missing" if missing else "tables: up to date", cure)


def _check_isolation() -> Iterator[CheckResult]:
    holes = find_isolation_problems()
    cure = "manage.py check_tenancy names them; do not serve people before they are closed." if holes else ""
    yield CheckResult("wall between cities: " + (f"{len(holes)} holes" if holes else "stands"), cure)


def _check_second_steps() -> Iterator[CheckResult]:
    """Codes that were sealed with the key of another machine let nobody in."""
    if unreadable := list_unreadable_steps():
        people = len({step.user_id for step in unreadable})
        yield CheckResult(f"second steps: those of {people} accounts were sealed with another SECRET_KEY", UNREADABLE)


def _check_hosts() -> Iterator[CheckResult]:
    """Cities' own hosts are answered only when Django knows them."""
    for host in CityDomain.objects.order_by("host").values_list("host", flat=True):
        if not validate_host(host, settings.ALLOWED_HOSTS):
            yield CheckResult(
                f"hosts: {host} leads to a city, and is refused", "Add it to ALLOWED_HOSTS and start anew."
            )


def _check_broker() -> Iterator[CheckResult]:
    try:
        broker: Any = caches["default"]
        broker._cache.get_client(None).ping()
    except Exception as error:  # noqa: BLE001 (whatever it is, the broker does not answer)
        yield CheckResult(
            f"broker: away ({type(error).__name__})", "Start Redis or Valkey, or mend REDIS_URL. Mail waits."
        )
    else:
        yield CheckResult("broker: there")


def _check_mail() -> Iterator[CheckResult]:
    try:
        validate_email(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        yield CheckResult("sender: DEFAULT_FROM_EMAIL is no address", "Write it as name@host, or as Name <name@host>.")
    server = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    try:
        server.open()
        server.close()
    except OSError as error:
        yield CheckResult(f"mail server: {error}", "Mend EMAIL_HOST and what belongs to it. Mail waits meanwhile.")
    else:
        yield CheckResult("mail server: answers")


def _check_outbox() -> Iterator[CheckResult]:
    """Each city is asked within its own scope, then the platform: the doctor does not look over the wall either."""
    late = dead = held = 0
    for city in (*City.objects.values_list("pk", flat=True), None):
        with city_scope(city):
            found = Message.objects.aggregate(
                late=Count("pk", filter=_late_filter()), dead=_count_state("dead"), held=_count_state("held")
            )
        late, dead, held = late + found["late"], dead + found["dead"], held + found["held"]
    cure = "Are worker and beat running? `manage.py crank` sends without them." if late else ""
    yield CheckResult(f"outbox: {late} messages late by more than {LATE_MINUTES} minutes", cure)
    if dead:
        yield CheckResult(
            f"outbox: {dead} messages failed", "Each city's page of deliveries says why, and tries again."
        )
    if held:
        yield CheckResult(
            f"outbox: {held} messages held after a restore", "Each city's page of deliveries; manage.py held_mail"
        )


def _check_retention() -> Iterator[CheckResult]:
    """The platform's own line of the night: the cities' are on their pages."""
    last = find_last_run()
    if last is None:
        yield CheckResult("retention: not done yet; the first time is tonight")
        return
    days = (timezone.now() - last).days
    cure = "Are worker and beat running? It is due every night." if days > RETENTION_DAYS else ""
    yield CheckResult(f"retention: done {days} days ago", cure)


def _late_filter() -> Q:
    now = timezone.now()
    needed = Q(expires_at=None) | Q(expires_at__gt=now)
    since = now - timedelta(minutes=LATE_MINUTES)
    return needed & Q(state__in=[Message.State.PENDING, Message.State.LEASED], available_at__lt=since)


def _count_state(state: str) -> Count:
    return Count("pk", filter=Q(state=state))
