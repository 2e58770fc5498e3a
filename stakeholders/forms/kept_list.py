"""A list of people without mail that is pasted: read, shown as a preview, and sent once more."""

import re
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, NameField, PhoneField, SeenTextField, clean_line, fold_digits
from educities.kit.multilingual import join_localised
from stakeholders.actions.managed import KeptPerson
from stakeholders.forms.managed import KeeperForm
from stakeholders.forms.person_select import NamesakeField
from stakeholders.imports.pasted_columns import (
    SEPARATORS,
    PeopleColumns,
    looks_like_address,
    pick_cells,
    read_people_columns,
    says_no_address,
)
from stakeholders.imports.people_headings import is_heading
from stakeholders.models import Profile
from stakeholders.queries.people_listed import fold_name

MOST_LINES = 100
# A number of whatever length, as lists have them beside a name: never a part of the name.
NUMBER = re.compile(r"[+*]?[\d\s()/.-]*\d[\d\s()/.-]*")
# A telephone behind or before a name with no sign between them.
BESIDE_NAME = re.compile(r"(?<!\w)[+*(]?\d(?:[\s()./-]*\d){4,}\)?(?!\w)")
NUMBERING = re.compile(r"^\s*(?:(?:\d+[.)]|[-•*–])\s+|\d{1,4}\s*\t)")
NAME, PHONE = NameField(max_length=80), PhoneField(max_length=20)
NEW, NAMESAKE, HERE, TWICE, HEADING = "new", "namesake", "here", "twice", "heading"
OUTCOMES = {
    NEW: _("is new"),
    NAMESAKE: _("has the name of someone in the city: say below who it is"),
    HERE: _("is here already: nothing is added"),
    TWICE: _("stands in the list above already: nothing is added"),
    HEADING: _("is a heading, and no person"),
}


@dataclass
class PastedLine:
    """What one line says. `problem`: why nobody can be added by it; `outcome`: what it becomes.

    `person`: who of the name is here already and was chosen for it.
    """

    number: int
    name: str
    phone: str = ""
    problem: str = ""
    outcome: str = NEW
    person: Profile | None = None

    @property
    def outcome_text(self) -> str:
        """What the line becomes, in words."""
        return str(OUTCOMES[self.outcome])

    @property
    def box(self) -> str:
        """The name of the question who of the name is meant: it stays the person's where the list changes around it."""
        return f"person_{crc32(fold_name(self.name).encode()):08x}"

    @property
    def shown(self) -> str:
        """The line where a sentence names it."""
        return f"{self.number} ({' '.join(filter(None, [self.name, self.phone]))})"


