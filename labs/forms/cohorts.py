"""The shape of what people type about cohorts and their members."""

from typing import Any
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import AddressField, LineField, NameField, SeenTextField
from educities.kit.forms import CityModelForm, get_field
from labs.forms.inputs import DayField, LanguageField, ask_for_one_of
from labs.forms.pasted_people import PastedPerson, read_people
from labs.models import Cohort, CohortMember
from labs.models.cohorts import Stage
from labs.queries.pasted import ALONE, NEW, UNCHANGED, SeatedPeople
from meetings.forms.doubts import DoubtForm
from programs.models import ProgramYear
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.forms.person_select import PersonField, find_only_organisation
from stakeholders.models import Sector

# So many lines that nobody can be added by are named at once.
NAMED_LINES = 10


class CohortForm(DoubtForm, ConcurrentEditForm, CityModelForm):
    class Meta:
        model = Cohort
        fields = ("name", "program_year", "capacity", "starts_on", "ends_on")
        field_classes = {"starts_on": DayField, "ends_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "program_year", forms.ModelChoiceField).queryset = ProgramYear.objects.filter(
            program__state__in=["signed", "active"]
        ).order_by("number")
        self.fields["program_year"].label = _("Year of the program")


class SeatForm(forms.Form):
    """What is asked of a seat in a cohort: how its person is written to, and for whom they sit."""

    language = LanguageField()
    organisation = OrganisationField(label=_("For the organisation"), required=False, empty_label=_("none"))
    sector = forms.TypedChoiceField(
        label=_("Sector of the seat"),
        choices=[("", _("as the organisation’s")), *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


class MemberForm(SeatForm):
    """A person who is here already, or a new one by name; the seat's sector by the organisation or chosen.

    Grown-ups alone are found. Who holds a place already keeps it. Who speaks for one organisation sits for it, unless a
    sector is chosen.
    """

    field_order = ("profile", "display_name", "email", "language", "organisation", "sector", "role", "agreed")
    profile = PersonField(label=_("Someone in this city"), required=False, empty_label=_("someone new"))
    display_name = NameField(
        label=_("Name of a new person"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = AddressField(
        label=_("Email address of a new person"),
        required=False,
        help_text=_("Without an address the person has no account: you take care of their attendance."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=CohortMember.Role.choices)
    agreed = forms.BooleanField(
        label=_("The person has agreed"),
        required=False,
        help_text=_(
            "Otherwise we email the person, who accepts or declines. Without an account they are a member at once."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector: Any = self.fields["sector"]
        sector.one_of = _("needed unless the person speaks for an organisation")
        ask_for_one_of(self, "profile", "display_name")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("profile") and not data.get("display_name"):
            self.add_error("display_name", _("Choose a person, or write a name."))
        if not data.get("organisation") and not data.get("sector"):
            data["organisation"] = find_only_organisation(data.get("profile"))
        if not data.get("organisation") and not data.get("sector"):
            self.add_error("sector", _("Choose a sector, or the organisation the person comes from."))
        return data


class PasteMembersForm(SeatForm):
    """Several people at once, for one organisation or of one sector. `cohort`: whose members they become.

    `seen`: what was shown as a preview last; sent again unchanged, the people are added.
    """

    field_order = ("people", "language", "organisation", "sector", "agreed")
    people = SeenTextField(
        label=_("Names and email addresses"),
        help_text=_("One person on each line, as copied from a spreadsheet or an email. An address is not needed."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    language = LanguageField(
        label=_("Language we write to the new people in"),
        help_text=_("It is the same for everyone who is new. Each of them can choose another language later."),
    )
    agreed = forms.BooleanField(
        label=_("All of them have agreed"),
        required=False,
        help_text=_(
            "Otherwise we email each of them, who accepts or declines. Those without an account are members at once."
        ),
    )
    seen = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.lines: list[PastedPerson] = []
        for name in ("organisation", "sector"):
            field: Any = self.fields[name]
            field.one_of = _("an organisation or a sector, or both")

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        self.lines = read_people(text)
        seated, above = SeatedPeople(self.cohort, [line.email for line in self.lines]), set[str]()
        for line in self.lines:
            line.outcome = seated.outcome_of(line.name, line.email, above)
            above.add(line.email or line.name.casefold())
            if not line.problem and not line.name and line.outcome in {NEW, ALONE}:
                line.problem = gettext("The name is missing.")
        wrong = [line for line in self.lines if line.problem]
        if not self.lines:
            raise ValidationError(_("Nobody was found in this list."))
        if wrong:
            raise ValidationError([name_problem(line) for line in wrong[:NAMED_LINES]])
        return text

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("organisation") and not data.get("sector") and "sector" not in self.errors:
            self.add_error("sector", _("Choose a sector, or the organisation the people come from."))
        free = self.cohort.capacity - self.cohort.places_taken
        if len(self.added) > free and not self.errors:
            text = ngettext(
                "There is %(free)s free place, and the list has %(n)s new people.",
                "There are %(free)s free places, and the list has %(n)s new people.",
                free,
            )
            self.add_error("people", text % {"free": free, "n": len(self.added)})
        return data

    @property
    def added(self) -> list[PastedPerson]:
        """The lines by which somebody gets a place."""
        return [line for line in self.lines if not line.problem and line.outcome not in UNCHANGED]

    @property
    def digest(self) -> str:
        """What the preview was of: the list, all that was chosen for it, and what each of its lines becomes."""
        names = ("people", "language", "organisation", "sector", "agreed")
        chosen = [str(getattr(one := self.cleaned_data.get(name), "pk", one)) for name in names]
        said = "\n".join(chosen + [line.outcome for line in self.lines])
        return f"{crc32(said.encode()):08x}"

    @property
    def was_seen(self) -> bool:
        """Is this the list that the person saw as a preview, with somebody to add?"""
        return bool(self.added) and self.cleaned_data.get("seen") == self.digest

    def show_preview(self) -> None:
        """The same list sent once more adds its people."""
        self.data = {**self.data.dict(), "seen": self.digest} if isinstance(self.data, QueryDict) else self.data


def name_problem(line: PastedPerson) -> ValidationError:
    """A line that nobody can be added by, and why."""
    params = {"number": line.number, "problem": line.problem, "line": line.line.replace("\t", " ")[:60]}
    return ValidationError(_("Line %(number)s, “%(line)s”: %(problem)s"), params=params)


class MoveStageForm(forms.Form):
    to = forms.TypedChoiceField(label=_("Move to stage"), choices=Stage.choices, coerce=int)
    seen = forms.IntegerField(widget=forms.HiddenInput())
    reason = SeenTextField(required=False, max_length=2000)
