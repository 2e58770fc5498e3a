"""A paper form, as fast as it can be typed off."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from challenges.imports.photos import read_photo
from challenges.models import Contribution
from challenges.values import Picture
from educities.kit.errors import DomainError
from educities.kit.fields import NameField, PhoneField, SeenTextField
from stakeholders.forms.person_select import NamesakeField
from stakeholders.models import Profile
from stakeholders.queries.people_listed import find_namesakes, fold_name

# How an idea comes that its author does not write here.
CHANNELS = [choice for choice in Contribution.Channel.choices if choice[0] != Contribution.Channel.WEB]
# What is the same on the next form.
CARRIED = ("channel", "language", "adults")


class PaperForm(forms.Form):
    """The idea first, the name last: Enter behind it, and the next form is there."""

    LAYOUT: ClassVar = (
        ("", ("text", ("neighbourhood", "phone"), "scan", "display_name")),
        (_("The same on the next form"), (("channel", "language"), "adults")),
    )
    text = SeenTextField(
        label=_("The idea"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autofocus": True}),
    )
    neighbourhood = NameField(
        label=_("Neighbourhood"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "off"}),
    )
    scan = forms.FileField(
        label=_("Photo of the paper"),
        required=False,
        help_text=_("Only those who check ideas see it."),
        error_messages={"empty": _("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": "image/*", "data-photo": ""}),
    )
    display_name = NameField(
        label=_("Name"),
        max_length=80,
        help_text=_("As on the form. Enter saves it and opens the next one."),
        error_messages={
            "required": _("Write the name. A form without one cannot be entered: keep the paper, and ask who wrote it.")
        },
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=CHANNELS)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    adults = forms.BooleanField(label=_("All who wrote these forms are 18 or older"))
    same_as: Profile | None = None

    def clean_scan(self) -> Picture | None:
        """The picture of the paper, drawn anew from its pixels."""
        file = self.cleaned_data["scan"]
        if not isinstance(file, UploadedFile):
            return None
        try:
            return read_photo(file.read()).large
        except DomainError as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = data.get("display_name", "")
        people = find_namesakes([name]).get(fold_name(name), []) if name else []
        if people and not self.errors:
            self._ask_who(people)
        return data

    def _ask_who(self, people: list[Profile]) -> None:
        text = gettext("Someone of this name is here already. Is it the same person?")
        field = self.fields["same_as"] = NamesakeField(people, label=text)
        try:
            self.same_as = field.clean(self.data.get("same_as"))
        except ValidationError as error:
            self.add_error("same_as", error)
