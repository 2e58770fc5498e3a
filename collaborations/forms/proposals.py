"""What somebody proposes to others to do together, and what a side answers."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaborations.models import Collaboration
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.forms import CityModelForm, Layout, WordsFormField
from educities.kit.search_select import SearchSelectMixin, SearchSelectMultiple
from stakeholders.forms.area_select import AreaField
from stakeholders.forms.organisation_select import OrganisationsField
from stakeholders.forms.person_select import AccountField, name_person
from stakeholders.models import Organisation, Profile
from stakeholders.queries.people_listed import listed_people, with_spoken_for

WORDS = ("title", "purpose", "circle", "area", ("starts_on", "due_on"))
ME = "me"


class PeopleField(SearchSelectMixin, forms.ModelMultipleChoiceField):
    """Some adults of the city who can sign in, and so answer for themselves."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SearchSelectMultiple(AccountField.search_url)
        super().__init__(**{"queryset": QuerySet(Profile), **kwargs, "widget": widget})

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        field = super().__deepcopy__(memo)
        field.queryset = with_spoken_for(listed_people().filter(user__isnull=False))
        return field

    def label_from_instance(self, obj: Profile) -> str:
        return name_person(obj)


class _WordsForm(CityModelForm):
    title = WordsFormField(
        label=_("What do you want to do together?"),
        help_text=_("One sentence, as you would say it to them. The education directors and facilitators read it too."),
    )
    purpose = WordsFormField(label=_("What for"), rows=3, required=False)
    area = AreaField(label=_("Which strength or growth area is it about?"), required=False)

    class Meta:
        model = Collaboration
        fields: tuple[str, ...] = ("title", "purpose", "circle", "area", "starts_on", "due_on")
        field_classes = {"starts_on": DayField, "due_on": DayField}


class ProposalForm(_WordsForm):
    """To one other side, as oneself or in the name of an organisation."""

    LAYOUT: ClassVar[Layout] = (("", (*WORDS, "own", "gives")),)
    own = forms.ChoiceField(label=_("Who takes part on your side?"), widget=forms.RadioSelect)
    gives = WordsFormField(
        label=_("What do you bring?"), rows=2, required=False, help_text=_("Time, knowledge, a room, people you know.")
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        if self.organisations:
            named = [(number, str(one)) for number, one in self.organisations.items()]
            self.fields["own"].choices = [(ME, _("I myself")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["own"]

    @property
    def organisation(self) -> Organisation | None:
        """In whose name it is proposed; None: in one's own."""
        return self.organisations.get(self.cleaned_data.get("own", ME))

    @property
    def values(self) -> dict[str, Any]:
        """What the collaboration says."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class IntroductionForm(_WordsForm):
    """Who works in the city brings others together; each of them is asked."""

    LAYOUT: ClassVar[Layout] = (("", ("people", "organisations", *WORDS, "lab")),)
    title = WordsFormField(label=_("What could they do together?"), help_text=_("One sentence that all of them read."))
    people = PeopleField(label=_("People"), required=False)
    organisations = OrganisationsField(label=_("Organisations"), required=False)

    class Meta(_WordsForm.Meta):
        fields = (*_WordsForm.Meta.fields, "lab")

    @property
    def values(self) -> dict[str, Any]:
        """What the collaboration says."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AnswerForm(forms.Form):
    """A side takes part, with what it brings."""

    gives = WordsFormField(
        label=_("What do you bring?"), rows=2, required=False, help_text=_("Time, knowledge, a room, people you know.")
    )


class ChangeForm(ConcurrentEditForm, _WordsForm):
    LAYOUT: ClassVar[Layout] = (("", WORDS),)


class FollowUpForm(forms.Form):
    text = WordsFormField(
        label=_("What became of it?"),
        rows=3,
        help_text=_("Does it go on? Did something grow out of it? One sentence is enough."),
    )


class ResultForm(ConcurrentEditForm, CityModelForm):
    result = WordsFormField(label=_("What came of it?"), rows=4)
    next_step = WordsFormField(
        label=_("What comes next?"),
        rows=2,
        required=False,
        help_text=_("We ask all of you again after a month, three months and a year."),
    )

    class Meta:
        model = Collaboration
        fields = ("result", "next_step")
