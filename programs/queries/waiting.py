"""What waits among the figures, for whoever confirms them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from allauth.idp.oidc.models import Client
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing, parse_moment
from cities.rules.roles import has_city_role
from educities.accounts.models import PartnerClient, Person, User
from educities.activity.texts.history_rows import name_app, name_person
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain, write_range
from programs import texts
from programs.models import Breakdown, Indicator, IndicatorValue
from programs.queries.confirmers import CONFIRMERS, STAMP, TABLE_CONFIRMERS
from programs.values.calendar import school_year
from stakeholders.models import AgeBand, Profile


def build_figures_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Figures of one indicator that somebody submitted: confirmed by one tap, sent back with a sentence."""
    name, n = translate_plain(row["name"]), row["n"]
    sentence = ngettext("{name}: {n} figure to confirm", "{name}: {n} figures to confirm", n)
    first, last = school_year(row["first"]), school_year(row["last"])
    return WaitingLine(
        name_thing(sentence, name, n=n),
        cached_reverse("indicator", city.slug, row["id"]),
        ngettext("Confirm the figure", "Confirm the figures", n),
        post_url=cached_reverse("confirm_values", city.slug, row["id"]),
        values={"seen": row["stamp"]},
        meta=write_range(first, last),
        icon="chart-line",
        about=name,
        unfold=ngettext("See the figure, or send it back", "See the figures, or send them back", n),
        facts=tuple(_list_figures(row, city)),
        answer=WordsAnswer(
            cached_reverse("return_values", city.slug, row["id"]), _("Send back"), _("What is to be corrected?")
        ),
    )


def _list_figures(row: dict[str, Any], city: City) -> Iterable[tuple[str, str]]:
    """Each figure, with who entered it and since when it stands so."""
    indicator = Indicator(unit=row["unit"])
    for figure in row["figures"]:
        label = IndicatorValue.Series(figure["series"]).label
        lines = [texts.with_unit(indicator, Decimal(str(figure["value"])))]
        day = format_day(parse_moment(figure["entered_at"]).astimezone(city.zone).date())
        if name := name_writer(figure):
            lines.append(_("entered by %(name)s on %(day)s") % {"name": isolate_text(name), "day": day})
        else:
            lines.append(_("entered on %(day)s") % {"day": day})
        yield f"{school_year(figure['period'])} · {label}", "\n".join(lines)


def name_writer(figure: dict[str, Any]) -> str:
    """Who entered the figure, as its history says: an app, a person, "" where nobody is known."""
    if figure["app"]:
        return name_app(figure["app"])
    if figure["is_active"] is None:
        return ""
    return name_person(figure["person"] or "", is_active=figure["is_active"], is_operator=figure["is_operator"])


# Who is named is an adult of the city, as everywhere (`PERSON_NAMES`).
WRITER = f"""
    LEFT JOIN {User._meta.db_table} u ON u.id = v.entered_by_id
    LEFT JOIN {Profile._meta.db_table} p
        ON p.city_id = v.city_id AND p.user_id = u.id AND p.age_band = '{AgeBand.ADULT.value}'
    LEFT JOIN {PartnerClient._meta.db_table} a ON a.id = v.entered_with_id
    LEFT JOIN {Client._meta.db_table} c ON c.id = a.client_id"""
SUBMITTED = WaitingKind(
    "figures",
    40,
    "programs.confirm_values_of_indicator",
    f"""SELECT i.id, i.name, i.unit, count(*) AS n, min(v.period) AS first, max(v.period) AS last,
            min(v.entered_at) AS since, {STAMP} AS stamp,
            json_agg(json_build_object(
                'series', v.series, 'period', v.period, 'value', v.value, 'entered_at', v.entered_at, 'app', c.name,
                'person', p.display_name, 'is_active', u.is_active, 'is_operator', u.is_operator
            ) ORDER BY v.period, v.series) AS figures
        FROM {IndicatorValue._meta.db_table} v
        JOIN {Indicator._meta.db_table} i ON i.city_id = v.city_id AND i.id = v.indicator_id
        {WRITER}
        JOIN ({CONFIRMERS}) may ON may.number = v.id AND may.user_id = %(user)s
        WHERE v.city_id = %(city)s AND v.state = 'submitted' GROUP BY i.id, i.name, i.unit""",
    build_figures_line,
)


def build_breakdown_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Figures by groups that nobody of the city stands by yet."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name}: figures by groups to confirm"), name),
        cached_reverse("breakdowns", city.slug, row["indicator_id"]),
        _("Confirm"),
        post_url=cached_reverse("confirm_breakdown", city.slug, row["id"]),
        values={"seen": row["stamp"]},
        meta=f"{Breakdown.Dimension(row['dimension']).label} · {school_year(row['period'])}",
        icon="chart-line",
        about=name,
        unfold=_("Send them back"),
        answer=WordsAnswer(
            cached_reverse("return_breakdown", city.slug, row["id"]),
            _("Send back"),
            _("What is to be corrected?"),
            values={"seen": row["stamp"]},
        ),
    )


