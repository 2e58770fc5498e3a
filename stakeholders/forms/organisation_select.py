"""Choosing an organisation, in a city that has five of them or ten thousand."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from educities.kit.search_select import SearchSelect, SearchSelectMixin, SearchSelectMultiple
from educities.tenancy.forms import CityChoiceField
from educities.tenancy.scope import current_city_row
from stakeholders.models import Organisation
from stakeholders.queries.schools import find_schools


def search_url() -> str:
    """Where organisations of the scope's city are looked for."""
    return reverse("find_organisations", args=[current_city_row().slug])


class OrganisationField(SearchSelectMixin, CityChoiceField):
    """One organisation that stands: verified or at work. `address()`: where it is looked for."""

    address = staticmethod(search_url)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Organisation), **kwargs, "widget": SearchSelect(self.address)})

    def rows(self) -> Any:
        return Organisation.objects.standing()


class SchoolField(OrganisationField):
    """One of those in which children learn by law, or that has a school among its sites."""

    address = staticmethod(lambda: f"{search_url()}?schools=1")

    def rows(self) -> Any:
        return find_schools()


class OrganisationsField(SearchSelectMixin, forms.ModelMultipleChoiceField):
    """Several of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Organisation), **kwargs, "widget": SearchSelectMultiple(search_url)})

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        field = super().__deepcopy__(memo)
        field.queryset = Organisation.objects.standing()
        return field
