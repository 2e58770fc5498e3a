"""How old somebody is: 18 or older, or the month of birth and, below the city's age, whom to ask."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from consents.forms import GuardianLanguageField
from consents.values import ADULT, Age, age_of, mailbox_of, validate_birth, years_of
from educities.kit.errors import DomainError
from educities.kit.fields import AddressField, WholeNumberField

OLDER, YOUNGER = "older", "younger"
OLDEST = 120
LATEST_MONTH = 12


def describe_wrong_year(year: int | None, today: date) -> str:
    """Why nobody who writes here was born in this year, in a sentence; nothing when somebody may be."""
    if not year or not 1000 <= year <= 9999:
        return gettext("Write the year with four digits.")
    if year > today.year:
        return gettext("This year is still to come. Check the year of birth.")
    if year < today.year - OLDEST:
        return gettext("This year is too long ago. Check the year of birth.")
    return ""


class AgeForm(forms.Form):
    """The age that a person says. `told_age` after cleaning: band and month alone."""

    told_age: Age = ADULT
    age = forms.ChoiceField(
        label=_("Your age"),
        widget=forms.RadioSelect,
        choices=[(OLDER, _("I am 18 or older")), (YOUNGER, _("I am younger than 18"))],
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"), choices=[("", "—"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )
    birth_year = WholeNumberField(label=_("Year of birth"), required=False)
    guardian_email = AddressField(label=_("Email address of a parent or guardian"), required=False)
    guardian_language = GuardianLanguageField()

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city = city
        for name in ("birth_month", "birth_year", "guardian_email"):
            field: Any = self.fields[name]
            field.is_needed = True  # by those whom it is shown to: not "(optional)"
        text = _(
            "If you are under %(n)s, an adult who looks after you must agree first. We email them a link "
            "to a few short questions."
        )
        self.fields["guardian_email"].help_text = text % {"n": city.account_age}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("age") == YOUNGER:
            self._check_younger(data)
        elif data.get("age") == OLDER:
            self._check_older(data)
        if not self.told_age.needs_guardian:
            for name in ("guardian_email", "guardian_language"):
                data.pop(name, None)
        return data

    def check_years(self, years: int) -> None:
        """Adds an error where somebody of so many years has no place here."""

    def _check_birth(self, month: int | None, year: int | None, today: date) -> None:
        if not month:
            self.add_error("birth_month", _("Choose the month."))
        if "birth_year" not in self.errors and (text := describe_wrong_year(year, today)):
            self.add_error("birth_year", text)

    def _check_younger(self, data: dict[str, Any]) -> None:
        today = self.city.today()
        month, year = data.pop("birth_month", None), data.pop("birth_year", None)
        self._check_birth(month, year, today)
        if {"birth_month", "birth_year"} & set(self.errors):
            self._check_guardian_of_any_age(data, year, today)
            return
        try:
            validate_birth(year, month, today, is_younger=True)
        except DomainError as error:
            self.add_error("birth_year", str(error))
            return
        self.told_age = age_of(year, month, today, self.city.account_age)
        self.check_years(years_of(year, month, today))
        if self.told_age.needs_guardian:
            self._check_guardian(data)

    def _check_guardian_of_any_age(self, data: dict[str, Any], year: int | None, today: date) -> None:
        """Whoever is asked for the birth once more is told of the guardian's address at the same time."""
        is_year_known = year and "birth_year" not in self.errors
        if is_year_known and years_of(int(year or 0), LATEST_MONTH, today) >= self.city.account_age:
            return
        if data.get("guardian_email"):
            self._check_guardian(data)
        elif "guardian_email" not in self.errors:
            text = _("If you are under %(n)s, enter the email address of a parent or guardian too.")
            self.add_error("guardian_email", text % {"n": self.city.account_age})

    def _check_older(self, data: dict[str, Any]) -> None:
        """A month of birth that was written before "18 or older" was chosen is hidden on the page, and still counts."""
        month, year = data.pop("birth_month", None), data.pop("birth_year", None)
        today = self.city.today()
        if not month or not year or not today.year - OLDEST <= year <= today.year:
            return
        try:
            validate_birth(year, month, today, is_younger=False)
        except DomainError as error:
            self.add_error("age", str(error))

    def _check_guardian(self, data: dict[str, Any]) -> None:
        if "guardian_email" in self.errors:
            return
        if not data.get("guardian_email"):
            self.add_error("guardian_email", _("A parent or guardian must agree first. Enter their email address."))
        elif mailbox_of(data["guardian_email"]) == mailbox_of(data.get("email") or ""):
            self.add_error("guardian_email", _("This is your own address. Enter your parent’s or guardian’s address."))
