"""The shapes of what says who a person is."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.errors import DomainError
from educities.kit.fields import CodeField, LaterBox, NameField, PassingFileField
from educities.kit.forms import WordsFormField
from educities.kit.multilingual import join_localised, translate_plain
from stakeholders.forms.imports import is_named_after_contents
from stakeholders.imports.limits import MAX_BYTES, wrong_kind
from stakeholders.imports.residents import ResidentFile, read_residents
from stakeholders.models import ResidentList, Verification

OFFERED = (Verification.Basis.KNOWN, Verification.Basis.DOCUMENT)
SHOWN = 12
LABELS = {
    Verification.Basis.KNOWN: _("I know this person"),
    Verification.Basis.DOCUMENT: _("I saw a document with their photo"),
}


class VouchForm(forms.Form):
    basis = forms.ChoiceField(
        label=_("How do you know who it is?"),
        widget=forms.RadioSelect,
        choices=[(one.value, LABELS[one]) for one in OFFERED],
        help_text=_("Nothing of the document is written down."),
    )


class ResidencyForm(forms.Form):
    """What the city's list asks for, in boxes named as the city has named them; and a name of who has none here yet.

    Whose age the city does not know (not `is_known`) says it first: a profile that begins here is an adult's.
    """

    display_name = NameField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"),
        help_text=_("If you are younger, begin with a challenge: there a parent or guardian is asked first."),
    )
    first = CodeField(max_length=80)
    second = CodeField(max_length=80)

    def __init__(
        self,
        *args: Any,
        residents: ResidentList | None,
        has_name: bool = True,
        is_known: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["is_adult"]
        if has_name:
            del self.fields["display_name"]
        if residents is None:
            self.fields.clear()
            return
        self.fields["first"].label = translate_plain(residents.asks)
        if residents.asks_also:
            self.fields["second"].label = translate_plain(residents.asks_also)
        else:
            del self.fields["second"]
        for field in (self.fields[name] for name in ("first", "second") if name in self.fields):
            field.widget.attrs |= {"autocomplete": "off", "dir": "auto"}

    @property
    def details(self) -> list[str]:
        """What was typed, in the order of the list's columns."""
        return [self.cleaned_data[name] for name in ("first", "second") if name in self.fields]


class ResidentListForm(forms.Form):
    asks = WordsFormField(
        label=_("What the person types"),
        help_text=_("As it stands on a card or bill of the city. For example: number of the resident card."),
        max_length=80,
    )
    asks_also = WordsFormField(
        label=_("What they type besides"),
        help_text=_("Where the first alone is known to others. For example: house number."),
        max_length=80,
        required=False,
    )
    file = PassingFileField(
        label=_("CSV or Excel file"),
        help_text=_(
            "A line for each resident: in the first column what is typed, in the second what is typed besides. It "
            "takes the place of the earlier list. We keep a code of each line that nobody can read back, and not the file."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    sure = LaterBox(label=_("This list is right"), required=False)
    read: ResidentFile | None = None

    def __init__(self, *args: Any, residents: ResidentList | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.residents = residents
        self.sure_box = self.fields["sure"]
        if "sure" not in self.data:
            del self.fields["sure"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Leave out the columns that are not asked for.")
            )
        if not is_named_after_contents(file):
            raise forms.ValidationError(str(wrong_kind()))
        asks = [self.cleaned_data.get(name) or {} for name in ("asks", "asks_also")]
        words = [text for said in asks for text in said.values()]
        try:
            self.read = read_residents(file.read(), 2 if asks[1] else 1, words)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        """A list that takes the place of another, or that leaves out lines, is asked about before: nothing of it is kept
        meanwhile, and the file is chosen once more."""
        cleaned = super().clean() or {}
        is_asked = self.read is not None and bool(self.residents or self.read.left_out)
        if self.read is not None and is_asked and self.read.rows and not cleaned.get("sure"):
            self.fields["sure"] = self.sure_box
            self.add_error("sure", [*self._say_counts(self.read), _("Tick this and choose the file again.")])
        return cleaned

    def _say_counts(self, read: ResidentFile) -> Iterator[str]:
        if self.residents:
            text = gettext("The list of now has %(before)s lines, this file has %(now)s.")
            yield text % {"before": self.residents.rows_count, "now": read.count}
        if read.left_out:
            yield say_left_out(read)
        yield say_heading(read)


def say_left_out(read: ResidentFile) -> str:
    """Which rows of the file are not taken, and why."""
    rows = join_localised([*map(str, read.left_out[:SHOWN]), *(["…"] if len(read.left_out) > SHOWN else [])])
    text = gettext("Left out, as something is missing, damaged, too long or not computed there: rows %(rows)s.")
    return text % {"rows": rows}


def say_heading(read: ResidentFile) -> str:
    """Which line of the file names the columns."""
    if not read.heading:
        return gettext("No line is taken as headings: the first one counts.")
    text = gettext("The headings are “%(words)s” in row %(number)s.")
    return text % {"words": read.heading, "number": read.heading_number}
