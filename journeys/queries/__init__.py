"""What the gates ask of a cohort's journeys, and what a block of the model may rest on: reading only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.models import City
from cities.queries.search import SearchKind
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing
from educities.accounts.models import Person
from educities.activity.models import AuditEntry
from educities.kit.day_words import format_day
from educities.kit.lists import put_over_last, words_hold
from educities.kit.multilingual import translate_html, translate_plain
from educities.kit.spelling import text_holds
from educities.tenancy.kept_queries import KeptQuery
from journeys.models import (
    BLOCK_KEYS,
    ActivityArea,
    Expedition,
    Initiative,
    InitiativePartner,
    Learning,
    ModelBlock,
    ModelVersion,
)
from journeys.values import CITABLE, INITIATIVES, LEARNINGS, MOST_AREAS
from labs.models import Cohort
from labs.queries.waiting import find_own_labs
from labs.values import COHORTS, RuleResults, Step, compare_counts, compute_from, group_by_cohort
from stakeholders.models import StrengthClaim

NINE = len(BLOCK_KEYS)


def _list_areas_chosen() -> QuerySet:
    return ActivityArea.objects.filter(cohort__in=COHORTS).order_by().values_list("cohort_id", "pk")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_areas_chosen))
def find_chosen_areas(cohorts: Sequence[Cohort], found: list[tuple[int, int]]) -> RuleResults:
    """G22: one to three activity areas."""
    return compare_counts(cohorts, group_by_cohort(found), 1, _("%(n)s chosen, 1 to %(all)s needed"), most=MOST_AREAS)


def _list_principles() -> QuerySet:
    states = [Expedition.State.LEARNED, Expedition.State.PUBLISHED]
    learnings = Learning.objects.filter(expedition__cohort__in=COHORTS, expedition__state__in=states)
    return learnings.exclude(principle="").values_list("expedition__cohort_id", "expedition_id", "pk")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_principles))
def find_principles(cohorts: Sequence[Cohort], found: list[tuple[int, int, int]]) -> RuleResults:
    """G23: the principles of the cohort's expedition that brought most of them home."""
    of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cohort_id, trip, pk in found:
        of[cohort_id, trip].append(pk)
    most: dict[int, list[int]] = defaultdict(list)
    for (cohort_id, _trip), rows in of.items():
        most[cohort_id] = max(most[cohort_id], rows, key=len)
    return compare_counts(
        cohorts,
        most,
        LEARNINGS,
        ngettext("%(n)s of %(all)s learning", "%(n)s of %(all)s learnings", LEARNINGS),
    )


def _list_newest_blocks() -> QuerySet:
    """(cohort, block, text, number of citations) of each cohort's newest version that still counts."""
    counting = ModelVersion.objects.exclude(state=ModelVersion.State.WITHDRAWN)
    of_cohort = counting.filter(cohort=OuterRef("version__cohort"))
    newest = Subquery(of_cohort.order_by("-number").values("pk")[:1])
    blocks = ModelBlock.objects.filter(version__cohort__in=COHORTS, version_id=newest).order_by()
    return blocks.annotate(n=Count("citations")).values_list("version__cohort_id", "pk", "text", "n")  # type: ignore[no-any-return]


NEWEST_BLOCKS = KeptQuery(_list_newest_blocks)
Blocks = list[tuple[int, int, dict[str, str], int]]


def _count_of_nine() -> str:
    return ngettext("%(n)s of %(all)s block", "%(n)s of %(all)s blocks", NINE)


@compute_from(NEWEST_BLOCKS)
def find_written_blocks(cohorts: Sequence[Cohort], found: Blocks) -> RuleResults:
    """G31: written blocks of nine."""
    written = group_by_cohort((cohort, pk) for cohort, pk, text, _cited in found if any(text.values()))
    return compare_counts(cohorts, written, NINE, _count_of_nine())


@compute_from(NEWEST_BLOCKS)
def find_cited_blocks(cohorts: Sequence[Cohort], found: Blocks) -> RuleResults:
    """G32: blocks that rest on something, of nine."""
    cited = group_by_cohort((cohort, pk) for cohort, pk, _text, citations in found if citations)
    return compare_counts(cohorts, cited, NINE, _count_of_nine())


def _list_shared_initiatives() -> QuerySet:
    standing = Initiative.objects.filter(cohort__in=COHORTS).exclude(state=Initiative.State.STOPPED).order_by()
    others = InitiativePartner.objects.filter(initiative_id=OuterRef("pk")).exclude(sector=OuterRef("owner__sector"))
    return standing.filter(Exists(others)).values_list("cohort_id", "pk")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_shared_initiatives))