class KeepPeopleForm(KeeperForm):
    """Several people without mail, one on each line, with the phone behind a comma if there is one.

    `seen`: what was shown as a preview last; sent again unchanged, the people are added.
    """

    people = SeenTextField(
        label=_("Names"),
        help_text=_("One person on each line. A phone number may follow, behind a comma or in the next column."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    managed_for = forms.ChoiceField(label=_("Kept for"), required=False)
    seen = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[PastedLine] = []

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        self.lines = read_lines(text)
        if not any(line.outcome != HEADING for line in self.lines):
            raise ValidationError(_("Nobody was found in this list."))
        if len(self.lines) > MOST_LINES:
            number, self.lines = len(self.lines), []
            sentence = _("These are %(n)s lines. Paste at most %(most)s at a time.")
            raise ValidationError(sentence, params={"n": number, "most": MOST_LINES})
        if problems := list_problems(self.lines):
            raise ValidationError(problems)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        twins = self.find_twins([line.name for line in self.lines])
        for line in self.lines:
            if not line.problem and line.outcome == NEW and (people := twins.get(fold_name(line.name))):
                line.outcome = NAMESAKE
                self._add_question(line, people)
        # What was a preview of something else is asked about in the next one.
        if data.get("seen") == self.digest:
            for line in self.lines:
                if line.outcome == NAMESAKE:
                    self._read_answer(line)
        return data

    def _add_question(self, line: PastedLine, people: list[Profile]) -> None:
        text = gettext("Line %(number)s: someone called “%(name)s” is in this city already. Is it the same person?")
        label = text % {"name": line.name, "number": line.number}
        self.fields[line.box] = NamesakeField(people, label=label)

    def _read_answer(self, line: PastedLine) -> None:
        try:
            line.person = self.fields[line.box].clean(self.data.get(line.box))
            line.outcome = HERE if line.person else NEW
        except ValidationError as error:
            self.add_error(line.box, error)

    @property
    def added(self) -> list[KeptPerson]:
        """Who is new, each name once: as its first line says."""
        return [KeptPerson(line.name, line.phone) for line in self.list_with(NEW)]

    @property
    def is_ready(self) -> bool:
        """Does the next press add somebody? What is wrong, if anything is, is who of a name is meant."""
        boxes = {line.box for line in self.lines}
        return bool(self.list_with(NEW, NAMESAKE)) and boxes.issuperset(self.errors)

    @property
    def digest(self) -> str:
        """What the preview was of: the list, what was chosen for it, and what each of its lines becomes."""
        chosen = [str(getattr(one := self.cleaned_data.get(name), "pk", one)) for name in ("language", "managed_for")]
        said = [f"{line.number} {line.name} {line.phone} {line.box in self.fields}" for line in self.lines]
        whole = "\n".join(chosen + said)
        return f"{crc32(whole.encode()):08x}"

    @property
    def was_seen(self) -> bool:
        """Is this the list that the person saw as a preview?"""
        return self.cleaned_data.get("seen") == self.digest

    def list_with(self, *outcomes: str) -> list[PastedLine]:
        """The lines that become one of these."""
        return [line for line in self.lines if line.outcome in outcomes and not line.problem]

    def show_preview(self) -> None:
        """The same list sent once more adds its people."""
        if isinstance(self.data, QueryDict):
            self.data = {**self.data.dict(), "seen": self.digest}


def list_problems(lines: list[PastedLine]) -> list[str]:
    """Everything that is wrong, each with all the lines of which it is true."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.problem:
            found.setdefault(line.problem, []).append(str(line.number))
    return [
        ngettext("Line %(lines)s: %(problem)s", "Lines %(lines)s: %(problem)s", len(numbers))
        % {"lines": join_localised(numbers), "problem": problem}
        for problem, numbers in found.items()
    ]


def read_lines(text: str) -> list[PastedLine]:
    """Everybody in the pasted text, with the number of the line among all that were pasted, and what becomes of it."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if clean_line(line)]
    found, above = list[PastedLine](), set[str]()
    columns: PeopleColumns | None = None
    for index, (number, line) in enumerate(lines):
        read = read_line(number, line, is_first=not index)
        if read.outcome == HEADING:
            columns = read_people_columns(line, [below for _number, below in lines]) or columns
        elif columns is not None and (cells := columns.split_line(line)):
            read = _read_cells(number, [fold_digits(clean_line(cell)) for cell in cells], columns)
        found.append(read)
    for said in found:
        name = fold_name(said.name)
        if name in above and said.outcome == NEW and not said.problem:
            said.outcome = TWICE
        above.add(name)
    return found


def read_line(number: int, line: str, *, is_first: bool = False) -> PastedLine:
    """The name and the phone on a line; no name where there is none, or none that others may read."""
    cells = [fold_digits(clean_line(cell)) for cell in SEPARATORS.split(NUMBERING.sub("", line))]
    if is_heading(cells, is_first=is_first):
        return PastedLine(number, " · ".join(filter(None, cells)), outcome=HEADING)
    cells = [cell for cell in cells if not says_no_address(cell)]
    found = [[cell] if NUMBER.fullmatch(cell) else BESIDE_NAME.findall(cell) for cell in cells]
    names = [clean_line(BESIDE_NAME.sub(" ", cell)) for cell in cells if cell and not NUMBER.fullmatch(cell)]
    read = PastedLine(number, "")
    _read_name(read, " ".join(names))
    _read_phone(read, [phone.strip() for numbers in found for phone in numbers])
    return read


def _read_cells(number: int, cells: list[str], columns: PeopleColumns) -> PastedLine:
    """Each cell is what the heading above it says; an address is none of those who have no email."""
    read = PastedLine(number, "")
    _read_name(read, NUMBERING.sub("", " ".join(pick_cells(cells, columns.names))))
    phones = [cell for cell in pick_cells(cells, columns.phones) if not says_no_address(cell)]
    _read_phone(read, phones)
    if said := [cell for cell in pick_cells(cells, columns.mails) if not says_no_address(cell)]:
        text = gettext("“%(text)s” stands where the email address is, and this list is of people without one.")
        read.problem = read.problem or text % {"text": said[0][:60]}
    return read


def _read_name(line: PastedLine, name: str) -> None:
    """What looks like an address is no part of a name."""
    try:
        line.name = NAME.clean(name)
    except ValidationError:
        line.problem = gettext("the name is missing, or it holds an address.")
    if looks_like_address(line.name):
        line.problem = gettext("“%(text)s” looks like an address, and stands where the name is.") % {"text": name[:60]}


def _read_phone(line: PastedLine, numbers: list[str]) -> None:
    """The first of the numbers that a phone can call."""
    line.phone = next(filter(None, map(_clean_phone, numbers)), "")
    if numbers and not line.phone:
        wrong = gettext("“%(number)s” is no phone number.") % {"number": numbers[0][:40]}
        line.problem = line.problem or wrong


def _clean_phone(number: str) -> str:
    """The number as it is kept; "" where no phone can call it."""
    try:
        return str(PHONE.clean(number))
    except ValidationError:
        return ""
