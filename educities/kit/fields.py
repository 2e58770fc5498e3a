"""Fields that take what people paste: an address out of a chat, digits of another script, text with signs nobody sees."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Direction marks, joiners and the like. Phones put them around what is copied out of text that runs from right to left.
FORMAT_SIGNS = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Those that turn what follows. Joiners stay: some scripts write with them.
TURNING_SIGNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
NAMED_ADDRESS = re.compile(r"^[^<>]*<([^<>]+)>$")


def strip_format_signs(text: str) -> str:
    """The text without signs that nobody sees, and without blanks at its ends."""
    return FORMAT_SIGNS.sub("", text).strip()


class AddressField(forms.EmailField):
    """An address of email. Signs that nobody sees, `mailto:` and the name in `Name <address>` are taken off."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"dir": "ltr"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        address = strip_format_signs(super().to_python(value) or "")
        if named := NAMED_ADDRESS.match(address):
            address = named[1]
        if address.lower().startswith("mailto:"):
            address = address[len("mailto:") :].partition("?")[0]
        return address.strip()


class SeenTextField(forms.CharField):
    """Text that somebody can read: nothing but signs that nobody sees is empty."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text if strip_format_signs(text or "") else self.empty_value


# A web address or an address of email, or what a reader would take for one.
LINK = re.compile(r"://|\bwww\.|@|\b[\w-]+\.(?:[a-z]{2,})(?:/|\b)", re.IGNORECASE)


def validate_no_link(text: str) -> None:
    """A name or a place leads nowhere."""
    if LINK.search(text):
        raise ValidationError(_("Write it without a web or email address."))


class NameField(SeenTextField):
    """What a person or a place is called, as others read it: no signs that turn the text, and no addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(validate_no_link)

    def to_python(self, value: Any) -> Any:
        return TURNING_SIGNS.sub("", super().to_python(value) or "").strip() or self.empty_value


class WholeNumberField(forms.IntegerField):
    """A whole number in whichever digits the phone writes; a box of `type=number` refuses all but 0 to 9."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(strip_format_signs(value) if isinstance(value, str) else value)
