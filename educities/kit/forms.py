"""Forms' shared pieces: text in several languages, forms of rows that belong to a city."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import ModelFormMetaclass
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, get_language_info, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, SeenTextField, clean_formfield
from educities.kit.multilingual import LANGUAGES, ORIGINAL, join_localised, text_direction
from educities.kit.search_select import SearchSelectMixin

FieldKind = TypeVar("FieldKind", bound=forms.Field)


def get_field(form: forms.BaseForm, name: str, kind: type[FieldKind]) -> FieldKind:
    """The form's field of this name. Raises TypeError when it is no `kind`."""
    field = form.fields[name]
    if not isinstance(field, kind):
        msg = f"{name} is a {type(field).__name__}, no {kind.__name__}"
        raise TypeError(msg)
    return field


# What a form says of a field that was left out, by the kind of its answer. `{field}` is the field's label.
MISSING_ANSWERS = (
    (forms.FileField, _("Choose a file for “{field}”.")),
    (forms.BooleanField, _("Tick “{field}” to go on.")),
    (forms.MultipleChoiceField, _("Choose at least one: “{field}”.")),
    (forms.ModelMultipleChoiceField, _("Choose at least one: “{field}”.")),
    (forms.ChoiceField, _("Choose “{field}”.")),
    (forms.ModelChoiceField, _("Choose “{field}”.")),
    (forms.Field, _("Fill in “{field}”.")),
)
# "Choose “Why is it not shown?”" is no sentence.
MISSING_ANSWER_TO_QUESTION = _("Answer the question “{field}”.")

TOO_FINE = ngettext_lazy(
    "Write at most %(max)s digit after the point.", "Write at most %(max)s digits after the point.", "max"
)


def get_missing_answer(bound: forms.BoundField) -> Any:
    """What a form says when this field was left out."""
    if str(bound.label).endswith(("?", "؟")) and not isinstance(bound.field, (forms.FileField, forms.BooleanField)):
        return MISSING_ANSWER_TO_QUESTION
    return next(text for kind, text in MISSING_ANSWERS if isinstance(bound.field, kind))


def name_missing_answers(form: forms.BaseForm) -> None:
    """A field left out is told by its own name, in the reader's language; a sentence that the form gives itself stays.
    A number that is too fine is told in words too.

    Every `FormPage` does this for its form; a view that makes one by hand calls it.
    """
    for bound in form:
        field = bound.field
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = format_lazy(get_missing_answer(bound), field=bound.label)
        if isinstance(field, forms.DecimalField):
            field.error_messages.setdefault("max_decimal_places", TOO_FINE)


class FieldGroup(NamedTuple):
    """Fields of a form that belong together: `rows` below each other, the fields of one row beside each other."""

    label: Promise | str
    rows: Sequence[Sequence[forms.BoundField]]
    is_folded: bool = False
    # A field that says of itself that some of the form is needed makes its group none that can just be left out.
    is_optional: bool = True


# A form's `LAYOUT`: (label, rows) each; a row is the name of a field, or several names that stand beside each other.
Layout = Sequence[tuple[Promise | str, Sequence[str | tuple[str, ...]]]]


def group_fields(form: forms.BaseForm) -> list[FieldGroup]:
    """The visible fields as the form's `LAYOUT` puts them; what it does not name follows at the end, one below another.

    A form without `LAYOUT` is one group without a label; a group whose fields are all absent is left out. One whose label
    stands in the form's `FOLDED` is one line, until it holds something.
    """
    shown = {bound.name: bound for bound in form.visible_fields()}
    groups = []
    for label, rows in getattr(form, "LAYOUT", ()):
        names = [(row,) if isinstance(row, str) else row for row in rows]
        placed = [[shown.pop(name) for name in row if name in shown] for row in names]
        kept = [row for row in placed if row]
        is_folded = label in getattr(form, "FOLDED", ()) and not any(_is_touched(one) for row in kept for one in row)
        is_optional = not any(getattr(one.field, "is_needed", False) for row in kept for one in row)
        groups.append(FieldGroup(label, kept, is_folded, is_optional))
    groups.append(FieldGroup("", [[bound] for bound in shown.values()]))
    return [group for group in groups if group.rows]


def _is_touched(bound: forms.BoundField) -> bool:
    """Does the box hold something, or is something wrong with it?"""
    return bool(bound.errors or bound.value())


