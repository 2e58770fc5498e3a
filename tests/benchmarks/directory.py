"""The list of people in a city of many, searched in three scripts, against the same list unsearched."""

from random import Random
from statistics import median
from urllib.parse import quote

from django.db import connections

from cities.models import City
from educities.tenancy.scope import city_scope
from reports.management.practice import SLUG
from stakeholders.models import Profile
from tests.benchmarks import rows
from tests.benchmarks.measure import say, serving, speed

PEOPLE = 50_000
# What every fiftieth is called, as in a real city the most frequent names are; all others bear a name that a few share.
FIRST = ("נועה", "דנה", "יוסף", "רבקה", "أحمد", "فاطمة", "سمير", "Noa", "Dana", "Adam")
LAST = ("לוי", "כהן", "מזרחי", "חליל", "خليل", "منصور", "خوري", "Levi", "Cohen", "Stone", "Green")
ONE_IN = 50
SYLLABLES = (
    ("בר", "גל", "דו", "הר", "זו", "טל", "ימ", "לו", "מי", "ני", "סו", "עד", "פל", "צו", "רו", "שי"),
    ("با", "جا", "دي", "را", "زي", "سل", "شا", "عا", "فر", "كر", "لي", "ما", "نو", "هن", "وس", "يا"),
    ("ba", "del", "fri", "go", "hal", "jo", "kem", "lu", "mar", "nel", "or", "per", "sil", "tov", "var", "zin"),
)
# Of how many syllables the other names are; 16 of them make 256 names of two, 4,096 of three.
SHORT, LONG = 2, 3
ASKED = {
    "a Hebrew name": "נועה",
    "one with points": "נוֹעָה",
    "a name's beginning": "מזר",
    "two words": "דנה חליל",
    "an Arabic name": "احمد",
    "an English name": "noa",
    "a line that every tenth has": "אופניים",
    "a name that a few share": "דוהר",
    "a misspelled Hebrew name": "רבכקה",
    "a misspelled Arabic name": "منصزر",
    "nobody": "xyzq",
}


def make_name(chosen: Random, frequent: tuple[str, ...], syllables: int) -> str:
    """One of the frequent names, each `ONE_IN` so many times, or one that is put together."""
    place = chosen.randrange(ONE_IN)
    if place < len(frequent):
        return frequent[place]
    script = chosen.choice(SYLLABLES)
    return "".join(chosen.choice(script) for _ in range(syllables)).capitalize()


def fill_city(city: City) -> None:
    """The city has so many people, each fifth with a line that its members may read; half of these say the same."""
    bicycles, shown = {"he": "תיקון אופניים", "ar": "إصلاح الدرّاجات"}, {"offer": "resident"}
    chosen = Random(PEOPLE)
    offers = [
        None if n % 5 else bicycles if n % 2 else {"he": f"תיקון {make_name(chosen, LAST, LONG)}"}
        for n in range(PEOPLE)
    ]
    with city_scope(city.pk):
        people = [
            Profile(
                display_name=f"{make_name(chosen, FIRST, SHORT)} {make_name(chosen, LAST, LONG)}",
                **({"offer": offer, "visibilities": shown} if offer else {}),
            )
            for offer in offers
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
        middles = []
        for what, text in ASKED.items():
            found = speed(server, f"{address}?q={quote(text)}", ruth, count=40)
            middles.append(found.p50)
            say(
                f"searched by {what}",
                f"{found.p50:7.1f} ms   {found.cpu:7.1f} ms of processor   {found.p50 / plain.p50:5.2f} x",
            )
    say("searched by any of these, as often by each", f"{median(middles):7.1f} ms")
