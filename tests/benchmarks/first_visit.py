"""What a resident's first visit weighs and how soon an old phone shows it, page by page, in each language."""

import statistics

from challenges.models import Challenge
from cities.models import City
from educities.tenancy.scope import city_scope
from tests.benchmarks import rows
from tests.benchmarks.measure import say, serving
from tests.browser.first_visit import visit_first
from tests.browser.looks import DIRECTIONS, chromium
from tests.browser.process import PROCESS

TIMES = 3


def addresses(city: City) -> dict[str, str]:
    """The pages that a resident may come to first."""
    with city_scope(city.pk):
        number = Challenge.objects.filter(state="open").order_by("-contributions_count").first().pk
    start = f"/c/{city.slug}/"
    challenge = f"{start}challenges/{number}/"
    return {"home": "/", "city": start, "challenge": challenge, "idea": f"{challenge}idea/"}


def measure(city: City) -> None:
    """Prints a line a page and language; the first paint is the median of three on the slowed phone."""
    print("\nFirst visit of a resident (400 kbit/s, 400 ms, a processor slowed four times):")
    with serving("educities.wsgi:application", rows.environment()) as server, chromium() as browser:
        for name, path in addresses(city).items():
            address = f"http://127.0.0.1:{server.port}{path}"
            for lang in DIRECTIONS:
                visits = [visit_first(browser, address, lang, slowed=True) for _time in range(TIMES)]
                paint = statistics.median(visit.first_paint for visit in visits)
                say(f"{name}, {lang}", f"{visits[0]}; median {paint:.0f} ms")
    PROCESS.end()
