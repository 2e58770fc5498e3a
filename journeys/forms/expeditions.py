from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from journeys.models import ActivityArea, Expedition, Learning
from journeys.values import PLAN_NEEDS
from labs.forms.inputs import DayField, text_box
from labs.models import Cohort
from meetings.forms.doubts import HolidayDoubtForm
from stakeholders.forms.area_select import AreaField


class AreaForm(CityModelForm):
    area = AreaField(label=gettext_lazy("Area"), skills_only=True)
    reason = WordsFormField(label=gettext_lazy("Why this one"), rows=3)

    class Meta:
        model = ActivityArea
        fields = ("area", "reason", "decided_on")
        field_classes = {"decided_on": DayField}


class ExpeditionForm(HolidayDoubtForm, ConcurrentEditForm, CityModelForm):
    LAYOUT: ClassVar[Layout] = (
        ("", ("question", ("activity_area", "kind"), ("place", "hosts"), "outside_city", ("starts_on", "ends_on"))),
        (gettext_lazy("Costs"), (("budget", "budget_from"),)),
        (gettext_lazy("People under 18"), ("minors_travel", "safeguarding")),
    )

    class Meta:
        model = Expedition
        fields = (
            "question",
            "activity_area",
            "kind",
            "place",
            "outside_city",
            "hosts",
            "starts_on",
            "ends_on",
            "budget",
            "budget_from",
            "minors_travel",
            "safeguarding",
        )
        widgets = {
            "place": forms.TextInput(attrs={"dir": "auto"}),
            "hosts": forms.TextInput(attrs={"dir": "auto"}),
            "budget_from": forms.TextInput(attrs={"dir": "auto"}),
            "safeguarding": text_box(),
        }
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        help_texts = {
            "question": gettext_lazy("What do you want to see with your own eyes?"),
            "hosts": gettext_lazy("Who will receive you there."),
            "budget_from": gettext_lazy("Needed when the expedition costs money."),
            "safeguarding": gettext_lazy(
                "Who goes with them, and whom to call. Needed when people under 18 travel; their parents and guardians read it."
            ),
        }

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "activity_area", forms.ModelChoiceField).queryset = cohort.areas.select_related("area")
        self.fields["activity_area"].label = _("Activity area")
        get_field(self, "activity_area", forms.ModelChoiceField).empty_label = _("none yet")

    def _post_clean(self) -> None:
        # The row with what was typed: a plan that is sent, or waits for approval, says at its fields what is missing.
        super()._post_clean()
        if not self.instance.pk or self.instance.state == Expedition.State.PLANNED:
            for name in set(self.instance.missing) - set(self.errors):
                self.add_error(name, str(PLAN_NEEDS[name][0]))


class LearningForm(ConcurrentEditForm, CityModelForm):
    fit = forms.TypedChoiceField(
        label=gettext_lazy("How well it fits us"),
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("1 is hardly, 5 is just what we need."),
    )

    class Meta:
        model = Learning
        fields = ("observation", "surprise", "principle", "conditions", "fit")
        widgets = {
            "observation": text_box(),
            "surprise": text_box(2),
            "principle": text_box(2),
            "conditions": text_box(2),
        }
        help_texts = {
            "observation": gettext_lazy("A scene, a number, a sentence someone said."),
            "principle": gettext_lazy("What could be true in our city too? May be written later."),
        }
