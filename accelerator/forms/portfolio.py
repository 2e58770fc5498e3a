"""A project and its notes, a reflection, and what a visit to a colleague's class brought."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accelerator.models import Observation, Project
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.day_words import format_day
from educities.kit.fields import DecimalNumberField, WholeNumberField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from stakeholders.forms.area_select import AreaField
from stakeholders.forms.organisation_select import OrganisationField

NO_NAMES = _("Without names of pupils.")


class ProjectForm(CityModelForm):
    LAYOUT: ClassVar[Layout] = (
        ("", ("question", ("class_name", "pupils"), "partner", "goal", ("start_figure", "end_figure"))),
        (_("What came of it"), ("helped", "hindered", "pupils_say", "block", "shown_to")),
    )
    FOLDED = (LAYOUT[1][0],)
    question = WordsFormField(label=_("Which question is it about?"))
    pupils = WholeNumberField(label=_("About how many pupils?"), min_value=1, max_value=500, required=False)
    partner = OrganisationField(
        label=_("Who is the partner?"),
        required=False,
        help_text=_("An organisation of another sector than the school."),
    )
    goal = WordsFormField(
        label=_("What does the class want to reach?"), required=False, help_text=_("A goal that is counted.")
    )
    start_figure = DecimalNumberField(label=_("Figure at the start"), required=False)
    end_figure = DecimalNumberField(label=_("Figure at the end"), required=False)
    helped = WordsFormField(label=_("What helped?"), rows=2, required=False)
    hindered = WordsFormField(label=_("What did not?"), rows=2, required=False)
    pupils_say = WordsFormField(label=_("What do pupils say?"), rows=2, required=False, help_text=NO_NAMES)

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            *("question", "class_name", "pupils", "partner", "goal", "start_figure", "end_figure"),
            *("helped", "hindered", "pupils_say", "block", "shown_to"),
        )
        help_texts = {"class_name": _("Such as 4b.")}


class ChangeProjectForm(ConcurrentEditForm, ProjectForm):
    """The same of a project that was begun."""


class NoteForm(forms.Form):
    noted_on = DayField(label=_("Day"))
    text = WordsFormField(label=_("What happened?"), rows=3, help_text=NO_NAMES)


class ReflectionForm(forms.Form):
    text = WordsFormField(label=_("Your reflection"), rows=5)
    is_shared = forms.BooleanField(label=_("Who leads the intake may read it"), required=False)


ROUNDS = ((1, _("The first, in term 2")), (2, _("The second, in term 3")))


class RoundForm(forms.Form):
    """In which of the two rounds pairs are made; of one whose term is over that is said.

    `ended`: the last days of the terms that are over, by their numbers.
    """

    number = forms.TypedChoiceField(
        label=_("For which round of visits?"),
        choices=ROUNDS,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, ended: Mapping[int, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "number", forms.TypedChoiceField).choices = [
            (number, f"{label} · {_describe_ended(ended[number + 1])}" if number + 1 in ended else label)
            for number, label in ROUNDS
        ]


def _describe_ended(day: date) -> str:
    return gettext("the term ended on %(day)s") % {"day": format_day(day)}


class ObservationForm(CityModelForm):
    """Facts and a question: there is no box for a score."""

    LAYOUT: ClassVar[Layout] = (
        ("", (("held_on", "minutes"), "class_name", "host_question")),
        (_("What you saw, without judging"), ("pupils_do", "teacher_does", "learns", "strength", "question")),
        (_("For the others of the intake, if both of you agree"), ("summary", "observer_shares")),
    )
    FOLDED = (LAYOUT[2][0],)
    minutes = WholeNumberField(label=_("Minutes"), min_value=5, max_value=180, initial=20)
    host_question = WordsFormField(label=_("What did your colleague want to know?"), required=False)
    pupils_do = WordsFormField(
        label=_("What did pupils say, write and do?"), rows=3, help_text=_("Facts, with the minute. No names.")
    )
    teacher_does = WordsFormField(label=_("What did the teacher say and do?"), rows=3)
    learns = WordsFormField(label=_("Who learned from whom?"), rows=2, required=False)
    strength = AreaField(label=_("Which strength did you see in use?"), required=False)
    question = WordsFormField(label=_("One question to your colleague"))
    summary = WordsFormField(label=_("A summary without names"), rows=2, required=False)

    class Meta:
        model = Observation
        fields: tuple[str, ...] = (
            *("held_on", "minutes", "class_name", "host_question", "pupils_do", "teacher_does", "learns", "strength"),
            *("question", "summary", "observer_shares"),
        )
        field_classes = {"held_on": DayField}


class AnswerForm(forms.Form):
    """The host's sentence, what comes next, and whether the summary is for others."""

    sentence = WordsFormField(label=_("Your sentence after reading"), rows=2)
    next_try = WordsFormField(label=_("What will you try next?"), rows=2, required=False)
    host_shares = forms.BooleanField(label=_("The intake may read the summary"), required=False)

    def __init__(self, *args: Any, has_summary: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_summary:
            del self.fields["host_shares"]
