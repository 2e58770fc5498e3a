"""What partners' programs read of the five years and of indicators, and the figures that they may enter as drafts."""

from typing import Any, ClassVar

from django.db.models import BooleanField, Case, F, QuerySet, When
from django.urls import path
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from educities.api.authentication import get_partner
from educities.api.idempotency import run_idempotent
from educities.api.operation import Operation
from educities.api.paging import Listing, Single, list_operation, single_operation
from educities.api.views import Endpoint, read_body
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from programs.actions.figures import AskAgain, Figure
from programs.actions.indicators import enter_values
from programs.api.series import (
    Breakdowns,
    NationalSeries,
    OneBreakdown,
    OneNationalFigure,
    get_indicator_or_404,
)
from programs.models import Annotation, Indicator, IndicatorValue, Milestone, Program, ProgramYear, YearReview
from programs.serializers import (
    AnnotationSerializer,
    IndicatorSerializer,
    MilestoneSerializer,
    NewValueSerializer,
    ProgramSerializer,
    ProgramYearSerializer,
    ValueListSerializer,
    ValueSerializer,
    YearReviewSerializer,
)
from programs.values.calendar import school_year

# The city stands by these, or did until they were complete.
SIGNED = (
    Program.State.SIGNED,
    Program.State.ACTIVE,
    Program.State.SUSPENDED,
    Program.State.COMPLETED,
    Program.State.SUSTAINING,
)


class Indicators(Listing):
    """What the city measures."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="indicators", summary="What the city measures", scope="indicators:read", row=IndicatorSerializer
    )

    def rows(self, request: Request) -> QuerySet[Indicator, dict[str, Any]]:
        return Indicator.objects.values(*IndicatorSerializer._declared_fields)


class OneIndicator(Single):
    """One of them."""

    listing = Indicators
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="indicator", summary="One indicator", scope="indicators:read", row=IndicatorSerializer
    )


class Annotations(Listing):
    """What happened on which day, beside the figures of an indicator."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="annotations",
        summary="What happened, beside the figures of an indicator",
        scope="indicators:read",
        row=AnnotationSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Annotation, dict[str, Any]]:
        indicator = get_indicator_or_404(self.kwargs["indicator"])
        return indicator.annotations.values(*AnnotationSerializer._declared_fields)


class OneAnnotation(Single):
    """One of them."""

    listing = Annotations
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="annotation", summary="One note beside an indicator", scope="indicators:read", row=AnnotationSerializer
    )


class Milestones(Listing):
    """What should stand by when, in the five years that the city has signed."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="milestones",
        summary="The milestones of the five-year programs that the city signed",
        scope="indicators:read",
        row=MilestoneSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Milestone, dict[str, Any]]:
        signed = Milestone.objects.filter(year__program__state__in=SIGNED).annotate(program_year=F("year__number"))
        return signed.values(*MilestoneSerializer._declared_fields)


class OneMilestone(Single):
    """One of them."""

    listing = Milestones
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="milestone", summary="One milestone", scope="indicators:read", row=MilestoneSerializer
    )


class Programs(Listing):
    """The five years that the city has signed, and those before them."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="programs",
        summary="The five-year programs that the city signed",
        scope="indicators:read",
        row=ProgramSerializer,
    )

    def rows(self, request: Request) -> QuerySet[Program, dict[str, Any]]:
        return Program.objects.filter(state__in=SIGNED).values(*ProgramSerializer._declared_fields)


class OneProgram(Single):
    """One of them."""

    listing = Programs
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="program", summary="One five-year program", scope="indicators:read", row=ProgramSerializer
    )


class ProgramYears(Listing):
    """Each of the five years, with its own first and last day."""

    is_kept = True
    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="program_years",
        summary="The years of the five-year programs that the city signed",
        scope="indicators:read",
        row=ProgramYearSerializer,
    )

    def rows(self, request: Request) -> QuerySet[ProgramYear, dict[str, Any]]:
        signed = ProgramYear.objects.filter(program__state__in=SIGNED)
        return signed.values(*ProgramYearSerializer._declared_fields)


class OneProgramYear(Single):
    """One of them."""

    listing = ProgramYears
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="program_year", summary="One year of a program", scope="indicators:read", row=ProgramYearSerializer
    )


class YearReviews(Listing):
    """What a year came to, as it was confirmed; each version stays as it was."""

    operations: ClassVar[dict[str, Operation]] = list_operation(
        name="year_reviews",
        summary="The confirmed reviews of program years",
        scope="indicators:read",
        row=YearReviewSerializer,
    )

    def rows(self, request: Request) -> QuerySet[YearReview, dict[str, Any]]:
        confirmed = YearReview.objects.filter(state=YearReview.State.CONFIRMED)
        by_forum = Case(When(decision_kind="", then=False), default=True, output_field=BooleanField())
        found = confirmed.annotate(parts=F("facts"), is_by_forum=by_forum)
        return found.values(*YearReviewSerializer._declared_fields)


