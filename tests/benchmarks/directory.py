"""The list of people in a city of many, searched in three scripts, against the same list unsearched."""

from urllib.parse import quote

from django.db import connections

from cities.models import City
from educities.tenancy.scope import city_scope
from reports.management.practice import SLUG
from stakeholders.models import Profile
from tests.benchmarks import rows
from tests.benchmarks.measure import say, serving, speed

PEOPLE = 50_000
FIRST = ("נועה", "דנה", "יוסף", "רבקה", "أحمد", "فاطمة", "سمير", "Noa", "Dana", "Adam")
LAST = ("לוי", "כהן", "מזרחי", "חליל", "خليل", "منصور", "خوري", "Levi", "Cohen", "Stone", "Green")
ASKED = {
    "a Hebrew name": "נועה",
    "one with points": "נוֹעָה",
    "a name's beginning": "מזר",
    "two words": "דנה חליל",
    "an Arabic name": "احمد",
    "an English name": "noa",
    "a line": "אופניים",
    "a misspelled Hebrew name": "רבכקה",
    "a misspelled Arabic name": "منصزر",
    "nobody": "xyzq",
}


def fill_city(city: City) -> None:
    """The city has so many people, each fifth with a line that its members may read."""
    offer, shown = {"he": "תיקון אופניים", "ar": "إصلاح الدرّاجات"}, {"offer": "resident"}
    with city_scope(city.pk):
        people = [
            Profile(
                display_name=f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]} {n}",
                **({"offer": offer, "visibilities": shown} if n % 5 == 0 else {}),
            )
            for n in range(PEOPLE)
        ]
        Profile.objects.bulk_create(people, batch_size=2000)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {Profile._meta.db_table}")


def measure(city: City) -> None:
    print(f"\nThe list of {PEOPLE:,} people (p50 of one caller, and as a ratio to the list that nobody searches):")
    fill_city(city)
    address, ruth = f"/c/{SLUG}/people/", rows.cookie_of(rows.OWNER)
    with serving("educities.wsgi:application", rows.environment()) as server:
        plain = speed(server, address, ruth, count=40)
        say("not searched", f"{plain.p50:7.1f} ms")
        for what, text in ASKED.items():
            found = speed(server, f"{address}?q={quote(text)}", ruth, count=40)
            say(
                f"searched by {what}",
                f"{found.p50:7.1f} ms   {found.cpu:7.1f} ms of processor   {found.p50 / plain.p50:5.2f} x",
            )
