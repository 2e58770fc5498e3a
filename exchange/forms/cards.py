"""What people write on an exchange: a card, a handshake."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.kit.dates import DayField
from educities.kit.fields import LineField, NameField
from exchange.models import Card, Participant
from exchange.queries import find_area
from exchange.values import LONGEST_LINE
from stakeholders.models import Area

# So many digits of milliseconds at most: a card that waited longer is as good as one of now.
LONGEST_AGE = 10
AREA_LIST = "areas"


def make_line(label: Any, *, required: bool = True, help_text: Any = "", **attrs: Any) -> LineField:
    """A box of one line, in any direction."""
    box = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attrs})
    return LineField(label=label, max_length=LONGEST_LINE, required=required, help_text=help_text, widget=box)


def read_moment(age: str) -> datetime:
    """When something was written: a phone without a network sends it later, with how old it is by its own clock."""
    waited = int(age) if age.isdecimal() and len(age) < LONGEST_AGE else 0
    return timezone.now() - timedelta(milliseconds=waited)


def read_number(sent: str) -> int:
    """The number of a row, as a button sends it; 0 for whatever is none."""
    return int(sent) if sent.isdecimal() and len(sent) <= LONGEST_AGE else 0


class CardForm(forms.Form):
    """One offer or need. The area is a name of the vocabulary; a line without one is kept, and asks for it later."""

    kind = forms.ChoiceField(
        label=_("Offer or need"),
        choices=[(Card.Kind.OFFER, _("I offer")), (Card.Kind.NEED, _("I need"))],
        widget=forms.RadioSelect,
        initial=Card.Kind.OFFER,
    )
    area = make_line(_("Area"), required=False, help_text=_("Type three letters and choose."), list=AREA_LIST)
    text = make_line(_("In one line"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    age = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    @property
    def values(self) -> dict[str, Any]:
        """What the card says, and when it was written."""
        said, area = self.cleaned_data, self.find_area()
        return {
            "kind": said["kind"],
            "text": said["text"],
            "area": area,
            "area_words": "" if area else said["area"],
            "key": said["key"],
        }

    @property
    def moment(self) -> datetime:
        """When it was written."""
        return read_moment(self.cleaned_data["age"])

    def find_area(self) -> Area | None:
        """The area that was typed; without one, the one that the line alone can mean."""
        return find_area(self.cleaned_data["area"])


class TypedCardForm(CardForm):
    """A card of somebody without a phone, typed in by who leads the exchange: with the keyboard alone."""

    first_name = NameField(
        label=_("First name"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "autofocus": True}),
    )
    is_minor = forms.BooleanField(
        label=_("Under 18: the card goes to a team, without a name"), required=False, initial=False
    )
    field_order = ("first_name", "is_minor", "kind", "area", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name: Any = self.fields["first_name"]
        name.one_of = _("not under 18")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("is_minor") and not said.get("first_name"):
            self.add_error("first_name", _("Write the first name that the others should read."))
        return said


class HandshakeForm(forms.Form):
    """What each side does, and by when."""

    other: Any = forms.ModelChoiceField(label=_("With whom"), queryset=QuerySet(Participant), widget=forms.RadioSelect)
    gives = make_line(_("What do you do?"))
    asks = make_line(_("What does the other side do?"), required=False)
    due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, others: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()
        field: Any = self.fields["other"]
        field.queryset = others
        field.empty_label = None

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return day


class AnswerForm(forms.Form):
    """What the answering side does, where it wants to say it otherwise."""

    gives = make_line(_("What do you do?"), required=False)
