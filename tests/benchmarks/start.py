"""How long until the first answer, and how much memory a worker holds once it has answered."""

import statistics

from cities.models import City
from reports.management.practice import SLUG
from tests.benchmarks import rows
from tests.benchmarks.measure import say, serving, speed

TIMES = 5


def _of(application: str, path: str) -> tuple[float, float]:
    """Seconds from start to the first answer, the median of five; megabytes of a worker afterwards."""
    seconds, memory = [], 0.0
    for _n in range(TIMES):
        with serving(application, rows.environment(), first=path) as server:
            seconds.append(server.seconds)
            speed(server, path, count=20)
            memory = server.memory()
    return statistics.median(seconds), memory


def measure(city: City) -> None:
    print("\nStart and memory:")
    limit, bare = _of("tests.benchmarks.bare:application", "/list")
    found, memory = _of("educities.wsgi:application", f"/c/{SLUG}/challenges/")
    say("start to the first answer (and of the bare application)", f"{found:7.2f} s    {limit:7.2f} s")
    say("memory of a worker (and of the bare application)", f"{memory:7.0f} MB   {bare:7.0f} MB")
