"""The city in one sentence: for the director's day, and for a page that others read."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.addresses import cached_reverse
from labs.models import Cohort
from reports.queries import Overview


def greeting_text(hour: int) -> str:
    """How one says good day at this hour of the city."""
    if hour < 5:
        return _("Hello")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def count_running_cohorts(found: Overview) -> int:
    """How many cohorts are on their way."""
    return sum(cohort.state == Cohort.State.RUNNING for cohort in found.cohorts)


def sentence_of_state(found: Overview) -> str:
    """One sentence for the director: how many cohorts are on their way, and how many things wait."""
    if not found.cohorts and not found.program:
        return _("The city is new: begin with the five years, then with the organisations of the four sectors.")
    step = next((step.text for step in found.steps if step.is_next), "")
    way = _("The next step: %(step)s.") % {"step": step} if step else _running_link(found)
    return format_html("{} {}", way, waiting_sentence(found.waiting.total))


def waiting_sentence(n: int) -> str:
    """How many things wait for the person."""
    if not n:
        return _("Nothing waits for you.")
    return ngettext("You have one task.", "You have %(n)s tasks.", n) % {"n": n}


def sentence_of_city(found: Overview) -> str:
    """One sentence for whoever reads the printed page: the year, the cohorts, the labs."""
    labs = ngettext("%(n)s lab is launched.", "%(n)s labs are launched.", found.labs) % {"n": found.labs}
    year = f"{found.now}." if found.now else ""
    return " ".join(filter(None, [year, _running_text(found), labs if found.labs else _("No lab is launched yet.")]))


def _running_link(found: Overview) -> str:
    """How many cohorts are on their way, leading to the list of exactly these."""
    text = _running_text(found)
    if not count_running_cohorts(found):
        return text
    where = cached_reverse("cohorts", found.city.slug)
    return format_html('<a href="{}?state={}">{}</a>', where, Cohort.State.RUNNING.value, text)


def _running_text(found: Overview) -> str:
    n = count_running_cohorts(found)
    if not n:
        return _("No cohort is running now.")
    return ngettext("%(n)s cohort is running.", "%(n)s cohorts are running.", n) % {"n": n}
