"""What a collaboration says: title, what for, how far it reaches, its days, and what it belongs to."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from collaborations.models import Collaboration
from collaborations.queries.choices import list_link_choices
from educities.accounts.models import User
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from stakeholders.forms.area_select import AreaField

WORDS = ("title", "purpose", "circle", "area", ("starts_on", "due_on"))
LINKS = ("lab", "challenge", "initiative")
ABOUT = (_("What for, about what, and when"), ("purpose", "area", ("starts_on", "due_on")))
BELONGS = (_("What it belongs to"), (LINKS,))


class WordsForm(CityModelForm):
    """`reader`: who fills it in, and so what of the city they can choose."""

    # Few need it; on a phone it is one line.
    FOLDED: ClassVar[Collection[Any]] = (BELONGS[0],)
    title = WordsFormField(
        label=_("What do you want to do together?"),
        help_text=_("One sentence, as you would say it to them. The education directors and facilitators read it too."),
    )
    purpose = WordsFormField(label=_("What for"), rows=3, required=False)
    area = AreaField(label=_("Which strength or growth area is it about?"), required=False)

    class Meta:
        model = Collaboration
        fields: tuple[str, ...] = ("title", "purpose", "circle", "area", "starts_on", "due_on", *LINKS)
        field_classes = {"starts_on": DayField, "due_on": DayField}

    def __init__(self, *args: Any, reader: User, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in list_link_choices(reader, self.instance, city).items():
            field = get_field(self, name, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = str(_("none"))
            if not rows.exists():
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """What the collaboration says."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ChangeForm(ConcurrentEditForm, WordsForm):
    LAYOUT: ClassVar[Layout] = (("", WORDS), BELONGS)


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
