"""Choosing the sides of a collaboration: people and organisations, and a class or a group of children."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collaborations.actions.sides import Group
from collaborations.values import LEAST_PUPILS
from educities.kit.fields import LineField, WholeNumberField
from educities.kit.search_select import SearchSelectMixin, SearchSelectMultiple
from educities.tenancy.scope import current_city_row
from stakeholders.forms.person_select import describe_since, name_person
from stakeholders.models import Organisation, Profile
from stakeholders.queries.visibility import SIGHT_OF_STAFF, Sight, find_neighbourhood

GROUP_HELP = _("Such as 4b. Nobody in it is named here: an adult who leads it answers.")
GROUP_FIELDS = ("group_name", "group_size")


def people_address() -> str:
    """Where people who can be asked are looked for."""
    return reverse("find_sides", args=[current_city_row().slug])


def organisations_address() -> str:
    """Where verified organisations are looked for."""
    return f"{people_address()}?kind=organisations"


class AskedPeopleField(SearchSelectMixin, forms.ModelMultipleChoiceField):
    """Some adults who can sign in, and so answer for themselves; the form says among whom its reader chooses."""

    sight: Sight = SIGHT_OF_STAFF
    names_organisations = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Profile), **kwargs, "widget": SearchSelectMultiple(people_address)})

    def label_from_instance(self, obj: Profile) -> str:
        if self.names_organisations:
            return name_person(obj, self.sight)
        near = find_neighbourhood(self.sight, obj)
        return f"{obj.display_name} · {near}" if near else str(obj.display_name)

    def tell_apart(self, obj: Profile) -> str:
        """What stands beside the names of several of whom the same is known."""
        return describe_since(obj, self.sight)


class AskedOrganisationsField(SearchSelectMixin, forms.ModelMultipleChoiceField):
    """Some verified organisations; whoever speaks for them answers."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SearchSelectMultiple(organisations_address)
        super().__init__(**{"queryset": QuerySet(Organisation), **kwargs, "widget": widget})

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        field = super().__deepcopy__(memo)
        field.queryset = Organisation.objects.at_work().with_voice()
        return field

    def label_from_instance(self, obj: Organisation) -> str:
        """Its name, and beside it that nobody could answer for it."""
        return str(obj) if obj.has_voice else f"{obj} · {_('nobody represents it yet')}"  # type: ignore[attr-defined]  # of `with_voice`


class GroupNameField(LineField):
    """A class or a group of an organisation, by the name that it has there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 60, "required": False, "help_text": GROUP_HELP, **kwargs})


class GroupSizeField(WholeNumberField):
    """How many children are in it."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {"label": _("How many are in it?"), "required": False, "min_value": LEAST_PUPILS, "max_value": 500}
        super().__init__(**{**usual, **kwargs})


def build_group(organisation: Organisation, cleaned: dict[str, Any], led_by: Profile | None = None) -> Group | None:
    """The class or group that was named for the organisation; None where none was."""
    name = cleaned.get("group_name") or ""
    return Group(organisation, name, cleaned.get("group_size"), led_by) if name else None
