"""What waits on the day's page: revisions of confirmed figures, for whoever confirms them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing
from educities.accounts.models import User
from educities.activity.texts.mail_kinds import isolate_text, quote_words
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import isolate_ltr, translate_plain
from programs import texts
from programs.models import Breakdown, Indicator, IndicatorValue, ValueRevision
from programs.queries.confirmers import REMOVAL_CONFIRMERS, REVISED_FIGURES, REVISION_CONFIRMERS, STAMP
from programs.queries.waiting import WRITER, name_writer
from programs.values.calendar import school_year
from stakeholders.models import AgeBand, Profile


def build_revision_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Another figure that somebody proposes in place of a confirmed one: confirmed by one tap, declined with a sentence."""
    name, indicator = translate_plain(row["name"]), Indicator(unit=row["unit"])
    old, new = (isolate_ltr(texts.with_unit(indicator, Decimal(str(row[one])))) for one in ("old", "new"))
    details = _build_details(row, city, name)
    if row["is_withdrawal"]:
        # What ends is asked about on a page of its own.
        return WaitingLine(
            name_thing(_("{name}: shall the figure {old} be withdrawn?"), name, old=old),
            cached_reverse("confirm_withdrawal", city.slug, row["id"]),
            _("Read and decide"),
            **details,
        )
    return WaitingLine(
        name_thing(_("{name}: a revision to confirm, from {old} to {new}"), name, old=old, new=new),
        cached_reverse("indicator", city.slug, row["indicator_id"]),
        _("Confirm the revision"),
        post_url=cached_reverse("confirm_revision", city.slug, row["id"]),
        values={"seen": row["stamp"]},
        **details,
    )


def _build_details(row: dict[str, Any], city: City, name: str) -> dict[str, Any]:
    """What a line says besides its question: of which figure, why, proposed by whom, and the way to decline."""
    why = [quote_words(row["reason"])]
    if writer := name_writer(row):
        why.append(_("proposed by %(name)s") % {"name": isolate_text(writer)})
    return {
        "meta": f"{school_year(row['period'])} · {IndicatorValue.Series(row['series']).label}",
        "icon": "chart-line",
        "about": name,
        "unfold": _("See why, or decline"),
        "facts": ((_("Why"), "\n".join(why)),),
        "answer": WordsAnswer(
            cached_reverse("decline_revision", city.slug, row["id"]),
            pgettext("revision", "Decline"),
            _("Why do you decline?"),
        ),
    }


REVISIONS = WaitingKind(
    "revisions",
    41,
    "programs.confirm_values_of_indicator",
    f"""SELECT v.id, f.indicator_id, f.series, f.period, f.value AS old, v.value AS new, v.reason, v.is_withdrawal, i.name, i.unit,
            v.entered_at AS since, stamped.stamp, c.name AS app, p.display_name AS person, u.is_active, u.is_operator
        FROM (SELECT *, id AS number FROM {ValueRevision._meta.db_table}) v
        JOIN {IndicatorValue._meta.db_table} f ON f.city_id = v.city_id AND f.id = v.figure_id
        JOIN {Indicator._meta.db_table} i ON i.city_id = f.city_id AND i.id = f.indicator_id
        {WRITER}
        CROSS JOIN LATERAL (SELECT {STAMP} AS stamp FROM {REVISED_FIGURES} v WHERE v.id = number) stamped
        JOIN ({REVISION_CONFIRMERS}) may ON may.number = v.id AND may.user_id = %(user)s
        WHERE v.city_id = %(city)s AND v.state = 'waiting'""",
    build_revision_line,
)


def build_removal_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Confirmed figures by groups that somebody proposes to remove: read and decided on a page that asks."""
    name, why = translate_plain(row["name"]), [quote_words(row["reason"])]
    if writer := name_writer(row):
        why.append(_("proposed by %(name)s") % {"name": isolate_text(writer)})
    return WaitingLine(
        name_thing(_("{name}: shall figures by groups be removed?"), name),
        cached_reverse("confirm_removal", city.slug, row["id"]),
        _("Read and decide"),
        meta=f"{Breakdown.Dimension(row['dimension']).label} · {school_year(row['period'])}",
        icon="chart-line",
        about=name,
        unfold=_("See why, or decline"),
        facts=((_("Why"), "\n".join(why)),),
        answer=WordsAnswer(
            cached_reverse("decline_removal", city.slug, row["id"]),
            pgettext("revision", "Decline"),
            _("Why do you decline?"),
        ),
    )


REMOVALS = WaitingKind(
    "breakdown_removals",
    43,
    "programs.confirm_values_of_indicator",
    f"""SELECT v.id, v.indicator_id, v.dimension, v.period, v.removal_reason AS reason, v.removal_proposed_at AS since, i.name,
            NULL AS app, p.display_name AS person, u.is_active, u.is_operator
        FROM {Breakdown._meta.db_table} v
        JOIN {Indicator._meta.db_table} i ON i.city_id = v.city_id AND i.id = v.indicator_id
        LEFT JOIN {User._meta.db_table} u ON u.id = v.removal_proposed_by_id
        LEFT JOIN {Profile._meta.db_table} p
            ON p.city_id = v.city_id AND p.user_id = u.id AND p.age_band = '{AgeBand.ADULT.value}'
        JOIN ({REMOVAL_CONFIRMERS}) may ON may.number = v.id AND may.user_id = %(user)s
        WHERE v.city_id = %(city)s""",
    build_removal_line,
)
