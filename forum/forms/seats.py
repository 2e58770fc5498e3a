"""The shape of what is said about the forum itself and its seats."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField, add_months
from educities.kit.fields import WholeNumberField
from educities.kit.forms import CityModelForm, Layout, ReasonForm
from forum.models import Charter, Seat
from forum.values import MOST_SEATS
from meetings.forms.doubts import DoubtForm
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.forms.person_select import AdultField, find_only_organisation

# Long enough to learn the work, short enough that others come.
USUAL_TERM_MONTHS = 24


class CharterForm(ConcurrentEditForm, CityModelForm):
    quorum_percent = WholeNumberField(
        label=_("Quorum, in % of the seats that vote"),
        min_value=1,
        max_value=100,
        help_text=_("This many have to be present, from all four sectors. Otherwise what is said is advice."),
    )
    most_seats = WholeNumberField(label=_("Seats at most"), min_value=4, max_value=MOST_SEATS)

    class Meta:
        model = Charter
        fields = ("quorum_percent", "most_seats", "shows_seats", "shows_decisions")
        help_texts: ClassVar = {
            "shows_seats": _("Organisations and sectors. A person’s name stands there only once they have said so."),
            "shows_decisions": _(
                "What was decided, how, and when it is reviewed. People’s names only beside an objection, where they agreed."
            ),
        }


class OwnReasonForm(ReasonForm):
    """Who gives up their own seat need not say why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Reason, if you want to give one")


class SeatForm(DoubtForm, CityModelForm):
    LAYOUT: ClassVar[Layout] = (
        ("", ("profile", "organisation", ("sector", "role"), ("starts_on", "ends_on"), "sure")),
    )
    sure_label = _("Give the seat all the same")
    sure_hint = _("Correct it, or tick “Give the seat all the same”.")
    profile = AdultField(label=_("Who"))

    class Meta:
        model = Seat
        fields = ("profile", "organisation", "sector", "role", "starts_on", "ends_on")
        field_classes: ClassVar = {"organisation": OrganisationField, "starts_on": DayField, "ends_on": DayField}
        help_texts: ClassVar = {
            "role": _("A young people’s seat gives advice: it has no vote and counts for no quorum.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].help_text = _(
            "Left empty: the one that the person represents, if it is one alone. A young people’s seat alone may have none."
        )
        sector = self.fields["sector"]
        sector.required = False
        sector.help_text = _(
            "Left empty: that of the organisation. A young people’s seat without one stands in the list under the sector chosen here."
        )
        today = city_today()
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = add_months(today, USUAL_TERM_MONTHS)
        organisation: Any = self.fields["organisation"]
        organisation.required, organisation.empty_label = False, str(_("none (young people’s seat)"))

    def find_doubts(self, given: dict[str, Any]) -> Iterator[str]:
        """No birth date is kept: whether somebody of 18 is young, whoever gives the seat says."""
        if given.get("role") == Seat.Role.YOUTH:
            text = gettext(
                "The young people’s seat is for a young adult and has no vote. Is %(name)s one? A member’s seat has a vote."
            )
            yield text % {"name": given["profile"].display_name}

    def clean(self) -> dict[str, Any]:
        """What was left empty follows from the person: the organisation that they represent, and its sector."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation")
        if organisation is None and "organisation" not in self.errors and cleaned.get("role") != Seat.Role.YOUTH:
            organisation = cleaned["organisation"] = find_only_organisation(cleaned.get("profile"))
        if not cleaned.get("sector") and "sector" not in self.errors:
            if organisation is not None:
                cleaned["sector"] = organisation.sector
            else:
                self.add_error("sector", _("Choose one of the four sectors."))
        return cleaned
