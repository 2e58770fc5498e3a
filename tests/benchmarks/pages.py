"""Pages and lists, against a bare application that reads and draws as many rows."""

from django.contrib.auth import get_user_model
from django.core.cache import cache

from challenges.models import Challenge
from cities.models import City
from educities.tenancy.scope import city_scope
from reports.management.practice import SLUG
from tests.benchmarks import rows
from tests.benchmarks.measure import Server, Speed, say, serving, speed

FEW, MANY, PAGE = 100, 20_000, 30
BASE = f"/c/{SLUG}"


def against(what: str, found: Speed, limit: Speed) -> None:
    part = found.per_second / limit.per_second
    say(what, f"{found.p50:7.1f} ms  {found.cpu:6.1f} ms  {found.per_second:7.0f}/s   {part:5.2f} of the limit")


def bare(name: str, found: Speed) -> Speed:
    say(f"limit: {name}", f"{found.p50:7.1f} ms  {found.cpu:6.1f} ms  {found.per_second:7.0f}/s")
    return found


def public(server: Server, city: City, limit: Speed, ruth: dict[str, str]) -> None:
    hebrew = {"Cookie": "__Host-language=he"}
    with city_scope(city.pk):
        first = Challenge.objects.filter(state="open").first()
    against("public challenge list, kept", speed(server, f"{BASE}/challenges/", hebrew), limit)
    against("public challenge page, kept", speed(server, f"{BASE}/challenges/{first.pk}/", hebrew), limit)
    # Each address is a new one, so nothing is found among what is kept, and each answer is put there.
    cold = "cold={n}"
    against("public challenge list, cold", speed(server, f"{BASE}/challenges/?{cold}", hebrew), limit)
    against("public challenge page, cold", speed(server, f"{BASE}/challenges/{first.pk}/?{cold}", hebrew), limit)
    against("public challenge list, signed in", speed(server, f"{BASE}/challenges/", ruth), limit)


def staff(server: Server, city: City, limit: Speed, ruth: dict[str, str]) -> None:
    against("director's dashboard", speed(server, f"{BASE}/today/", ruth, count=80), limit)
    against("program page of 40 milestones", speed(server, f"{BASE}/program/", ruth, count=80), limit)
    rows.organisations(city, FEW)
    few = speed(server, f"{BASE}/organisations/", ruth, count=80)
    rows.organisations(city, MANY)
    many = speed(server, f"{BASE}/organisations/", ruth, count=80)
    against(f"staff list of {FEW} rows", few, limit)
    against(f"staff list of {MANY:,} rows", many, limit)
    say("the same list, many rows to few", f"{many.p50 / few.p50:7.2f} x")


def partners(server: Server, peer: Server, city: City, limit: Speed) -> None:
    token, path = rows.bearer(city), f"/api/v1/cities/{SLUG}/organisations"
    # The calls of a minute are counted; a benchmark calls more often than a partner may.
    cache.clear()
    found = speed(server, path, token, count=60)
    cache.clear()
    drawn = speed(peer, path, token, count=60)
    against("REST list of 50", found, limit)
    against("the same by a ModelSerializer", drawn, limit)
    say("REST list of 50, against the ModelSerializer", f"{drawn.cpu / found.cpu:7.2f} x")


def measure(city: City) -> None:
    print(
        "\nAgainst the bare application in the same run (p50 of one caller, CPU an answer, answers a second to four):"
    )
    assert get_user_model().objects.filter(email=rows.OWNER).exists()
    rows.challenges(city, PAGE)
    env, ruth = rows.environment(), rows.cookie_of(rows.OWNER)
    with serving("tests.benchmarks.bare:application", env) as server:
        limit = bare("list of 30", speed(server, "/list"))
        rest = bare("JSON of 50", speed(server, "/rest"))
    with serving("educities.wsgi:application", env) as server:
        public(server, city, limit, ruth)
        staff(server, city, limit, ruth)
        with serving("tests.benchmarks.peer:application", env, first=f"/api/v1/cities/{SLUG}/organisations") as peer:
            partners(server, peer, city, rest)
