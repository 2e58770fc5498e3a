"""The shapes of what is entered about people without mail."""

import re
from copy import deepcopy
from typing import Any, ClassVar, NamedTuple
from zlib import crc32

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.accounts.models import User
from educities.kit.fields import CodeField, NameField, PhoneField, RegistryField, SeenTextField, clean_line, fold_digits
from educities.kit.forms import get_field
from stakeholders.actions.managed import KeptPerson
from stakeholders.forms.person_select import AccountField, KeeperField, NamesakeField
from stakeholders.models import Organisation, Profile
from stakeholders.queries.managed import find_known_people
from stakeholders.queries.people_listed import find_namesakes, fold_name
from stakeholders.rules import is_director, is_facilitator, list_managed_organisations

MOST_LINES = 100
SEPARATORS = re.compile(r"[\t;|,،؛]")
# A number of whatever length, as lists have them beside a name: never a part of the name.
NUMBER = re.compile(r"[+*]?[\d\s()/.-]*\d[\d\s()/.-]*")
# A telephone behind or before a name with no sign between them.
BESIDE_NAME = re.compile(r"(?<!\w)[+*(]?\d(?:[\s()./-]*\d){4,}\)?(?!\w)")
NUMBERING = re.compile(r"^\s*(?:(?:\d+[.)]|[-•*–])\s+|\d{1,4}\s*\t)")


class _KeeperForm(forms.Form):
    """For whom the people are kept: for oneself, or for an organisation whose page one manages."""

    def __init__(self, *args: Any, city: City, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city, self.actor = city, actor
        self.places = {
            str(row.pk): row for row in Organisation.objects.filter(pk__in=list_managed_organisations(actor))
        }
        self._offer_places()

    def _offer_places(self) -> None:
        field = get_field(self, "managed_for", forms.ChoiceField)
        is_staff = is_director(self.actor, self.city) or is_facilitator(self.actor, self.city)
        if not self.places:
            del self.fields["managed_for"]
            return
        alone = [("", _("only for me"))] if is_staff else []
        field.choices = [*alone, *((number, str(row)) for number, row in self.places.items())]
        field.required = not is_staff

    def clean_managed_for(self) -> Organisation | None:
        return self.places.get(self.cleaned_data["managed_for"])

    def find_twins(self, names: list[str]) -> dict[str, list[Profile]]:
        """Who bears these names already, as far as this person may know."""
        return find_namesakes(names, find_known_people(self.actor, self.city))


class KeepPersonForm(_KeeperForm):
    """One person without mail. Where somebody bears the name already, it is asked whether that is the same person."""

    LAYOUT: ClassVar = (("", ("display_name", ("phone", "neighbourhood"), ("language", "managed_for"))),)
    display_name = NameField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "off"}),
    )
    neighbourhood = NameField(
        label=_("Neighbourhood"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    managed_for = forms.ChoiceField(label=_("Kept for"), required=False)
    same_as: Profile | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        twins = self.find_twins([data.get("display_name", "")]).get(fold_name(data.get("display_name", "")), [])
        if twins and not self.errors:
            self._ask_who(twins)
        return data

    def _ask_who(self, twins: list[Profile]) -> None:
        text = gettext("Someone of this name is here already. Is it the same person?")
        field = self.fields["same_as"] = NamesakeField(twins, label=text)
        try:
            self.same_as = field.clean(self.data.get("same_as"))
        except ValidationError as error:
            self.add_error("same_as", error)

    @property
    def values(self) -> dict[str, Any]:
        """What `keep_person` takes."""
        names = ("display_name", "phone", "neighbourhood", "language")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "managed_for": self.cleaned_data.get("managed_for"),
        }


class PastedLine(NamedTuple):
    """What one line says."""

    number: int
    name: str
    phone: str


class KeepPeopleForm(_KeeperForm):
    """Several people without mail, one on each line, with the phone behind a comma if there is one."""

    people = SeenTextField(
        label=_("Names"),
        help_text=_("One person on each line. A phone number may follow, behind a comma or in the next column."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    managed_for = forms.ChoiceField(label=_("Kept for"), required=False)

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        self.lines = [read_line(number, line) for number, line in enumerate(text.splitlines(), 1) if clean_line(line)]
        wrong = [line for line in self.lines if not line.name]
        if wrong:
            sentence = _("Line %(number)s: the name is missing, or it holds an address.")
            raise ValidationError([ValidationError(sentence, params={"number": one.number}) for one in wrong[:10]])
        if len(self.lines) > MOST_LINES:
            sentence = _("These are %(n)s lines. Paste at most %(most)s at a time.")
            raise ValidationError(sentence, params={"n": len(self.lines), "most": MOST_LINES})
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.here: set[int] = set()
        if not self.errors:
            twins = self.find_twins([line.name for line in self.lines])
            for line in self.lines:
                if people := twins.get(fold_name(line.name)):
                    self._ask_who(line, people)
        return data

    def _ask_who(self, line: PastedLine, people: list[Profile]) -> None:
        text = gettext("Line %(number)s: someone called “%(name)s” is in this city already. Is it the same person?")
        name = f"person_{crc32(fold_name(line.name).encode()):08x}"
        label = text % {"name": line.name, "number": line.number}
        field = self.fields[name] = NamesakeField(people, label=label)
        try:
            if field.clean(self.data.get(name)) is not None:
                self.here.add(line.number)
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def added(self) -> list[KeptPerson]:
        """Who is new, each name once: as its first line says."""
        return [KeptPerson(line.name, line.phone) for line in self.lines if self._is_new(line)]

    @property
    def doubled(self) -> list[PastedLine]:
        """The lines whose name stands in a line above."""
        return [line for line in self.lines if line.number not in self.here and not self._is_new(line)]

    def _is_new(self, line: PastedLine) -> bool:
        name = fold_name(line.name)
        first = next(one.number for one in self.lines if fold_name(one.name) == name)
        return line.number not in self.here and line.number == first


def read_line(number: int, line: str) -> PastedLine:
    """The name and the phone on a line; no name where there is none, or none that others may read."""
    cells = [fold_digits(clean_line(cell)) for cell in SEPARATORS.split(NUMBERING.sub("", line))]
    found = [[cell] if NUMBER.fullmatch(cell) else BESIDE_NAME.findall(cell) for cell in cells]
    phones = [phone.strip() for numbers in found for phone in numbers]
    names = [clean_line(BESIDE_NAME.sub(" ", cell)) for cell in cells if cell and not NUMBER.fullmatch(cell)]
    try:
        name = NameField(max_length=80).clean(" ".join(names))
    except ValidationError:
        name = ""
    return PastedLine(number, name, RegistryField(max_length=20).clean(phones[0][:20]) if phones else "")


class HandOverForm(forms.Form):
    """Who keeps the profile from now on: of an adult who has the role for it; of a child also a parent or guardian, whom
    no list names as such.
    """

    to = KeeperField(label=_("Who keeps it from now on"))

    def __init__(self, *args: Any, of_minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_minor:
            # A copy, as each form has of its fields: with it come the rows of the city.
            self.fields["to"] = deepcopy(AccountField(label=self.fields["to"].label))


class TakeOverForm(forms.Form):
    """The code, in the digits of any script and with whatever stands between them."""

    code = CodeField(
        label=_("The eight digits"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
