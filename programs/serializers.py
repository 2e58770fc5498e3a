"""The shape of indicators and their figures, as partners' programs read and send them."""

from rest_framework import serializers

from educities.api.serializers import (
    BodySerializer,
    LocalizedTextField,
    NamedChoiceField,
    PageQuery,
    PeopleCountField,
    PlainDecimalField,
    SeenTextField,
    StrictBooleanField,
    StrictIntegerField,
)
from programs.models import Breakdown, Indicator, IndicatorValue, Milestone, Program, ProgramYear
from programs.values.calendar import PERIODS
from programs.values.flags import FLAGS

LIVE = [choice for choice in IndicatorValue.State.choices if choice[0] not in IndicatorValue.ENDED]
YEAR = "The year in which the school year begins."


# `source` hides nothing of the base class: the metaclass takes fields out of the class.
class IndicatorSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    code = serializers.CharField()
    name = LocalizedTextField()
    kind = NamedChoiceField(Indicator.Kind.choices, "IndicatorKind")
    unit = NamedChoiceField(Indicator.Unit.choices, "IndicatorUnit")
    direction = NamedChoiceField(Indicator.Direction.choices, "IndicatorDirection", meaning="Which way is better.")
    source = serializers.CharField()  # type: ignore[assignment]
    catalogue_code = serializers.CharField(
        help_text="The definition of the network's catalogue; empty for a city's own."
    )
    definition_version = serializers.IntegerField(
        min_value=0, help_text="Which version of that definition; figures of two versions are not comparable."
    )
    is_main = serializers.BooleanField()
    is_invented = serializers.BooleanField(help_text="Figures for practising.")


class AnnotationSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    happened_on = serializers.DateField()
    text = LocalizedTextField(help_text="What helps to read the figures of that time.")


class MilestoneSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    title = LocalizedTextField()
    program_year = serializers.IntegerField(min_value=1, max_value=5, help_text="Which of the five years it is of.")
    due_on = serializers.DateField()
    baseline_due_on = serializers.DateField(help_text="The day it was first planned for; it never changes.")
    state = NamedChoiceField(Milestone.State.choices, "MilestoneState")
    code = serializers.CharField(help_text="Its line of the method's template; empty for one that the city added.")
    owner_role = serializers.CharField(
        help_text="Who answers for it by role (`director`, `forum`, `facilitator`, `steward`, `organisation`); empty where an organisation does."
    )
    reached_by = serializers.CharField(
        help_text="What shows that it is reached: `record`, `override`, or `words` for those of before; empty otherwise."
    )
    evidence_kind = serializers.CharField(
        help_text="The kind of the city's record that shows it is reached (`lab`, `cohort`, `session` …); empty without one."
    )
    evidence_id = serializers.IntegerField(allow_null=True, help_text="The number of that record among its kind.")


class ProgramSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    starts_on = serializers.DateField()
    state = NamedChoiceField(Program.State.choices, "ProgramState")
    template_version = serializers.CharField(help_text="The method's template that its milestones were laid out by.")
    pace = NamedChoiceField(Program.Pace.choices, "ProgramPace")
    predecessor = serializers.IntegerField(allow_null=True, help_text="The completed program that it follows.")


class ProgramYearSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    program = serializers.IntegerField(min_value=1)
    number = serializers.IntegerField(min_value=1, max_value=5)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    suspended_days = serializers.IntegerField(
        help_text="So many days it is longer than a year, because the program rested."
    )
    focus = LocalizedTextField()
    state = NamedChoiceField(ProgramYear.State.choices, "ProgramYearState")


class ReviewLineSerializer(serializers.Serializer):
    text = LocalizedTextField()
    note = LocalizedTextField()
    tone = NamedChoiceField([("done", ""), ("late", ""), ("dash", ""), ("", "")], "ReviewTone")


class ReviewPartSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = LocalizedTextField()
    lines = ReviewLineSerializer(many=True)


class YearReviewSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    year = serializers.IntegerField(min_value=1, help_text="The program year (`/program-years/{id}`).")
    version = serializers.IntegerField(min_value=1)
    confirmed_on = serializers.DateField()
    is_by_forum = serializers.BooleanField(help_text="By a decision of the strategic forum; else by a second person.")
    words = LocalizedTextField()
    changes = LocalizedTextField()
    missing = LocalizedTextField()
    parts = ReviewPartSerializer(many=True, help_text="What the records said on the day of the confirmation.")


class ValueSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    series = NamedChoiceField(IndicatorValue.Series.choices, "Series")
    period = serializers.IntegerField(help_text=YEAR)
    value = serializers.DecimalField(14, 2, help_text="As text, so that nothing is rounded.")
    numerator = serializers.DecimalField(14, 2, allow_null=True)
    denominator = serializers.DecimalField(14, 2, allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    state = NamedChoiceField(LIVE, "ValueState")


class ValueListSerializer(serializers.Serializer):
    results = ValueSerializer(many=True)


class PeriodQuery(PageQuery):
    """A page, of one school year where `period` names it."""

    period = serializers.IntegerField(required=False, min_value=PERIODS[0], max_value=PERIODS[1], help_text=YEAR)


class NationalFigureSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    period = serializers.IntegerField(help_text=YEAR)
    value = serializers.DecimalField(14, 2, help_text="As text, so that nothing is rounded.")
    source = serializers.CharField()  # type: ignore[assignment]
    flags = serializers.CharField(help_text=f"What its publisher says beside it, by letters: {', '.join(FLAGS)}.")


class BreakdownQuery(PeriodQuery):
    """A page, of one indicator, kind of groups and school year where they are named."""

    indicator = serializers.IntegerField(required=False, min_value=1)
    dimension = NamedChoiceField(Breakdown.Dimension.choices, "Dimension", required=False)


class CellSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="The group.")
    value = serializers.DecimalField(
        14, 2, allow_null=True, help_text="Null where it is hidden, and where nobody is in the group."
    )
    people = PeopleCountField(help_text="Out of how many, or how many were counted; null where it is hidden.")
    hidden_because = NamedChoiceField(
        [("few_people", ""), ("", "")],
        "HiddenBecause",
        meaning="`few_people`: it tells of fewer than five people, or such a figure could be worked out with it.",
    )


class BreakdownSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    indicator = serializers.IntegerField(min_value=1)
    dimension = NamedChoiceField(Breakdown.Dimension.choices, "Dimension")
    period = serializers.IntegerField(help_text=YEAR)
    source = serializers.CharField()  # type: ignore[assignment]
    confirmed_at = serializers.DateTimeField()
    cells = CellSerializer(many=True)


class NewValueSerializer(BodySerializer):
    """One figure of one school year: either `value`, or `numerator` and `denominator`; all three have to agree."""

    series = NamedChoiceField(IndicatorValue.Series.choices, "Series")
    period = StrictIntegerField(min_value=PERIODS[0], max_value=PERIODS[1], help_text=YEAR)
    value = PlainDecimalField(14, 2, required=False, allow_null=True)
    numerator = PlainDecimalField(14, 2, required=False, allow_null=True)
    denominator = PlainDecimalField(14, 2, required=False, allow_null=True)
    source = SeenTextField(  # type: ignore[assignment]
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="Where the figure is from. Left out, an equal figure keeps the source it has.",
    )
    sure = StrictBooleanField(default=False, help_text="The figure was looked at once more, and the jump is right.")
