"""What somebody saw in another person, and who sees it once it is kept."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.forms import Layout, WordsFormField
from stakeholders.forms.area_select import AreaField
from stakeholders.forms.people import SEEN_BY
from stakeholders.models import Profile
from stakeholders.models.visibility import Visibility


class PersonChoice(forms.TypedChoiceField):
    """One of the `people` who were there."""

    def __init__(self, people: Sequence[Profile], **kwargs: Any) -> None:
        here = {str(person.pk): person for person in people}
        choices = [(number, person.display_name) for number, person in here.items()]
        super().__init__(
            choices=choices,
            coerce=here.get,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose a person.")},
            **kwargs,
        )


class EndorsementForm(forms.Form):
    """A person who was there, an area of strength or a quality, and words between adults alone."""

    LAYOUT: ClassVar[Layout] = (("", ("receiver", "area", "words")),)
    area = AreaField(label=_("What did you see?"), help_text=_("A strength or a way of being. Type three letters."))
    words = WordsFormField(
        label=_("In your words"),
        rows=2,
        max_length=280,
        required=False,
        help_text=_("For example: when you …, I saw … Nobody under 18 gets any words."),
    )

    def __init__(self, *args: Any, people: Sequence[Profile], of_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"] = PersonChoice(people, label=_("In whom?"))
        self.order_fields(["receiver", "area", "words"])
        if of_minor or not any(person.is_adult for person in people):
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        """Words that nobody may read are said to be so before anything is sent."""
        said: dict[str, Any] = super().clean() or {}
        person = said.get("receiver")
        if person is not None and not person.is_adult and any((said.get("words") or {}).values()):
            text = _("Choose an area only. We deliver no messages to or from anyone under 18.")
            self.add_error("words", forms.ValidationError(text, code="words_with_child"))
        return said


class KeepForm(forms.Form):
    """Who sees it: at first the person alone, as long as they do not say more."""

    visibility = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY, initial=Visibility.COHORT)

    def __init__(self, *args: Any, of_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_minor:
            del self.fields["visibility"]
