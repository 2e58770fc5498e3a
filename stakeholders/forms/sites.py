from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, Layout
from stakeholders.models import Site


class SiteForm(ConcurrentEditForm, CityModelForm):
    ASKED = frozenset({"city", "organisation", "state"})
    LAYOUT: ClassVar[Layout] = (("", ("name", ("kind", "units_total"), "address", "code")),)

    class Meta:
        model = Site
        fields: ClassVar = ["name", "kind", "units_total", "address", "code"]
        widgets: ClassVar = {
            "code": forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
            "address": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units_total"].help_text = _("Classes, groups or departments; halves count: 12.5.")
        halves = _("Write whole units or halves, such as 12 or 12.5.")
        self.fields["units_total"].error_messages["max_decimal_places"] = halves

    @property
    def values(self) -> dict[str, Any]:
        """The lines as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
