"""The city's model and the forum: which versions wait for it, and which were adopted by it (G34)."""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.tenancy.kept_queries import KeptQuery
from forum.models import AgendaItem, Decision
from forum.values import AgendaKind
from journeys.models import Initiative, ModelVersion
from labs.models import Cohort
from labs.values import COHORTS, RuleResult, RuleResults, compute_from
from programs.models import Program

MODEL = "model"
# What is missing of an adoption: nobody decided, the decision was advice for want of a sector, the city has no forum.
NO_DECISION, NO_SECTOR, NO_FORUM = "decision", "sectors", "forum"
ADOPTED = (ModelVersion.State.ADOPTED, ModelVersion.State.SUPERSEDED)


def _list_adoptions() -> QuerySet:
    """(cohort, number of the version adopted or None, was there advice that a sector was missing from, was one not carried,
    does a program stand), a row a cohort.
    """
    versions = ModelVersion.objects.filter(cohort=OuterRef("pk"))
    items = AgendaItem.objects.filter(
        record_kind=MODEL,
        record_id__in=ModelVersion.objects.filter(cohort=OuterRef(OuterRef("pk"))).values("pk"),
    )
    advised = items.filter(
        decision__is_advice=True,
        # What was not carried is no advice to adopt it.
        decision__state__in=Decision.TAKEN,
        decision__present__gte=F("decision__needed"),
    )
    rows = Cohort.objects.filter(pk__in=COHORTS).order_by()
    return rows.annotate(
        adopted=Subquery(versions.filter(state__in=ADOPTED).order_by("-pk").values("pk")[:1]),
        advised=Exists(advised),
        refused=Exists(items.filter(decision__state=Decision.State.REJECTED, decision__is_advice=False)),
        has_forum=Exists(Program.objects.signed()),
    ).values_list("pk", "adopted", "advised", "refused", "has_forum")  # type: ignore[no-any-return]


@compute_from(KeptQuery(_list_adoptions))
def find_adopted_models(
    cohorts: Sequence[Cohort], found: list[tuple[int, int | None, bool, bool, bool]]
) -> RuleResults:
    """G34: a version that the forum adopted; one adopted before there was a forum counts, and stays so."""
    results = {}
    for pk, version, *facts in found:
        is_met = version is not None
        rows = () if version is None else (version,)
        results[pk] = RuleResult(
            is_met, _describe_adoption(is_met, *facts), rows, missing=_list_missing(is_met, *facts)
        )
    return results


def _list_missing(adopted: bool, advised: bool, _refused: bool, has_forum: bool) -> tuple[str, ...]:
    if adopted:
        return ()
    if not has_forum:
        return (NO_FORUM,)
    return (NO_SECTOR,) if advised else (NO_DECISION,)


def _describe_adoption(adopted: bool, advised: bool, refused: bool, has_forum: bool) -> str:
    if adopted:
        return _("adopted")
    if not has_forum:
        return _("the city has no forum now")
    if advised:
        return _("the forum’s advice: a sector was missing")
    return _("the forum did not carry it") if refused else _("not decided yet")


def _find_revised(_today: object) -> QuerySet[ModelVersion]:
    """Those whose text was read by others and is revised: the forum is next."""
    rows: QuerySet[ModelVersion] = _list_versions().filter(state=ModelVersion.State.REVISING)
    return rows


def _list_versions() -> QuerySet[ModelVersion]:
    rows: QuerySet[ModelVersion] = ModelVersion.objects.select_related("city", "cohort__lab", "cohort__city")
    return rows


def _name_model(row: ModelVersion) -> str:
    return _("%(model)s of %(cohort)s") % {"model": row, "cohort": row.cohort}


MODELS = AgendaKind(
    MODEL,
    gettext_lazy("Model to adopt"),
    _list_versions,
    _name_model,
    find=_find_revised,
    permission="journeys.change_modelversion",
    effect=gettext_lazy("With this the model is adopted"),
    order=30,
)
INITIATIVES = AgendaKind(
    "initiative",
    gettext_lazy("Matter of an initiative"),
    lambda: Initiative.objects.select_related("city", "cohort"),
    permission="journeys.change_initiative",
    order=70,
)
