"""`make bench`: speed as ratios against a bare application in the same run. Absolute figures drift; the ratios count."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("TEST_DB", "bench")
os.environ["EDUCITIES_TEST"] = "1"
# Sessions made here are read by the server, so both sign with one key; the run makes its own.
os.environ.setdefault("SECRET_KEY", "bench" * 12)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")

import django
from django.conf import settings

django.setup()

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from challenges.models import Challenge
from cities.actions import create_city
from cities.models import City
from educities.activity.deliver import deliver_due
from educities.activity.models import Message, Schedule
from educities.activity.register import VERBS
from educities.activity.reminders import reminder, schedule_reminder, tick
from educities.embedded.services import ensure_services
from educities.tenancy.scope import city_scope
from reports.practice import SLUG, build_practice_city
from stakeholders.actions import apply_import, check_file
from stakeholders.models import Organisation
from tests import database
from tests.benchmarks.measure import Speed, serving, speed

ROWS, PEOPLE = 20_000, 10_000


def say(what: str, value: str) -> None:
    print(f"  {what:<58}{value}", flush=True)


def against(what: str, found: Speed, limit: Speed) -> None:
    say(
        what,
        f"{found.p50:7.1f} ms  {found.per_second:7.0f}/s   {found.per_second / limit.per_second:5.2f} of the limit",
    )


def environment() -> dict[str, str]:
    urls = {}
    for name, alias in (
        ("DATABASE_URL", "default"),
        ("DATABASE_OWNER_URL", "owner"),
        ("NETWORK_DATABASE_URL", "network"),
    ):
        one = connections[alias].settings_dict
        urls[name] = f"postgresql://{one['USER']}@/{one['NAME']}?host={one['HOST']}"
    owner = connections["owner"].settings_dict
    bare = {"BENCH_DB": owner["NAME"], "BENCH_HOST": owner["HOST"], "BENCH_USER": owner["USER"]}
    # The product runs as in production (no debugging, no test shortcuts), on the same machine.
    real = {
        "EDUCITIES_TEST": "0",
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "ERROR",
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_PREFIX": f"bench{os.getpid()}",
    }
    return {
        **urls,
        **bare,
        **real,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
    }


def cookie_of(email: str) -> dict[str, str]:
    """A signed-in browser."""
    user = get_user_model().objects.get(email=email)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return {"Cookie": f"__Host-session={session.session_key}; __Host-language=he"}


def organisations(city: City, count: int) -> None:
    with city_scope(city.pk):
        for start in range(0, count, 2000):
            Organisation.objects.bulk_create(
                [
                    Organisation(
                        name={"he": f"ארגון {n}", "en": f"Organisation {n}"},
                        sector=n % 4 + 1,
                        state="active",
                        search=f"ארגון {n}",
                    )
                    for n in range(start, min(start + 2000, count))
                ]
            )


def pages(city: City) -> None:
    env = environment()
    ruth = cookie_of("ruth@practice.example")
    with serving("tests.benchmarks.bare:application", env) as port:
        limit, rest = speed(port, "/list"), speed(port, "/rest")
    say("limit: bare list of 30", f"{limit.p50:7.1f} ms  {limit.per_second:7.0f}/s")
    say("limit: bare JSON of 50", f"{rest.p50:7.1f} ms  {rest.per_second:7.0f}/s")
    with serving("educities.wsgi:application", env) as port:
        base = f"/c/{SLUG}"
        against("public challenge list, kept for anonymous readers", speed(port, f"{base}/challenges/"), limit)
        with city_scope(city.pk):
            first = Challenge.objects.filter(state="open").first()
        against("public challenge page, kept", speed(port, f"{base}/challenges/{first.pk}/"), limit)
        against("public challenge list, cold (signed in)", speed(port, f"{base}/challenges/", ruth), limit)
        against("director's dashboard", speed(port, f"{base}/today/", ruth, count=80), limit)
        few = speed(port, f"{base}/organisations/", ruth, count=80)
        organisations(city, ROWS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        many = speed(port, f"{base}/organisations/", ruth, count=80)
        against("staff list of 13 rows", few, limit)
        against(f"staff list of {ROWS:,} rows", many, limit)
        say("the same list, many rows to few", f"{many.p50 / few.p50:7.2f} x")
        against("REST list of 50", speed(port, f"/api/v1/cities/{SLUG}/organisations", bearer(city), count=60), rest)


def bearer(city: City) -> dict[str, str]:
    """A token of a partner's program."""
    from allauth.idp.oidc.models import Token

    from reports.partners import make_partner

    owner = get_user_model().objects.get(email="ruth@practice.example")
    until = timezone.now().date() + timedelta(days=9)
    with city_scope(city.pk):
        partner, _secret = make_partner(city, actor=owner, name="bench", scopes=["stakeholders:read"], expires_on=until)
    value = "bench-token-of-one-run"
    token = Token(type=Token.Type.ACCESS_TOKEN, client=partner.client)
    token.set_value(value)
    token.expires_at = timezone.now() + timedelta(hours=1)
    token.set_scopes(["stakeholders:read"])
    token.save()
    return {"Authorization": f"Bearer {value}"}


