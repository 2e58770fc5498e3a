"""The national averages that stand beside a city's figures, and those of a definition as the steward keeps them."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Max, QuerySet

from programs.models import Indicator, NationalFigure
from programs.values.catalogue import Definition


def find_national(indicators: Iterable[Indicator]) -> dict[int, dict[int, Decimal]]:
    """{number of the indicator: {school year: national average}} of those whose words are the definition's own.

    One query where the city measures anything of the catalogue, else none.
    """
    followed = {one.catalogue_code: one for one in indicators if one.catalogue_code and not one.list_differences()}
    found: dict[int, dict[int, Decimal]] = {}
    if followed:
        city = next(iter(followed.values())).city
        for row in NationalFigure.objects.filter(catalogue_code__in=followed, country=city.country):
            indicator = followed[row.catalogue_code]
            # A figure of another version counts something else.
            if row.definition_version == indicator.definition_version:
                found.setdefault(indicator.pk, {})[row.period] = row.value
    return found


def filter_national(indicator: Indicator) -> QuerySet[NationalFigure]:
    """The averages that stand beside the indicator's figures; none where its words are not the definition's own."""
    if not indicator.catalogue_code or indicator.list_differences():
        return NationalFigure.objects.none()
    return NationalFigure.objects.filter(
        catalogue_code=indicator.catalogue_code,
        definition_version=indicator.definition_version,
        country=indicator.city.country,
    )


def list_national(definition: Definition, country: str) -> list[NationalFigure]:
    """The averages of a definition in a country, the newest first. One query."""
    rows = NationalFigure.objects.filter(
        catalogue_code=definition.code, definition_version=definition.version, country=country
    )
    return list(rows.order_by("-period"))


def count_national(country: str) -> dict[tuple[str, int], tuple[int, int]]:
    """{(code, version): (how many school years, the last one)} of the averages of a country. One query."""
    rows = NationalFigure.objects.filter(country=country).values_list("catalogue_code", "definition_version")
    return {
        (code, version): (n, last) for code, version, n, last in rows.annotate(Count("pk"), Max("period")).order_by()
    }
