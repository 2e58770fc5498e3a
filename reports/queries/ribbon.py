"""The five years as bars on twenty quarters: forum, accelerator, cohorts, what lies ahead."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.multilingual import translate_plain
from programs.values.calendar import program_quarter
from reports.queries import Overview


def _ribbon_bar(found: Overview, start: date, end: date, label: str, tone: str = "") -> dict[str, Any]:
    first, last = program_quarter(found.program.starts_on, start), program_quarter(found.program.starts_on, end)
    return {"start": first, "length": max(1, last - first + 1), "label": label, "tone": tone}


def ribbon_bars(found: Overview) -> list[dict[str, Any]]:
    """Bars for the ribbon; nothing before there is a program."""
    if not found.program or not found.years:
        return []
    end = found.years[-1].ends_on
    drawn = [_ribbon_bar(found, found.program.starts_on, end, _("Strategic lab forum"))]
    for intake in found.intakes:
        label = _("Teacher accelerator, intake %(n)s") % {"n": intake.number}
        drawn.append(_ribbon_bar(found, intake.starts_on, intake.ends_on, label))
    for cohort in found.cohorts:
        if cohort.starts_on:
            tone = "live" if cohort.state == "running" else ""
            drawn.append(
                _ribbon_bar(
                    found, cohort.starts_on, cohort.ends_on or found.city.today(), translate_plain(cohort.name), tone
                )
            )
    drawn += [_ribbon_bar(found, m.due_on, m.due_on, str(m), "sun") for m in found.milestones if m.state == "at_risk"]
    return drawn


def ribbon_years(found: Overview) -> list[tuple[str, bool]]:
    """The heads of the columns, this year marked."""
    return [(str(year.starts_on.year), year == found.now) for year in found.years]
