"""What the lab's people answer to an idea."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from challenges.actions.answers import Promised
from challenges.forms.staff import DayField
from challenges.models import Contribution
from cities.models import Membership, Role
from cities.queries import city_today
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import SeenTextField
from educities.kit.forms import CityModelForm
from labs.models import LabSeat
from stakeholders.forms.person_select import AdultField

# An idea without an answer has no state yet that anybody chose.
ANSWER_STATES = [("", _("Choose")), *Contribution.Answer.choices]


class ResponsibleField(AdultField):
    """Who works in the city, or sits in one of its labs."""

    def rows(self) -> Any:
        roles = Membership.objects.current().filter(
            city=OuterRef("city"), user=OuterRef("user"), role__in=[Role.DIRECTOR, Role.FACILITATOR]
        )
        return super().rows().filter(Exists(roles) | Exists(LabSeat.objects.filter(profile=OuterRef("pk"))))


class AnswerForm(ConcurrentEditForm, CityModelForm):
    answer_state = forms.ChoiceField(label=_("Status"), choices=ANSWER_STATES)
    answer = SeenTextField(
        label=_("The lab’s answer"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    answer_by = ResponsibleField(
        label=_("Who is responsible?"),
        required=False,
        help_text=_("Everyone who reads the idea sees this name, and the person is told."),
    )
    answer_due_on = DayField(
        label=_("By when?"), required=False, help_text=_("After this day it waits on the Today page of that person.")
    )

    class Meta:
        model = Contribution
        fields = ("answer_state", "answer", "answer_by", "answer_due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        idea = kwargs.get("instance")
        if idea is not None and not idea.answer:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), "answer_state": ""}
        super().__init__(*args, **kwargs)

    def clean_answer_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["answer_due_on"]
        if day and day != self.initial.get("answer_due_on") and day < city_today():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."), code="past")
        return day

    @property
    def promise(self) -> Promised:
        """Who is responsible, and by when."""
        return Promised(self.cleaned_data["answer_by"], self.cleaned_data["answer_due_on"])
