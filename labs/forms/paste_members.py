"""The shape of a list of people that is pasted: read, shown as a preview, and sent once more."""

from typing import Any
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, SeenTextField
from labs.forms.cohorts import SeatForm
from labs.forms.inputs import LanguageField
from labs.forms.pasted_people import PastedPerson, read_people
from labs.models import Cohort
from labs.queries.pasted import ALONE, NAMESAKE, NEW, SeatedPeople, find_people_of_lab
from stakeholders.forms.person_select import NamesakeField
from stakeholders.models import Profile, Sector
from stakeholders.queries.people_listed import fold_name

# So many lines that nobody can be added by are named at once.
NAMED_LINES = 10


class PasteMembersForm(SeatForm):
    """Several people at once, for one organisation or of one sector, or each of their own. `cohort`: whose members they
    become.

    `seen`: what was shown as a preview last; sent again unchanged, the people are added.
    """

    field_order = ("people", "language", "organisation", "sector", "agreed")
    people = SeenTextField(
        label=_("Names and email addresses"),
        help_text=_(
            "One person on each line, as copied from a spreadsheet or an email. An address is not needed, and a column "
            "with the sector is read too."
        ),
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
            "Otherwise we email each of them, who accepts or declines. Those without an email address are members at once."
        ),
    )
    seen = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.lines: list[PastedPerson] = []
        # What stands in the boxes about namesakes when they are shown first.
        self.guesses: dict[str, str] = {}
        for name in ("organisation", "sector"):
            field: Any = self.fields[name]
            field.one_of = _("an organisation or a sector, or both")

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        self.lines, above = read_people(text), set[str]()
        self.seated = SeatedPeople(self.cohort, [line.email for line in self.lines], [line.name for line in self.lines])
        for line in self.lines:
            self._read_chosen_sector(line)
            line.outcome = self.seated.outcome_of(line.name, line.email, above)
            above.add(line.email or fold_name(line.name))
            if not line.problem and not line.name and line.outcome in {NEW, ALONE}:
                line.problem = gettext("The name is missing.")
        wrong = [line for line in self.lines if line.problem]
        if not self.lines:
            raise ValidationError(_("Nobody was found in this list."))
        if wrong:
            raise ValidationError([name_problem(line) for line in wrong[:NAMED_LINES]])
        return text

    def _read_chosen_sector(self, line: PastedPerson) -> None:
        """What was chosen for the line in the preview comes before what it says itself."""
        chosen = self.data.get(line.sector_box)
        if chosen is not None:
            line.sector = int(chosen) if chosen in map(str, Sector.values) else None
        if line.unknown_sector and line.sector:
            line.problem = line.unknown_sector = ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("organisation") and not data.get("sector") and "sector" not in self.errors:
            self._check_own_sectors()
        free = self.cohort.places_left
        if len(self.added) > free and not self.errors:
            text = ngettext(
                "There is %(free)s free place, and the list has %(n)s new people.",
                "There are %(free)s free places, and the list has %(n)s new people.",
                free,
            )
            self.add_error("people", text % {"free": free, "n": len(self.added)})
        if not self.errors:
            self._ask_for_namesakes()
        return data

    def _check_own_sectors(self) -> None:
        """Where nothing was chosen for the whole list, each of its lines says its sector."""
        if not self.lines:
            self.add_error("sector", _("Choose a sector, or the organisation the people come from."))
        elif not all(line.sector for line in self.added):
            text = _("Choose a sector, or the organisation the people come from; or a sector on each line above.")
            self.add_error("sector", text)

    def _ask_for_namesakes(self) -> None:
        """Beside the preview stands who of that name is meant, most likely; behind it, each of them has to be chosen."""
        lines = [line for line in self.lines if line.outcome == NAMESAKE and not line.problem]
        found = {fold_name(line.name): self.seated.list_namesakes(line.name, line.email) for line in lines}
        of_lab = find_people_of_lab(self.cohort, [person for people in found.values() for person in people])
        was_shown = self.cleaned_data.get("seen") == self.digest
        for line in lines:
            people = found[fold_name(line.name)]
            # By the name: it stays chosen where the list changes around it.
            name = f"person_{crc32(fold_name(line.name).encode()):08x}"
            likely = [person.pk for person in people if person.pk in of_lab]
            self.guesses[name] = str(likely[0]) if len(likely) == 1 else ""
            self.fields[name] = name_choice(line, people)
            if was_shown:
                self._read_choice(line, name)

    def _read_choice(self, line: PastedPerson, name: str) -> None:
        try:
            line.person = self.fields[name].clean(self.data.get(name))
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def sector_choices(self) -> list[tuple[int | str, Any]]:
        """What can be chosen on a line of the preview."""
        return [("", _("as chosen below")), *Sector.choices]

    @property
    def added(self) -> list[PastedPerson]:
        """The lines by which somebody gets a place."""
        return [line for line in self.lines if line.takes_place]

    @property
    def digest(self) -> str:
        """What the preview was of: the list, all that was chosen for it, and what each of its lines becomes."""
        names = ("people", "language", "organisation", "sector", "agreed")
        chosen = [str(getattr(one := self.cleaned_data.get(name), "pk", one)) for name in names]
        said = "\n".join(chosen + [f"{line.outcome} {line.sector}" for line in self.lines])
        return f"{crc32(said.encode()):08x}"

    @property
    def is_ready(self) -> bool:
        """Does the next press add somebody? What is wrong, if anything is, is who of a name is meant."""
        return bool(self.added) and all(name in self.guesses for name in self.errors)

    @property
    def was_seen(self) -> bool:
        """Is this the list that the person saw as a preview, with somebody to add?"""
        return bool(self.added) and self.cleaned_data.get("seen") == self.digest

    def show_preview(self) -> None:
        """The same list sent once more adds its people."""
        if isinstance(self.data, QueryDict):
            self.data = {**self.guesses, **self.data.dict(), "seen": self.digest}


def name_problem(line: PastedPerson) -> ValidationError:
    """A line that nobody can be added by, and why."""
    params = {"number": line.number, "problem": line.problem, "line": line.line.replace("\t", " ")[:60]}
    return ValidationError(_("Line %(number)s, “%(line)s”: %(problem)s"), params=params)


def name_choice(line: PastedPerson, people: list[Profile]) -> NamesakeField:
    """The question who of the people of this name is meant by a line."""
    text = gettext("Line %(number)s: someone called “%(name)s” is in this city already. Is it the same person?")
    keeps = gettext("The person you choose stays without an account: the address is used only for someone new.")
    label = text % {"name": line.name, "number": line.number}
    return NamesakeField(people, label=label, help_text=keeps if line.email else "")
