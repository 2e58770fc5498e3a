"""The pages of a cohort as tabs, each with the number of its rows: the same on every one of them."""

from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from educities.kit.addresses import cached_reverse
from labs.models import Cohort, CohortMember
from labs.queries.sectors import list_members
from labs.values import COHORT_PARTS
from meetings.models import Session


def list_own_members(cohort: Cohort, user: Person) -> QuerySet[CohortMember]:
    """The cohort's members; whoever is only invited is none yet."""
    return list_members([cohort])


def list_sessions(cohort: Cohort, user: Person) -> QuerySet[Session]:
    """The cohort's sessions that take or took place; drafts are there for those alone who plan them."""
    sessions: QuerySet[Session] = cohort.group.sessions.exclude(state=Session.State.CANCELLED)
    may_plan = user.has_perm("meetings.plan_session_of_group", cohort.group)
    return sessions if may_plan else sessions.exclude(state=Session.State.DRAFT)


def list_cohort_tabs(cohort: Cohort, user: Person, current: str, *, below: bool = False) -> list[dict[str, Any]]:
    """The cohort's pages that the person may open, as `kit/_tabs.html` takes them; one query for all numbers.

    `current`: the address' name of the page, or with `below` of the one above it. None for who sees the first alone.
    """
    parts = [part for part in COHORT_PARTS if user.has_perm(part.permission, cohort)]
    if not parts:
        return []
    counted = {part.url_name: part.find_rows(cohort, user) for part in parts if part.find_rows}
    numbers = _count_rows(cohort, counted)
    pages = [("cohort", _("What now")), *((part.url_name, part.label) for part in parts)]
    return [
        {
            "url": cached_reverse(name, cohort.city.slug, cohort.pk),
            "label": label,
            "current": ("true" if below else "page") if name == current else "",
            "count": numbers.get(name, 0),
        }
        for name, label in pages
    ]


def list_session_tabs(cohort: Cohort, user: Person) -> list[dict[str, Any]]:
    """The cohort's pages above one of its sessions."""
    return list_cohort_tabs(cohort, user, "sessions", below=True)


def _count_rows(cohort: Cohort, counted: dict[str, QuerySet[Any]]) -> dict[str, int]:
    numbers = {
        f"rows_of_{name}": Coalesce(
            Subquery(rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")), 0
        )
        for name, rows in counted.items()
    }
    found = Cohort.objects.filter(pk=cohort.pk).order_by().values(**numbers).get()
    return {name: found[f"rows_of_{name}"] for name in counted}


def list_crumbs(cohort: Cohort, user: Person) -> list[tuple[str, str]]:
    """The ways up from the cohort: its lab, for those who may see it."""
    lab = cohort.lab
    return [(lab.get_absolute_url(), str(lab))] if user.has_perm("labs.view_lab", lab) else []


def list_crumbs_below(cohort: Cohort, user: Person, url_name: str = "", label: str = "") -> list[tuple[str, str]]:
    """The ways up from a page below the cohort: lab, cohort, and the tab that the page lies behind."""
    crumbs = [*list_crumbs(cohort, user), (cohort.get_absolute_url(), str(cohort))]
    if url_name:
        crumbs.append((cached_reverse(url_name, cohort.city.slug, cohort.pk), label))
    return crumbs