def find_shared_initiatives(cohorts: Sequence[Cohort], found: list[tuple[int, int]]) -> RuleResults:
    """G36: initiatives that two sectors carry, the owner's and another one's; the same asks a pilot before it begins."""
    return compare_counts(
        cohorts,
        group_by_cohort(found),
        INITIATIVES,
        ngettext("%(n)s of %(all)s initiative", "%(n)s of %(all)s initiatives", INITIATIVES),
    )


def find_citable(field: str, pk: int, cohort: Cohort) -> Model | None:
    """The row of this number, if it is among those that the cohort's blocks may rest on."""
    source = CITABLE.get(field)
    return source.rows(cohort).filter(pk=pk).first() if source else None


def list_citable_learnings(cohort: Cohort) -> QuerySet[Learning]:
    """The cohort's learnings that say their principle."""
    return Learning.objects.filter(expedition__cohort=cohort).exclude(principle="").select_related("expedition")


def list_citable_strengths(cohort: Cohort) -> QuerySet[StrengthClaim]:
    """Of the city and its organisations: what a person is good at is theirs to tell."""
    claims = StrengthClaim.objects.filter(kind=StrengthClaim.Kind.STRENGTH, profile=None)
    return claims.select_related("area", "organisation")


def build_approval_line(row: dict[str, Any], city: City) -> WaitingLine:
    """An expedition that a cohort plans: approved by one tap when nothing is missing, sent back with a sentence."""
    plan = Expedition(**{name: row[name] for name in PLAN_FIELDS}, budget=Decimal(str(row["budget"])))
    line = _expedition_line(row, city, _("Expedition “{name}” waits for approval"), _("Look at the plan"))
    back = reverse("send_back_expedition", args=[city.slug, row["id"]])
    line = line._replace(
        unfold=_("See the plan, or send it back"),
        facts=(
            (_("Where"), plan.place),
            (_("Budget"), f"{plan.budget:,.0f} · {plan.budget_from}" if plan.budget else ""),
            (_("How people under 18 are kept safe"), plan.safeguarding if plan.minors_travel else ""),
            (_("What is missing"), " ".join(plan.missing_texts)),
        ),
        answer=WordsAnswer(back, _("Send back"), _("What is to be changed?")),
    )
    if plan.missing:
        return line
    return line._replace(label=_("Approve"), post_url=reverse("approve_expedition", args=[city.slug, row["id"]]))


def build_sent_back_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A plan that was sent back to those who made it."""
    return _expedition_line(row, city, _("Expedition “{name}” was sent back: revise the plan"), _("Revise the plan"))


def build_learnings_line(row: dict[str, Any], city: City) -> WaitingLine:
    """An expedition that came back: its learnings are to be written down, or it is to be concluded."""
    if row["has_principle"]:
        sentence = _("Expedition “{name}” is back, and its learnings are written down: conclude it")
        return _expedition_line(row, city, sentence, _("Conclude the expedition"))
    line = _expedition_line(row, city, _("Expedition “{name}” is back: write down the learnings"), _("Note a learning"))
    return line._replace(url=reverse("new_learning", args=[city.slug, row["id"]]))


def _expedition_line(row: dict[str, Any], city: City, sentence: str, label: str) -> WaitingLine:
    name = translate_plain(row["question"])
    return WaitingLine(
        name_thing(sentence, name),
        reverse("expedition", args=[city.slug, row["id"]]),
        label,
        meta=f"{translate_plain(row['cohort'])} · {format_day(date.fromisoformat(row['starts_on']))}",
        icon="map",
        about=name,
    )


PLAN_FIELDS = ("place", "budget_from", "minors_travel", "safeguarding")
EXPEDITIONS_SQL = f"""
    SELECT e.id, e.question, e.starts_on, e.budget, {", ".join(f"e.{name}" for name in PLAN_FIELDS)}, c.name AS cohort,
    COALESCE((
        SELECT max(a.at) FROM {AuditEntry._meta.db_table} a
        WHERE a.city_id = e.city_id AND a.target_type = 'journeys.expedition' AND a.target_id = e.id::text
    ), e.starts_on::timestamptz) AS since,
    EXISTS (
        SELECT FROM {Learning._meta.db_table} l
        WHERE l.city_id = e.city_id AND l.expedition_id = e.id AND l.principle <> ''
    ) AS has_principle
    FROM {Expedition._meta.db_table} e JOIN {Cohort._meta.db_table} c ON c.city_id = e.city_id AND c.id = e.cohort_id
    WHERE e.city_id = %(city)s AND e.state = """
# What nobody will set out for any more waits for nobody.
GOES_ON = "AND c.state NOT IN ('completed', 'cancelled')"
TO_APPROVE = WaitingKind(
    "expeditions", 50, "journeys.approve_expedition", f"{EXPEDITIONS_SQL} 'planned' {GOES_ON}", build_approval_line
)
RETURNED = WaitingKind(
    "returned",
    55,
    "labs.list_cohort",
    f"{EXPEDITIONS_SQL} 'returned' AND (%(returned_all)s OR c.lab_id = ANY(%(returned_labs)s))",
    build_learnings_line,
    find_own_labs,
)
SENT_BACK = WaitingKind(
    "sent_back",
    53,
    "labs.list_cohort",
    f"{EXPEDITIONS_SQL} 'idea' {GOES_ON} AND (%(sent_back_all)s OR c.lab_id = ANY(%(sent_back_labs)s))",
    build_sent_back_line,
    find_own_labs,
)


def list_areas(cohort: Cohort, user: Person) -> QuerySet[ActivityArea]:
    """The areas that the cohort has chosen."""
    areas: QuerySet[ActivityArea] = cohort.areas.all()
    return areas


def list_expeditions(cohort: Cohort, user: Person) -> QuerySet[Expedition]:
    """The cohort's expeditions."""
    expeditions: QuerySet[Expedition] = cohort.expeditions.all()
    return expeditions


