"""Who entered an indicator's figures, as the city calls them."""

from collections.abc import Iterable

from educities.accounts.models import PartnerClient
from educities.activity.texts.history_rows import name_accounts, name_app
from programs.models import Indicator, IndicatorValue, ValueRevision
from programs.queries import Figures

# So many stand on the indicator's page; all of them are in the history.
MOST_ENTERED, MOST_REVISIONS = 40, 20


def list_entered(figures: Figures, revised: Iterable[IndicatorValue] = ()) -> list[IndicatorValue]:
    """The figures that count, and those in whose place the `revised` came, the one that was written last first. No query."""
    before = [row.replaces for row in revised if row.replaces is not None]
    return sorted([*figures.rows.values(), *before], key=lambda row: (row.entered_at, row.pk), reverse=True)[
        :MOST_ENTERED
    ]


def list_revisions(indicator: Indicator) -> list[IndicatorValue]:
    """The figures that took the place of a confirmed one, each with it; the last first. One query."""
    return list(
        indicator.values.filter(replaces__isnull=False).select_related("replaces").order_by("-id")[:MOST_REVISIONS]
    )


def name_writers(rows: Iterable[IndicatorValue | ValueRevision]) -> dict[int, str]:
    """{number of the figure, or of the revision: who entered it}: a person, or the partner's app; "" where nobody is known.

    Three queries at most, whatever the number of figures.
    """
    rows = list(rows)
    people = {row.entered_by_id for row in rows if row.entered_by_id and not row.entered_with_id}
    apps = {row.entered_with_id for row in rows if row.entered_with_id}
    names = name_accounts(people) if people else {}
    asked = PartnerClient.objects.filter(pk__in=apps).values_list("pk", "client__name") if apps else ()
    app_names = {pk: name_app(name) for pk, name in asked}
    return {
        row.pk: app_names.get(row.entered_with_id or 0, "") or names.get(row.entered_by_id or 0, "") for row in rows
    }
