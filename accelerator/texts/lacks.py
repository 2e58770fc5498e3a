"""What a teacher still needs in order to graduate, in sentences."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accelerator.models import Accelerator, Enrolment
from accelerator.queries.progress import Progress, YearProgress
from accelerator.queries.resuming import Kept
from accelerator.values import OBSERVATIONS


def list_lacks(row: Enrolment, progress: Progress, *, is_own: bool) -> list[str]:
    """What lacks, the nearest first; nothing for who could graduate, and for who does not take part."""
    if row.state not in {Enrolment.State.ENROLLED, Enrolment.State.YEAR1_DONE, Enrolment.State.DEFERRED}:
        return []
    lacks = [text for year in progress.years if (text := describe_presence(year))]
    if not progress.has_project:
        lacks.append(_("The classroom project has not begun."))
    elif not progress.is_reported:
        lacks.append(_("The classroom project is not reported yet."))
    if progress.observations < OBSERVATIONS:
        own = _("Observations of your class that you have answered: %(n)s of %(all)s.")
        text = own if is_own else _("Observations of the teacher’s class that are answered: %(n)s of %(all)s.")
        lacks.append(text % {"n": progress.observations, "all": OBSERVATIONS})
    return lacks


def describe_presence(year: YearProgress) -> str:
    """Why the year is not done, in a sentence; "" when it is."""
    if year.is_done:
        return ""
    number = {"number": year.number}
    if not year.is_over:
        return _("Year %(number)s is not over yet.") % number
    text = _("Year %(number)s: presence %(percent)s%%, and %(least)s%% are needed.")
    return text % {**number, "percent": year.percent, "least": year.least}


def describe_kept(kept: Kept) -> str:
    """What a deferred teacher keeps, and what begins anew, in sentences."""
    work = _("The project, visits and reflections are kept.")
    if not kept.has_first_year:
        return f"{work} {_('The first year is not done yet: with a later intake it begins again.')}"
    text = _("The first year is kept: %(there)s of %(held)s sessions, %(hours)s hours. The second year comes next.")
    return f"{text % {'there': kept.there, 'held': kept.held, 'hours': f'{kept.hours.normalize():f}'}} {work}"


def describe_nobody_done(row: Accelerator) -> str:
    """Why nobody can complete the first year now, in a sentence."""
    states = Counter(row.enrolments.values_list("state", flat=True))
    left = states[Enrolment.State.ENROLLED]
    if left:
        text = ngettext(
            "%(n)s teacher is still in the first year: it is not over, or something is missing. The list says what.",
            "%(n)s teachers are still in the first year: it is not over, or something is missing. The list says what.",
            left,
        )
        return text % {"n": left}
    if states[Enrolment.State.YEAR1_DONE] or states[Enrolment.State.GRADUATED]:
        return _("Everyone who takes part has completed the first year.")
    return _("No teacher takes part yet.")


def describe_nobody_ready(row: Accelerator) -> str:
    """Why nobody can graduate now, in a sentence."""
    states = Counter(row.enrolments.values_list("state", flat=True))
    left = states[Enrolment.State.YEAR1_DONE]
    if left:
        text = ngettext(
            "%(n)s teacher is in the second year, and something is missing. The list says what.",
            "%(n)s teachers are in the second year, and something is missing. The list says what.",
            left,
        )
        return text % {"n": left}
    if states[Enrolment.State.GRADUATED]:
        return _("Everyone who went on has graduated.")
    return _("No teacher is in the second year yet.")