def list_initiatives(cohort: Cohort, user: Person) -> QuerySet[Initiative]:
    """The cohort's initiatives."""
    initiatives: QuerySet[Initiative] = cohort.initiatives.all()
    return initiatives


def find_expedition_step(cohort: Cohort, user: Person) -> Step | None:
    """The expedition that is furthest on its way: approve it, or go on with it; else plan one."""
    waiting = (
        Expedition.State.RETURNED,
        Expedition.State.UNDERWAY,
        Expedition.State.APPROVED,
        Expedition.State.PLANNED,
        Expedition.State.IDEA,
    )
    open_ones = list(cohort.expeditions.filter(state__in=waiting).select_related("city"))
    if not open_ones:
        may_plan = user.has_perm("journeys.plan_expedition", cohort)
        url = reverse("new_expedition", args=[cohort.city.slug, cohort.pk])
        return Step(url, _("Plan an expedition"), "plus") if may_plan else None
    first = min(open_ones, key=lambda one: waiting.index(one.state))
    may_approve = first.state == Expedition.State.PLANNED and not first.missing
    if may_approve and user.has_perm("journeys.approve_expedition", first):
        return Step(first.get_absolute_url(), _("Approve the expedition"), "check")
    if may_approve:
        return Step("", _("The expedition waits for the director’s approval"))
    return Step(first.get_absolute_url(), _("Go on with the expedition"))


def expedition_holds(text: str) -> Q:
    """The question or the place of an expedition holds the text; the list and the city's search ask so."""
    return words_hold(text, "question") | text_holds("place", text)


def _search_expeditions(text: str) -> QuerySet:
    rows = Expedition.objects.select_related("cohort").defer("safeguarding").filter(expedition_holds(text))
    return put_over_last(rows, Expedition.OVER, "starts_on", "pk")


def _search_initiatives(text: str) -> QuerySet:
    rows = Initiative.objects.select_related("owner", "cohort").filter(words_hold(text, "title"))
    return put_over_last(rows, Initiative.ENDED, "due_on", "pk")


EXPEDITIONS_FOUND = SearchKind(
    "expeditions",
    gettext_lazy("Expeditions"),
    "labs.list_cohort",
    _search_expeditions,
    "question",
    facts=lambda row: [translate_html(row.cohort.name), row.place],
    day=lambda row: row.starts_on,
    url_name="city_expeditions",
    order=70,
)
INITIATIVES_FOUND = SearchKind(
    "initiatives",
    gettext_lazy("Initiatives"),
    "labs.list_cohort",
    _search_initiatives,
    "title",
    facts=lambda row: [translate_html(row.cohort.name), translate_html(row.owner.name)],
    day=lambda row: row.due_on,
    url_name="city_initiatives",
    order=80,
)


def list_carriers(initiative: Initiative) -> list[int]:
    """The organisations that carry the initiative, its owner first: their numbers. One query."""
    return [initiative.owner_id, *initiative.partners.values_list("organisation_id", flat=True)]