class OneYearReview(Single):
    """One of them."""

    listing = YearReviews
    operations: ClassVar[dict[str, Operation]] = single_operation(
        name="year_review", summary="One review of a program year", scope="indicators:read", row=YearReviewSerializer
    )


class Values(Endpoint):
    """The live values of an indicator; a new one is a draft that the city confirms."""

    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            name="values",
            summary="The live values of an indicator, all of them",
            scope="indicators:read",
            answer=ValueListSerializer,
            answer_text="Drafts, submitted and confirmed values, by series and school year.",
        ),
        "POST": Operation(
            name="enter_value",
            summary="Enter a figure as a draft, which the city confirms",
            description="A draft of the same series and school year is written over. An equal figure changes nothing, "
            "and its answer says in which state it stands.",
            scope="indicators:write",
            body=NewValueSerializer,
            status=201,
            answer=ValueSerializer,
            answer_text="The value as it is now: a draft, or the equal figure that was submitted or confirmed before "
            "(`state`).",
            is_repeatable=True,
            problems={
                422: "The figure cannot be right (`errors` names the member: `programs.percent_range`, "
                "`programs.denominator`, `programs.part_missing`, `programs.share_differs`, `programs.no_value`, "
                "`programs.not_begun`, `programs.too_large`, `programs.whole_number`), or this Idempotency-Key was used for another request "
                "(`idempotency.key_reused`).",
                409: "A rule of the method forbids it (`programs.jump`: look at the figure, then send it with `sure`; "
                "`programs.value_submitted`, `programs.value_confirmed`: another figure is the city's now), or the first request "
                "with this Idempotency-Key has not ended (`idempotency.still_running`, with Retry-After).",
            },
        ),
    }

    def get(self, request: Request, indicator: int) -> Response:
        rows = get_indicator_or_404(indicator).values.live()
        return Response({"results": [render_value(row) for row in rows.order_by("series", "period")]})

    def post(self, request: Request, indicator: int) -> Response:
        row = get_indicator_or_404(indicator)
        data = read_body(request, NewValueSerializer)
        sure = data.pop("sure")

        def enter() -> tuple[int, dict[str, Any]]:
            figure = Figure(**data)
            try:
                enter_values(row, [figure], actor=get_partner(request).owner, sure=sure)
            except AskAgain as error:
                raise _ask_program(error) from error
            return 201, render_value(row.values.live().get(series=figure.series, period=figure.period))

        return run_idempotent(request, enter)


def _ask_program(error: AskAgain) -> DomainError:
    """The question about the figure as a program answers it: it has no box to tick."""
    years = join_localised(map(school_year, dict.fromkeys(error.data["years"])))
    text = (
        _("The school year %(years)s still runs. Check the figure, then send it again with “sure”: true.")
        if error.code == "programs.still_runs"
        else _("The figure changes sharply in %(years)s. Check it, then send it again with “sure”: true.")
    )
    return DomainError(text % {"years": years}, code=error.code, field="sure")


def render_value(row: IndicatorValue) -> dict[str, Any]:
    """A value as the answer shows it."""
    parts = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    return {
        "id": row.pk,
        "series": row.series,
        "period": row.period,
        **{name: None if part is None else str(part) for name, part in parts.items()},
        "source": row.source,
        "state": row.state,
    }


urlpatterns = [
    path("indicators", Indicators.as_view(), name="api_indicators"),
    path("indicators/<int:indicator>", OneIndicator.as_view(), name="api_indicator"),
    path("indicators/<int:indicator>/annotations", Annotations.as_view(), name="api_annotations"),
    path("indicators/<int:indicator>/annotations/<int:annotation>", OneAnnotation.as_view(), name="api_annotation"),
    path("indicators/<int:indicator>/values", Values.as_view(), name="api_values"),
    path("indicators/<int:indicator>/national", NationalSeries.as_view(), name="api_national_figures"),
    path(
        "indicators/<int:indicator>/national/<int:nationalfigure>",
        OneNationalFigure.as_view(),
        name="api_national_figure",
    ),
    path("breakdowns", Breakdowns.as_view(), name="api_breakdowns"),
    path("breakdowns/<int:breakdown>", OneBreakdown.as_view(), name="api_breakdown"),
    path("programs", Programs.as_view(), name="api_programs"),
    path("programs/<int:program>", OneProgram.as_view(), name="api_program"),
    path("program-years", ProgramYears.as_view(), name="api_program_years"),
    path("program-years/<int:programyear>", OneProgramYear.as_view(), name="api_program_year"),
    path("year-reviews", YearReviews.as_view(), name="api_year_reviews"),
    path("year-reviews/<int:yearreview>", OneYearReview.as_view(), name="api_year_review"),
    path("milestones", Milestones.as_view(), name="api_milestones"),
    path("milestones/<int:milestone>", OneMilestone.as_view(), name="api_milestone"),
]
