"""The shapes of what is entered about people without mail."""

from copy import deepcopy
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.accounts.models import User
from educities.kit.fields import CodeField, NameField, PhoneField
from educities.kit.forms import get_field
from stakeholders.forms.person_select import AccountField, KeeperField, NamesakeField
from stakeholders.models import Organisation, Profile
from stakeholders.queries.managed import find_known_people
from stakeholders.queries.people_listed import find_namesakes, fold_name
from stakeholders.rules import is_director, is_facilitator, list_managed_organisations


class KeeperForm(forms.Form):
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


class KeepPersonForm(KeeperForm):
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
    # Who bears the name already and was said to be another person.
    others: tuple[Profile, ...] = ()

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
            self.others = () if self.same_as else tuple(twins)
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
    """The code, in the digits of any script and with whatever stands between them.

    A kept profile is an adult's. Whose age the city does not know yet says it here: nobody becomes an adult by a code.
    """

    code = CodeField(
        label=_("The eight digits"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"),
        help_text=_("If you are younger, ask the person who gave you the code. A parent or guardian is asked first."),
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["is_adult"]
