"""The five years at their largest: figures of many cities and of one file, a forum of forty, a review on paper.

Seconds are those of this process and of its database process together: who else works on the machine does not count.
"""

from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from cities.models import City
from educities.kit.multilingual import LANGUAGES
from educities.tenancy.scope import city_scope
from forum.models import Charter
from forum.values import MOST_SEATS
from library.models import PublishedFigures
from library.queries import compare_cities
from meetings.actions.attendance import mark_attendance
from meetings.actions.departures import mark_left
from programs.actions.figure_files import apply_figures, begin_file, check_figures
from programs.models import Indicator, IndicatorValue, YearReview
from programs.values.catalogue import find_definition
from programs.values.reviews import REVIEW_PRINTERS
from programs.values.suppression import hide_cells
from stakeholders.values.import_kinds import FIGURES
from tests.benchmarks.measure import say, work_seconds
from tests.forum.support import decide, hold_meeting, seat_person, write_item

CITIES, CELLS, SEATS = 1_000, 10_000, 40
INDICATORS, YEARS = 2_500, range(1990, 2030)


def measure_comparison() -> None:
    """All cities of a country side by side, against reading the same rows plainly."""
    definition = find_definition("dropout", 1)
    assert definition is not None
    dice = Random(1)
    rows = [City(slug=f"bench-{n}", name={"en": f"City {n}"}, country="PT", state="active") for n in range(CITIES)]
    made = City.objects.bulk_create(rows)
    PublishedFigures.objects.bulk_create(
        PublishedFigures(
            city=city,
            code=definition.code,
            version=1,
            status="shown",
            values={str(year): str(dice.randint(0, 100)) for year in range(2015, 2026)},
        )
        for city in made
    )
    bare = work_seconds(lambda: list(PublishedFigures.objects.values_list("city_id", "values")))
    seconds = work_seconds(lambda: compare_cities(definition, "PT", 6))
    assert len(compare_cities(definition, "PT", 6).cities) == CITIES
    say(
        f"{CITIES:,} cities side by side",
        f"{seconds * 1000:7.0f} ms   {seconds / max(bare, 0.01):5.1f} of the bare rows",
    )


def measure_suppression() -> None:
    """A table of so many groups, a tenth of them of few people."""
    dice = Random(2)
    people = {f"school {n}": dice.randint(1, 4) if n % 10 == 0 else dice.randint(5, 900) for n in range(CELLS)}
    say(f"few people hidden among {CELLS:,} groups", f"{work_seconds(lambda: hide_cells(people)) * 1000:7.0f} ms")


def measure_file(city: City) -> None:
    """A file of a hundred thousand figures tried and taken in, against as many rows of `bulk_create`."""
    director: Any = get_user_model().objects.filter(memberships__city=city, memberships__role="director").first()
    rows = Indicator.objects.bulk_create(
        Indicator(code=f"bench-{n}", name={"en": f"Bench {n}"}, unit="number") for n in range(INDICATORS)
    )
    heads = ",".join(f"{year}/{(year + 1) % 100:02d}" for year in YEARS)
    lines = (f"bench-{n}," + ",".join(str((n + year) % 97) for year in YEARS) for n in range(INDICATORS))
    text = f"indicator,{heads}\n" + "\n".join(lines)
    run: Any = None

    def trial() -> None:
        nonlocal run
        run = check_figures(
            text.encode(), "bench.csv", kind=FIGURES, defaults=begin_file(FIGURES, source="bench"), actor=director
        )

    tried = work_seconds(trial)
    taken = work_seconds(lambda: apply_figures(run, actor=director, sure=True))
    count = IndicatorValue.objects.filter(indicator__in=rows).count()
    IndicatorValue.objects.filter(indicator__in=rows).delete()
    plain = [
        IndicatorValue(indicator=row, series="actual", period=year, value=Decimal(1)) for row in rows for year in YEARS
    ]
    bare = work_seconds(lambda: IndicatorValue.objects.bulk_create(plain, batch_size=1_000))
    say(
        f"a file of {count:,} figures: tried, taken in",
        f"{tried:7.1f} s  {taken:7.1f} s   {(tried + taken) / bare:5.1f} of the bare rows",
    )


def measure_forum(city: City) -> None:
    """Each act of a meeting at which forty are present: somebody comes, a decision is taken, somebody leaves."""
    charter = Charter.objects.select_related("city", "group", "body__program").latest("pk")
    charter.most_seats = MOST_SEATS
    charter.save()
    seats = [seat_person(charter, n % 4 + 1, role="member") for n in range(SEATS)]
    meeting = hold_meeting(charter, seats[:-1])
    last, item = seats[-1].profile, write_item(charter)
    acts = {
        "comes": lambda: mark_attendance(meeting.session, last, actor=None, status="present"),
        "decides": lambda: decide(item, actor=None),
        "leaves": lambda: mark_left(meeting.session, last, actor=None),
    }
    said = "  ".join(f"{name} {work_seconds(act) * 1000:4.0f} ms" for name, act in acts.items())
    say(f"a forum of {SEATS}", said)


def measure_paper() -> None:
    """The review of a year, in each language."""
    review = YearReview.objects.select_related("year__program", "city").filter(state="confirmed").latest("pk")
    printer = next(iter(REVIEW_PRINTERS))
    sizes: list[int] = []
    seconds = work_seconds(lambda: sizes.extend(len(printer.render(review, code)) for code in LANGUAGES))
    say(
        "the review of a year as PDF",
        f"{seconds / len(LANGUAGES) * 1000:7.0f} ms a language, {sum(sizes) // len(sizes) // 1024} kB",
    )


def measure(city: City) -> None:
    print("\nThe five years:")
    measure_suppression()
    measure_comparison()
    with city_scope(city.pk):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        measure_file(city)
        measure_forum(city)
        measure_paper()
