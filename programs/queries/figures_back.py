"""What was sent back and waits to be corrected: figures, for whoever entered them; a year's review, for the director."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing, parse_moment
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import name_person
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain, write_range
from programs import verbs
from programs.models import Breakdown, Indicator, IndicatorValue, Program, ProgramYear, YearReview
from programs.values.calendar import school_year
from stakeholders.models import AgeBand, Profile


def _find_last_act(target: str, number: str, *codes: str) -> str:
    """SQL: the last of these acts about the row, with who did it and why. Who is named is an adult of the city."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"""JOIN LATERAL (
        SELECT e.verb, e.at, e.reason, p.display_name AS person, u.is_active, u.is_operator
        FROM {AuditEntry._meta.db_table} e
        LEFT JOIN {User._meta.db_table} u ON u.id = e.actor_id
        LEFT JOIN {Profile._meta.db_table} p
            ON p.city_id = e.city_id AND p.user_id = u.id AND p.age_band = '{AgeBand.ADULT.value}'
        WHERE e.city_id = %(city)s AND e.target_type = '{target}' AND e.target_id = {number}::text AND e.verb IN ({listed})
        ORDER BY e.id DESC LIMIT 1
    ) act ON act.verb = '{codes[0]}'"""


def _tell_return(row: dict[str, Any], city: City) -> tuple[tuple[str, str], ...]:
    """Why it was sent back, by whom and when."""
    day = format_day(parse_moment(row["since"]).astimezone(city.zone).date())
    name = "" if row["is_active"] is None else _name_actor(row)
    said = (
        _("sent back by %(name)s on %(day)s") % {"name": isolate_text(name), "day": day}
        if name
        else _("sent back on %(day)s") % {"day": day}
    )
    return ((_("Why"), f"{row['reason']}\n{said}"),)


def _name_actor(row: dict[str, Any]) -> str:
    return name_person(row["person"] or "", is_active=row["is_active"], is_operator=row["is_operator"])


def build_figures_back(row: dict[str, Any], city: City) -> WaitingLine:
    """Figures of one indicator that this person entered and somebody sent back."""
    name, n = translate_plain(row["name"]), row["n"]
    sentence = ngettext("{name}: {n} figure was sent back", "{name}: {n} figures were sent back", n)
    return WaitingLine(
        name_thing(sentence, name, n=n),
        cached_reverse("enter_values", city.slug, row["id"]),
        _("Correct and submit"),
        meta=write_range(school_year(row["first"]), school_year(row["last"])),
        icon="chart-line",
        about=name,
        unfold=_("See why"),
        facts=_tell_return(row, city),
    )


# They stand until they are submitted again, or taken away.
FIGURES_BACK = WaitingKind(
    "figures_back",
    31,
    "programs.enter_values_of_indicator",
    f"""SELECT i.id, i.name, act.at AS since, act.reason, act.person, act.is_active, act.is_operator,
            count(*) AS n, min(v.period) AS first, max(v.period) AS last
        FROM {IndicatorValue._meta.db_table} v
        JOIN {Indicator._meta.db_table} i ON i.city_id = v.city_id AND i.id = v.indicator_id
        {_find_last_act("programs.indicator", "i.id", verbs.VALUES_RETURNED.code, verbs.VALUES_SUBMITTED.code)}
        WHERE v.city_id = %(city)s AND v.state = 'draft' AND v.entered_by_id = %(user)s
        GROUP BY i.id, i.name, act.at, act.reason, act.person, act.is_active, act.is_operator""",
    build_figures_back,
)


def build_breakdown_back(row: dict[str, Any], city: City) -> WaitingLine:
    """Figures by groups that this person entered and somebody sent back."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name}: figures by groups were sent back"), name),
        cached_reverse("enter_breakdown", city.slug, row["indicator_id"]),
        _("Correct them"),
        meta=f"{Breakdown.Dimension(row['dimension']).label} · {school_year(row['period'])}",
        icon="chart-line",
        about=name,
        unfold=_("See why"),
        facts=_tell_return(row, city),
    )


# They stand until they are entered again, or taken away.
BREAKDOWNS_BACK = WaitingKind(
    "breakdowns_back",
    32,
    "programs.enter_values_of_indicator",
    f"""SELECT b.id, b.indicator_id, b.dimension, b.period, i.name, act.at AS since, act.reason, act.person, act.is_active,
            act.is_operator
        FROM {Breakdown._meta.db_table} b
        JOIN {Indicator._meta.db_table} i ON i.city_id = b.city_id AND i.id = b.indicator_id
        {_find_last_act("programs.breakdown", "b.id", verbs.BREAKDOWN_RETURNED.code)}
        WHERE b.city_id = %(city)s AND b.returned_at IS NOT NULL AND b.entered_by_id = %(user)s""",
    build_breakdown_back,
)


def build_review_back(row: dict[str, Any], city: City) -> WaitingLine:
    """A review that somebody sent back."""
    text = _("The review of year %(number)s was sent back") % {"number": row["number"]}
    return WaitingLine(
        text,
        cached_reverse("year_review", city.slug, row["year_id"]),
        _("Write on"),
        icon="route",
        about=text,
        unfold=_("See why"),
        facts=_tell_return(row, city),
    )


REVIEWS_BACK = WaitingKind(
    "reviews_back",
    33,
    "programs.close_programyear",
    f"""SELECT r.id, r.year_id, y.number, act.at AS since, act.reason, act.person, act.is_active, act.is_operator
        FROM {YearReview._meta.db_table} r
        JOIN {ProgramYear._meta.db_table} y ON y.city_id = r.city_id AND y.id = r.year_id
        JOIN {Program._meta.db_table} p ON p.city_id = y.city_id AND p.id = y.program_id
        {_find_last_act("programs.yearreview", "r.id", verbs.REVIEW_RETURNED.code, verbs.REVIEW_SUBMITTED.code)}
        WHERE r.city_id = %(city)s AND r.state = 'draft' AND r.submitted_at IS NOT NULL
        AND p.state IN ('active', 'signed', 'suspended')""",
    build_review_back,
)