BREAKDOWNS = WaitingKind(
    "breakdowns",
    42,
    "programs.confirm_values_of_indicator",
    f"""SELECT b.id, b.indicator_id, b.dimension, b.period, i.name, b.entered_at AS since,
            (SELECT {STAMP} FROM {Breakdown._meta.db_table} v WHERE v.city_id = b.city_id AND v.id = b.id) AS stamp
        FROM {Breakdown._meta.db_table} b
        JOIN {Indicator._meta.db_table} i ON i.city_id = b.city_id AND i.id = b.indicator_id
        JOIN ({TABLE_CONFIRMERS}) may ON may.number = b.id AND may.user_id = %(user)s
        WHERE b.city_id = %(city)s AND b.confirmed_at IS NULL AND b.returned_at IS NULL""",
    build_breakdown_line,
)


def build_drafts_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Drafts that a partner's app entered: nobody of the city has looked at them yet."""
    name, n = translate_plain(row["name"]), row["n"]
    sentence = ngettext(
        "{name}: {n} figure entered by {app}, to check and submit",
        "{name}: {n} figures entered by {app}, to check and submit",
        n,
    )
    first, last = school_year(row["first"]), school_year(row["last"])
    return WaitingLine(
        name_thing(sentence, name, n=n, app=isolate_text(row["app"])),
        cached_reverse("indicator", city.slug, row["id"]),
        ngettext("Check the figure", "Check the figures", n),
        meta=write_range(first, last),
        icon="chart-line",
        about=name,
    )


ENTERED = WaitingKind(
    "drafts",
    45,
    "programs.revise_values_of_indicator",
    f"""SELECT i.id, i.name, c.name AS app, count(*) AS n, min(v.period) AS first, max(v.period) AS last,
            min(v.entered_at) AS since
        FROM {IndicatorValue._meta.db_table} v
        JOIN {Indicator._meta.db_table} i ON i.city_id = v.city_id AND i.id = v.indicator_id
        JOIN {PartnerClient._meta.db_table} a ON a.id = v.entered_with_id
        JOIN {Client._meta.db_table} c ON c.id = a.client_id
        WHERE v.city_id = %(city)s AND v.state = 'draft' GROUP BY i.id, i.name, c.name""",
    build_drafts_line,
)


def build_due_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A figure that is known by now and was not entered."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name}: the figure of {year} is due"), name, year=school_year(row["due"])),
        cached_reverse("enter_values", city.slug, row["id"]),
        _("Enter the figure"),
        icon="chart-line",
        about=name,
    )


def find_due_year(user: Person, city: City) -> dict[str, Any]:
    """The last school year that is over, when it ended, and whose figures are this person's: a director's are all."""
    directs = has_city_role(user, city, Indicator.OwnerRole.DIRECTOR)
    roles = Indicator.OwnerRole.values if directs else [Indicator.OwnerRole.FACILITATOR.value]
    return {"last": city.school_year() - 1, "month": city.school_year_start, "roles": roles}


# The same as `Figures.find_due`: the newest year that is known by now, behind the last measured one. Of an indicator that
# is new nobody waited before its first figure was entered.
DUE = WaitingKind(
    "due_figures",
    60,
    "programs.enter_values_of_indicator",
    f"""SELECT known.id, known.name, known.due,
            greatest(
                make_date(known.due + 1 + known.lag_years, %(due_figures_month)s, 1)::timestamptz, known.begun
            ) AS since
        FROM (
            SELECT i.id, i.name, i.lag_years, i.cadence, %(due_figures_last)s - i.lag_years AS due, (
                SELECT max(v.period) FROM {IndicatorValue._meta.db_table} v
                WHERE v.city_id = i.city_id AND v.indicator_id = i.id AND v.series = 'actual'
                AND v.state NOT IN ('revised', 'withdrawn') AND v.value IS NOT NULL
            ) AS latest, (
                SELECT min(v.entered_at) FROM {IndicatorValue._meta.db_table} v
                WHERE v.city_id = i.city_id AND v.indicator_id = i.id AND v.series = 'actual'
            ) AS begun
            FROM {Indicator._meta.db_table} i
            WHERE i.city_id = %(city)s AND i.owner_role = ANY(%(due_figures_roles)s)
        ) known
        WHERE known.due >= known.latest + CASE known.cadence WHEN 'two_yearly' THEN 2 ELSE 1 END""",
    build_due_line,
    find_due_year,
)
