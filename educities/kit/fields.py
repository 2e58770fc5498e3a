"""Fields that take what people paste: an address out of a chat, digits of another script, text with signs nobody sees.

One class for each kind of input, used by every form: `tests/kit/test_clean_input.py` finds a form that has another one.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.kit.signs import FORMAT_SIGNS, count_seen, strip_format_signs, tidy_signs

CONTROL_SIGNS = re.compile("[\x00-\x1f\x7f-\x9f]")
DECIMAL_BOX = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
NAMED_ADDRESS = re.compile(r"^[^<>]*<([^<>]+)>$")
DASHES = re.compile("[\u2010-\u2015\u2212\u05be\ufe58\ufe63\uff0d]")
# What leads somewhere, or what a reader would take for it: an address of the web or of email. Before the full stop one sign
# is enough: a whole word there would be read again from each of its signs, for minutes in a very long text.
LINK = re.compile(r"@|https?:|www\.|://|[\w-]\.(?:com|net|org|info|example|co|io|me|ru|il|ly)\b", re.IGNORECASE)
# Small letters behind a full stop without a blank, as in “evil.xyz”; “e.g. this” and “U.S.A.” are none.
ANY_ENDING = re.compile(r"[\w-]\.[a-z]{2,}")


# Full stops of other scripts, which browsers read as the one in an address.
FULL_STOPS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))


def holds_link(text: str) -> bool:
    """Does the text lead somewhere? Wide letters and the full stops of other scripts are read as browsers read them."""
    return bool(LINK.search(unicodedata.normalize("NFKC", text).translate(FULL_STOPS)))


def holds_any_ending(text: str) -> bool:
    """The same for names of any ending."""
    return bool(ANY_ENDING.search(unicodedata.normalize("NFKC", text).translate(FULL_STOPS)))


def fold_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def clean_line(text: str) -> str:
    """One line that people read: without signs that nobody sees, and with single blanks."""
    return CONTROL_SIGNS.sub("", " ".join(strip_format_signs(text).split()))


def clean_code(text: str) -> str:
    """A code, a number of a registry, a piece of an address: plain digits and dashes, no blanks at its ends."""
    return DASHES.sub("-", fold_digits(strip_format_signs(text)))


class AddressField(forms.EmailField):
    """An address of email. Signs that nobody sees, `mailto:` and the name in `Name <address>` are taken off.

    Django's own field takes 320 characters; a mailbox has at most 254 (RFC 5321 as corrected by erratum 1690), and so
    many the tables hold.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"dir": "ltr"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        address = strip_format_signs(super().to_python(value) or "")
        if named := NAMED_ADDRESS.match(address):
            address = named[1]
        if address.lower().startswith("mailto:"):
            address = address[len("mailto:") :].partition("?")[0]
        return address.strip()


class WebAddressField(forms.URLField):
    """An address of the web, as it was copied."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("assume_scheme", "https")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(strip_format_signs(value) if isinstance(value, str) else value)


class _OwnDirectionMixin(forms.Field):
    """A box whose direction follows what is written in it (`dir="auto"`) follows the page's own as long as it is empty.

    Browsers begin such a box on the left, in Hebrew and Arabic too; by a placeholder of one space the style sheet knows
    that it is empty.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        is_own = widget.attrs.get("dir") == "auto" and "placeholder" not in widget.attrs
        return {**attrs, "placeholder": " "} if is_own else attrs


class SeenLengthValidator(MinLengthValidator):
    """So many signs that are drawn, at least."""

    def clean(self, x: Any) -> int:
        """What is compared: how much of it somebody reads."""
        return count_seen(x)


class SeenTextField(_OwnDirectionMixin, forms.CharField):
    """Text that somebody can read: nothing but signs that nobody sees is empty, none turns the order of the others, and
    none makes a text long enough."""

    def __init__(self, **kwargs: Any) -> None:
        least = kwargs.pop("min_length", None)
        super().__init__(**kwargs)
        if least is not None:
            self.validators.append(SeenLengthValidator(least))

    def to_python(self, value: Any) -> Any:
        return tidy_signs(super().to_python(value) or "") or self.empty_value


class LineField(_OwnDirectionMixin, forms.CharField):
    """One line: a title, a place, a word to search for."""

    def to_python(self, value: Any) -> Any:
        return clean_line(super().to_python(value) or "") or self.empty_value


class SearchTextField(LineField):
    """A few words for which a list is searched; nothing narrows nothing."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"type": "search", "dir": "auto"})
        super().__init__(**{"required": False, "max_length": 80, "widget": box, **kwargs})


class NameField(LineField):
    """A name that others read. An address in it is refused: it would stand beside the words of somebody else."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if holds_link(value or ""):
            raise ValidationError(_("Write it without a web or email address."), code="link")


