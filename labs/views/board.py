from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import cached_property

from cities.models import City
from cities.rules.roles import has_city_role
from educities.kit.lists import put_over_last
from educities.kit.views import ListPage, Page
from educities.tenancy.kept_queries import KeptQuery, ask_together
from labs.forms.filters import BoardFilter, CohortFilter
from labs.models import Cohort, Lab, Override
from labs.models.cohorts import Stage
from labs.queries.gates import GateCondition, cohort_gates, condition_rows
from labs.queries.sectors import INVITED, ask_sectors, count_sectors, read_sectors
from labs.rules import find_labs_led, labs_facilitated
from labs.values import COHORTS

SHOWN = (Cohort.State.PLANNED, Cohort.State.RECRUITING, Cohort.State.RUNNING, Cohort.State.SUSPENDED)

LET_PASS = KeptQuery(
    lambda: (
        Override.objects.filter(state__in=[Override.State.GRANTED, Override.State.EXPIRED], cohort__in=COHORTS)
        .order_by()
        .values_list("cohort_id")
        .annotate(n=Count("rule_code", distinct=True))
    )
)


def list_labs_to_plan(user: Any, city: City, labs: Iterable[Lab]) -> list[Lab]:
    """Those of the labs in which this person can plan a cohort."""
    led = None if has_city_role(user, city, "director") else labs_facilitated(user)
    return [lab for lab in labs if lab.state != Lab.State.CLOSED and (led is None or lab.pk in led)]


class Board(Page):
    """Each cohort in the column of its stage, with the next missing thing; the same few queries for any number."""

    permission = "labs.list_cohort"
    template_name = "labs/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.filter = BoardFilter(self.request.GET or None)
        cohorts = self.cohorts()
        gates = cohort_gates(cohorts)
        # The own first, what pauses behind what runs.
        cohorts.sort(key=lambda cohort: (not self.is_own(cohort), cohort.state == Cohort.State.SUSPENDED))
        cards: dict[int, list[dict[str, Any]]] = {number: [] for number in Stage.values}
        for card in (self.card(cohort, gates[cohort.pk]) for cohort in cohorts):
            if self.is_shown(card):
                cards[card["cohort"].stage].append(card)
        columns = [{"number": n, "name": Stage(n).label, "cards": cards[n]} for n in Stage.values]
        labs = list_labs_to_plan(self.request.user, self.city, self.filter.labs)
        found = {"labs_to_plan": labs, "columns": columns, "count": len(cohorts), "shown": any(cards.values())}
        return super().get_context_data(filter=self.filter, **found, **kwargs)

    def is_own(self, cohort: Cohort) -> bool:
        """Does the person guide the cohort's lab?"""
        return cohort.lab_id in labs_facilitated(self.request.user)

    @cached_property
    def labs_led(self) -> set[int] | None:
        """The labs whose cohorts the person guides, as on the person's own day; None = all."""
        return find_labs_led(self.request.user, self.city)

    def is_shown(self, card: dict[str, Any]) -> bool:
        """Is the card one of those that are asked for?"""
        cohort = card["cohort"]
        answers = {
            "mine": self.labs_led is None or cohort.lab_id in self.labs_led,
            "ready": card["is_ready"],
            "stuck": card["missing"] is not None,
            "paused": cohort.state == Cohort.State.SUSPENDED,
        }
        return bool(answers.get(self.filter.chosen("show"), True))

    def cohorts(self) -> list[Cohort]:
        """Those on their way, with their next session and the overrides that hold them up."""
        upcoming = Q(group__sessions__state="scheduled", group__sessions__starts_at__gte=timezone.now())
        rows = Cohort.objects.filter(state__in=SHOWN).select_related("lab", "city")
        if lab := self.filter.chosen("lab"):
            rows = rows.filter(lab_id=lab)
        rows = rows.annotate(next_session_at=Min("group__sessions__starts_at", filter=upcoming))
        cohorts = list(rows)
        asked = {"cohorts": [cohort.pk for cohort in cohorts]}
        found = ask_together([ask_sectors(cohorts), (INVITED, asked), (LET_PASS, asked)])
        sectors, invited, let_pass = read_sectors(found[0]), dict(found[1]), dict(found[2])
        for cohort in cohorts:
            cohort.let_pass = let_pass.get(cohort.pk, 0)
            cohort.sectors, cohort.invited = sectors[cohort.pk], invited.get(cohort.pk, 0)
            cohort.members_count = sum(cohort.sectors.values())
        return cohorts

    def card(self, cohort: Cohort, gate: list[GateCondition]) -> dict[str, Any]:
        """What stands on the card of one cohort."""
        runs = cohort.state == Cohort.State.RUNNING
        red = [line for line in gate if runs and not line.passes]
        may = self.request.user.has_perm("labs.advance_cohort", cohort)
        is_ready = runs and not red and cohort.stage < Stage.IMPLEMENTATION
        return {
            "cohort": cohort,
            "missing": next(iter(condition_rows(red[:1], cohort, self.city.slug)), None),
            "further": max(len(red) - 1, 0),
            "is_ready": is_ready,
            "may": may,
            "ahead": Stage(cohort.stage + 1) if is_ready and may else None,
        }


class Cohorts(ListPage):
    """Every cohort of the city: those on their way first, those that have ended behind them."""

    permission = "labs.list_cohort"
    model = Cohort
    template_name = "labs/cohorts.html"
    filter_class = CohortFilter
    over = (Cohort.State.COMPLETED, Cohort.State.CANCELLED)

    def rows(self) -> Any:
        upcoming = Q(group__sessions__state="scheduled", group__sessions__starts_at__gte=timezone.now())
        rows = Cohort.objects.select_related("lab", "city")
        rows = rows.annotate(next_session_at=Min("group__sessions__starts_at", filter=upcoming))
        return put_over_last(rows, self.over, "stage", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        labs = context["filter"].labs
        context["labs_to_plan"] = list_labs_to_plan(self.request.user, self.city, labs)
        sectors = count_sectors(context["object_list"])
        for cohort in context["object_list"]:
            cohort.sectors = sectors[cohort.pk]
        return context
