"""What waits for a director among the five years and the figures."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing
from educities.activity.models import AuditEntry
from educities.kit.multilingual import translate_plain
from programs import texts, verbs
from programs.models import Indicator, IndicatorValue, Program
from programs.values.calendar import school_year


def build_program_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Five years that are laid out and not signed."""
    text = _("The five-year program is ready to be signed")
    url = reverse("sign_program", args=[city.slug, row["id"]])
    return WaitingLine(text, url, _("Sign"), icon="route", about=text)


def build_figures_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Figures of one indicator that somebody submitted: confirmed by one tap, sent back with a sentence."""
    name, n = translate_plain(row["name"]), row["n"]
    sentence = ngettext("{name}: {n} figure to confirm", "{name}: {n} figures to confirm", n)
    first, last = school_year(row["first"]), school_year(row["last"])
    return WaitingLine(
        name_thing(sentence, name, n=n),
        reverse("indicator", args=[city.slug, row["id"]]),
        ngettext("Confirm the figure", "Confirm the figures", n),
        post_url=reverse("confirm_values", args=[city.slug, row["id"]]),
        meta=first if first == last else f"{first}–{last}",
        icon="chart-line",
        about=name,
        unfold=ngettext("See the figure, or send it back", "See the figures, or send them back", n),
        facts=tuple(_list_figures(row)),
        answer=WordsAnswer(
            reverse("return_values", args=[city.slug, row["id"]]), _("Send back"), _("What is to be corrected?")
        ),
    )


def _list_figures(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    indicator = Indicator(unit=row["unit"])
    for series, period, value in row["figures"]:
        label = IndicatorValue.Series(series).label
        yield f"{school_year(period)} · {label}", texts.with_unit(indicator, Decimal(str(value)))


PROPOSED = WaitingKind(
    "program",
    10,
    "programs.add_program",
    f"""SELECT p.id, COALESCE((
            SELECT max(a.at) FROM {AuditEntry._meta.db_table} a
            WHERE a.city_id = p.city_id AND a.target_type = 'programs.program' AND a.target_id = p.id::text
              AND a.verb = '{verbs.PROGRAM_PROPOSED.code}'
        ), now()) AS since
        FROM {Program._meta.db_table} p WHERE p.city_id = %(city)s AND p.state = 'proposed'""",
    build_program_line,
)
SUBMITTED = WaitingKind(
    "figures",
    40,
    "programs.confirm_values_of_indicator",
    f"""SELECT i.id, i.name, i.unit, count(*) AS n, min(v.period) AS first, max(v.period) AS last,
            min(v.entered_at) AS since,
            json_agg(json_build_array(v.series, v.period, v.value) ORDER BY v.period, v.series) AS figures
        FROM {IndicatorValue._meta.db_table} v
        JOIN {Indicator._meta.db_table} i ON i.city_id = v.city_id AND i.id = v.indicator_id
        WHERE v.city_id = %(city)s AND v.state = 'submitted' GROUP BY i.id, i.name, i.unit""",
    build_figures_line,
)
