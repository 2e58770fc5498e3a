"""Who carries one thing on."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, SeenTextField
from educities.kit.seen_values import SeenValuesField
from stakeholders.forms.organisation_select import OrganisationField


class HandoverForm(forms.Form):
    """An organisation and the post in it, or that it ends."""

    CARRIED, ENDS = "carried", "ends"
    WAYS: ClassVar = [(CARRIED, _("It goes on")), (ENDS, _("It ends with the five years"))]

    way = forms.ChoiceField(label=_("What becomes of it"), choices=WAYS, initial=CARRIED, widget=forms.RadioSelect)
    organisation = OrganisationField(label=_("Organisation that carries it on"), required=False)
    post = LineField(
        label=_("Post that carries it on"),
        required=False,
        max_length=120,
        help_text=_("The post, not a name: for example, head of the city library."),
    )
    # What the writer has read; somebody may have written something else since.
    seen = SeenValuesField()
    note = SeenTextField(
        label=_("What is still missing"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organisation", "post"):
            field: Any = self.fields[name]
            field.one_of = _("one of the two, if it goes on")

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        return {"ends": said.pop("way") == self.ENDS, **said, "seen": said["seen"] or {}}