class WordsWidget(forms.MultiWidget):
    """One box in the writer's language, the other languages folded away behind it."""

    template_name = "kit/widgets/words.html"
    # The label belongs to the box in the writer's language; the others have theirs inside.
    use_fieldset = False
    # The other languages stand open: something is asked about them.
    is_open = False

    def __init__(self, *, rows: int = 0, attrs: dict[str, Any] | None = None) -> None:
        self.rows = rows
        box = forms.Textarea if rows else forms.TextInput
        extra = {"rows": rows} if rows else {}
        widgets: dict[str, Any] = {
            code: box(attrs={**(attrs or {}), **extra, "lang": code, "dir": text_direction(code)}) for code in LANGUAGES
        }
        super().__init__({**widgets, ORIGINAL: forms.HiddenInput()})

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        value = value or {}
        return [*(value.get(code, "") for code in LANGUAGES), next(iter(value), "")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        *shown, context["original"] = context["widget"]["subwidgets"]
        boxes = dict(zip(LANGUAGES, shown, strict=True))
        first = (get_language() or "en")[:2]
        context["first_code"], context["first"] = first, boxes.pop(first)
        if attrs and attrs.get("id"):
            context["first"]["attrs"]["id"] = attrs["id"]
        context["others"] = [{"code": code, "box": box} for code, box in boxes.items()]
        filled = [code for code, box in boxes.items() if box["value"]]
        context["filled"] = join_localised(get_language_info(code)["name_translated"] for code in filled)
        # A text that stands in another language alone is not hidden behind an empty box, nor one that may be wrong.
        is_wrong = "aria-invalid" in context["widget"]["attrs"]
        context["open"] = bool(filled) and (self.is_open or is_wrong or not context["first"]["value"])
        return context

    def id_for_label(self, id_: str) -> str:
        return id_


LONGEST_LINE, LONGEST_TEXT = 200, 5000


class WordsFormField(forms.MultiValueField):
    """A mapping of language to text; at least one language when required. The original comes first: as it was, else the writer's.

    A text of one line is a name, a title or a question and stays short: it stands in lists, on cards and on paper.
    `line`: the field of each language's line; a `NameField` refuses addresses.
    """

    def __init__(
        self,
        *,
        rows: int = 0,
        max_length: int | None = None,
        required: bool = True,
        line: type[LineField] = LineField,
        **kwargs: Any,
    ) -> None:
        max_length = max_length or (LONGEST_TEXT if rows else LONGEST_LINE)
        kind = SeenTextField if rows else line
        fields: list[forms.Field] = [kind(required=False, max_length=max_length) for _code in LANGUAGES]
        fields.append(LineField(required=False))
        kwargs.setdefault("widget", WordsWidget(rows=rows))
        if kwargs.get("label"):
            kwargs["label"] = capfirst(kwargs["label"])
        super().__init__(fields, require_all_fields=False, required=required, **kwargs)

    def validate(self, value: dict[str, str]) -> None:
        """Which language is the original says nothing by itself: a page sends it also where all texts are empty."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def compress(self, data_list: list[str]) -> dict[str, str]:
        given = {code: text for code, text in zip(LANGUAGES, data_list or [], strict=False) if text}
        order = [*(data_list or [])[len(LANGUAGES) :], (get_language() or "en")[:2]]
        first = next((code for code in order if code in given), None)
        return {code: given[code] for code in sorted(given, key=lambda code: code != first)}


class _CleanFields(ModelFormMetaclass):
    """A form of a row has, for each column, the field of our own kind, unless its Meta says another way."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(clean_formfield)
        return super().__new__(cls, name, bases, attrs)


class CleanModelForm(forms.ModelForm, metaclass=_CleanFields):
    """A form of a row whose boxes take what people paste (`kit/fields.py`)."""


class CityModelForm(CleanModelForm):
    """A form of a city's row: database constraints that name the city answer as field errors, not as a 500.

    A constraint answers at the field that its `violation_error_code` names. What a row refers to already may stay, even
    when nobody could choose it anew.
    """

    # Fields that no form shows and constraints ask about; codes of constraints that the form's action settles itself.
    ASKED: ClassVar[frozenset[str]] = frozenset({"city"})
    SETTLED: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, SearchSelectMixin) and name in self.initial:
                field.let_stay(self.initial[name])

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - self.ASKED

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            for error in errors.error_dict.pop(NON_FIELD_ERRORS, []):
                if error.code not in self.SETTLED:
                    place = error.code if error.code in self.fields else NON_FIELD_ERRORS
                    errors.error_dict.setdefault(place, []).append(error)
        super()._update_errors(errors)


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = SeenTextField(
        label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
