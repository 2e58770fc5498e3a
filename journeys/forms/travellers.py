"""Who travels, and what a child and its guardians say of it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.dates import DayField
from educities.kit.fields import NameField, PhoneField
from educities.kit.multilingual import join_localised
from stakeholders.models import Profile

YES_OR_NO = ("yes", "no")
YES_NO = [("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no"))]


class PeopleField(forms.ModelMultipleChoiceField):
    """Some of a list of people, each by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, widget=forms.CheckboxSelectMultiple(), required=False, **kwargs)


class TravellersForm(forms.Form):
    """Many at once: who travels along, and which adults are responsible for those under 18."""

    learners = PeopleField(label=_("Who travels along"))
    responsible = PeopleField(
        label=_("Adults responsible"),
        help_text=_("If people under 18 travel along, at least two adults are responsible for them."),
    )

    def __init__(self, *args: Any, people: list[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adults = [one for one in people if one.is_adult]
        for name, rows in (("learners", people), ("responsible", adults)):
            field: Any = self.fields[name]
            field.queryset = Profile.objects.filter(pk__in=[one.pk for one in rows])
            field.choices = [(one.pk, one.display_name) for one in rows]
            field.is_needed = True  # one of the two: not "(optional)"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        learners, responsible = data.get("learners") or [], data.get("responsible") or []
        if not learners and not responsible:
            self.add_error("learners", _("Choose at least one person."))
        if twice := set(learners) & set(responsible):
            names = join_localised(sorted(one.display_name for one in twice))
            text = _("Ticked twice: %(names)s. Tick each person once: as travelling along, or as responsible.")
            self.add_error("responsible", text % {"names": names})
        return data


class _AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Your answer"), choices=YES_NO, widget=forms.RadioSelect())

    @property
    def says_yes(self) -> bool:
        """Is it a yes?"""
        return bool(self.cleaned_data["answer"] == "yes")


class _AnswerToPlanForm(_AnswerForm):
    """A yes is to the plan that was read: to another one it is asked for once more, with that plan on the page."""

    plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: str, **kwargs: Any) -> None:
        """`plan`: the mark of the plan as it is now."""
        super().__init__(*args, **kwargs)
        self.plan_now = self.initial["plan"] = plan

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        read = given.pop("plan", "")
        if read and read != self.plan_now and given.get("answer") == "yes":
            self.add_error(None, _("The plan has changed since you opened this page. Read it again, then answer."))
            # The next press is about the plan that is shown now.
            sent: Any = self.data
            data = sent.copy()
            data[self.add_prefix("plan")] = self.plan_now
            self.data = data
        return given


class OwnTripForm(_AnswerToPlanForm):
    """What somebody under 18 says of a journey of their own."""


class TripConsentForm(_AnswerToPlanForm):
    """What a guardian says of one journey of a child, and how the adults on the way reach them."""

    phone = PhoneField(
        label=_("Phone on these days"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
        help_text=_(
            "The adults responsible, the facilitator and the city’s education directors see it, nobody else. We delete it 30 "
            "days after the expedition."
        ),
    )
    shows_email = forms.BooleanField(label=_("The same people may also see my email address"), required=False)

    def __init__(
        self, *args: Any, answers: Collection[str] = YES_OR_NO, hides_phone: bool = False, **kwargs: Any
    ) -> None:
        """`answers`: those that can be given now; `hides_phone`: a number is kept that this reader may not see."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.choices = [choice for choice in YES_NO if choice[0] in answers]
        if hides_phone:
            self.fields["phone"].help_text = _(
                "We keep the number that you gave. Write one here only if it has changed. We delete it 30 days after the "
                "expedition."
            )
        if "yes" not in answers:
            # With a no nothing is kept by which the adult is reached.
            self.initial.pop("answer", None)
            del self.fields["phone"], self.fields["shows_email"]


class TripFormForm(_AnswerForm):
    """Typed off a signed form about one journey."""

    signed_by = NameField(
        label=_("Name of the parent or guardian"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    signed_on = DayField(label=_("Day on the form"))
    phone = PhoneField(
        label=_("Phone on these days"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    replaces = forms.BooleanField(
        label=_("The form replaces the answer that is there"),
        required=False,
        help_text=_("The adults who were asked read so."),
    )
    field_order = ("signed_by", "signed_on", "answer", "phone", "replaces")

    def __init__(self, *args: Any, has_answer: bool = False, **kwargs: Any) -> None:
        """`has_answer`: is there an answer that the form may replace?"""
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("The adult’s answer")
        if not has_answer:
            del self.fields["replaces"]