def timed(act: Any) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def one_more_city() -> None:
    count = 100
    seconds = timed(
        lambda: [create_city(actor=None, slug=f"bench-{n}", name={"en": f"Bench {n}"}) for n in range(count)]
    )
    say("one more city", f"{seconds / count * 1000:7.1f} ms")


def import_organisations() -> None:
    city = City.objects.get(slug="bench-0")
    actor = get_user_model().objects.get(email="ruth@practice.example")
    text = io.StringIO()
    text.write("name_he,sector,email\n")
    text.writelines(f"ארגון מספר {n},{n % 4 + 1},o{n}@example.org\n" for n in range(10_000))
    data = text.getvalue().encode("utf-8-sig")
    with city_scope(city.pk):
        start = time.perf_counter()
        run = check_file(data, "organisations.csv", sector=None, actor=actor)
        checked = time.perf_counter()
        apply_import(run, actor=actor)
        done = time.perf_counter()
        say(
            "import of 10,000 organisations: dry run, then applied",
            f"{checked - start:7.1f} s  {done - checked:7.1f} s",
        )
        assert Organisation.objects.count() == 10_000


def letter(subject: Any, user: Any) -> dict[str, Any]:
    """What the longest of our reminders holds: a session's facts and a link of one's own."""
    data = {"title": subject.name, "starts_at": "2027-06-01T18:00:00+03:00", "ends_at": "2027-06-01T20:00:00+03:00"}
    return {
        "data": {**data, "place": "Library", "time_zone": "Asia/Jerusalem"},
        "answer": f"https://127.0.0.1/c/{SLUG}/answer/{user.pk}:signed",
    }


def reminders(city: City) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    users = get_user_model().objects
    users.bulk_create(
        [
            get_user_model()(email=f"bench{n}@example.org", password="!", language=("he", "ar", "en")[n % 3])
            for n in range(PEOPLE)
        ]
    )
    people = list(users.filter(email__startswith="bench"))
    reminder("bench", recipients=lambda subject: people, verb=VERBS["labs.session_reminded"], payload=letter)
    city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
    city.save()
    with city_scope(city.pk):
        row = Organisation.objects.first()
        now = timezone.now()
        made = schedule_reminder(row, "bench", now.replace(tzinfo=None), "UTC", now + timedelta(days=1))
        Schedule.objects.filter(pk=made.pk).update(due_at=now - timedelta(seconds=1))
    say(f"reminders of {PEOPLE:,} people: written", f"{timed(tick):7.1f} s")

    def deliver() -> None:
        while deliver_due():
            pass

    say(f"reminders of {PEOPLE:,} people: rendered and handed over", f"{timed(deliver):7.1f} s")
    with city_scope(city.pk):
        assert Message.objects.filter(state="sent").count() >= PEOPLE


def main() -> None:
    ensure_services(Path(settings.VAR_DIR))
    name = database.make()
    try:
        call_command("load_areas", verbosity=0)
        city = build_practice_city("bench-password-9")
        print("\nAgainst the bare application in the same run (p50 of one caller, answers a second to four):")
        pages(city)
        print("\nWork:")
        one_more_city()
        import_organisations()
        reminders(City.objects.get(pk=city.pk))
    finally:
        database.drop(name)


main()