class NoteField(NameField):
    """A few words that go out under the platform's name, as one line; an address in them is refused, of any ending."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if holds_any_ending(value or ""):
            raise ValidationError(_("Write it without a web or email address."), code="link")


class PassingFileField(forms.FileField):
    """A file of which nothing waits anywhere, also not with a form that is shown once more: it is chosen again."""

    is_kept = False


class CodeField(forms.CharField):
    """A code to type off: digits of every script and every dash are read, blanks and a `#` or a full stop around it are not."""

    def to_python(self, value: Any) -> Any:
        return re.sub(r"[\s#.]", "", clean_code(super().to_python(value) or "")) or self.empty_value


class SecretField(forms.CharField):
    """A secret of a machine: taken as it was copied, but for the spaces around it. What is saved is never shown again."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(strip_format_signs(value) if isinstance(value, str) else value)


class RegistryField(forms.CharField):
    """A number of a registry: plain digits, whatever signs were copied along."""

    def to_python(self, value: Any) -> Any:
        return clean_code(super().to_python(value) or "") or self.empty_value


# The shortest numbers that a phone can call, as 100 or *6556.
FEWEST_DIGITS = 3


class PhoneField(RegistryField):
    """A telephone number, with whatever people write beside its digits ("04-8501234 extension 3")."""

    default_error_messages: ClassVar = {"phone": _("Write a phone number.")}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and sum(sign.isdigit() for sign in value) < FEWEST_DIGITS:
            raise ValidationError(self.error_messages["phone"], code="phone")


class PlainCodeField(forms.SlugField):
    """A short word of letters, digits and dashes, for addresses and tables."""

    def to_python(self, value: Any) -> Any:
        return clean_code(super().to_python(value) or "") or self.empty_value


THOUSANDS = re.compile(r"[0-9]{1,3}(?:[,٬'’\s][0-9]{3})+")


class LaterBox(forms.BooleanField):
    """A box that the page shows once its question has come up: until then nobody has left it without a tick."""

    # What is said at it is a question, and no mistake.
    is_question = True


class WholeNumberField(forms.IntegerField):
    """A whole number in whichever digits the phone writes; a box of `type=number` refuses all but 0 to 9."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = clean_code(value)
            # Thousands as people part them, in whichever script.
            if THOUSANDS.fullmatch(value):
                value = re.sub(r"\D", "", value)
            # Python's own writing of numbers is none of people's.
            if "_" in value:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def read_number(text: str) -> Decimal | None:
    """The number that a person wrote: `61.2`, `61,2`, `1,204`, `61.2 %`, Arabic digits; None for nothing."""
    given = re.sub(r"[\x00\s%٪']", "", fold_digits(FORMAT_SIGNS.sub("", text or "")))
    if not given:
        return None
    given = given.replace("٫", ".").replace("٬", "").replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", given):
        given = given.replace(",", "")
    given = given.replace(",", ".")
    try:
        if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", given, re.ASCII):
            return Decimal(given)
    except InvalidOperation:
        pass
    raise ValidationError(_("“%(text)s” is not a number."), params={"text": text.strip()[:30]})


class DecimalNumberField(forms.DecimalField):
    """A decimal of a row, as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=DECIMAL_BOX))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(read_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Without places that say nothing: `12`, not `12.00`."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) else super().prepare_value(value)


def check_no_percent(text: str) -> None:
    """Raises ValidationError where a percent sign stands in what is none."""
    if re.search(r"[%٪]", text):
        raise ValidationError(_("This is a number. Write it without a percent sign."))


class NumberField(forms.Field):
    """A decimal as people write it. `in_percent`: whether it can be a percentage, with its sign."""

    def __init__(self, *, in_percent: bool = True, **kwargs: Any) -> None:
        self.in_percent = in_percent
        super().__init__(required=False, **{"widget": forms.TextInput(attrs=DECIMAL_BOX), **kwargs})

    def to_python(self, value: object) -> Decimal | None:
        if not self.in_percent and isinstance(value, str):
            check_no_percent(value)
        return value if isinstance(value, Decimal) else read_number(str(value or ""))

    def prepare_value(self, value: object) -> Any:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


# What a form of a row has for a column of this name, in whichever table.
NAMED_KINDS: dict[str, type[forms.Field]] = {
    **dict.fromkeys(("display_name", "short_name", "legal_name", "neighbourhood", "pronoun"), NameField),
    **dict.fromkeys(("registry_no", "registry_code", "host"), RegistryField),
    "phone": PhoneField,
}
# What it has for any other column, by its kind; the first that fits.
FIELD_KINDS: tuple[tuple[type[models.Field], type[forms.Field]], ...] = (
    (models.EmailField, AddressField),
    (models.URLField, WebAddressField),
    (models.SlugField, PlainCodeField),
    (models.IntegerField, WholeNumberField),
    (models.DecimalField, DecimalNumberField),
    (models.TextField, SeenTextField),
    (models.CharField, LineField),
)


def clean_formfield(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The field of a row's form for this column, of one of the classes here. The forms' `formfield_callback`."""
    kind = NAMED_KINDS.get(column.name) or next((field for of, field in FIELD_KINDS if isinstance(column, of)), None)
    if kind is not None and not column.choices and "form_class" not in kwargs:
        kwargs["form_class"] = kind
    return column.formfield(**kwargs)
