"""A choice among a city's rows: a list while it is short, a search by name once it is long."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

SHORT, SHOWN, LONGEST = 80, 12, 100
# So many boxes stand below one another; a list in which several are chosen by a held key nobody finds out by themselves.
MOST_BOXES = 12


class SearchSelect(forms.Select):
    """Up to SHORT rows stand in a list. Of more, some are found by a part of their name and one is tapped.

    `address()`: where they are looked for while a person types; without scripts they come with the form's answer.
    The rows are a queryset that knows `named(text)`. What was typed stays in `typed`.
    """

    found_template = "kit/widgets/finder.html"
    kind = "radio"
    many = False
    typed = ""

    def __init__(self, address: Callable[[], str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.address = address

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> Any:
        self.typed = data.get(f"{name}-q", "").replace("\x00", "").strip()[:LONGEST]
        return super().value_from_datadict(data, files, name)

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> Any:
        source: Any = self.choices
        if not hasattr(source, "queryset"):  # drawn before
            return super().render(name, value, attrs, renderer)
        rows = list(source.queryset[: SHORT + 1])
        if len(rows) > SHORT:
            return self.render_search(name, value, attrs, renderer)
        empty = [("", source.field.empty_label)] if source.field.empty_label is not None else []
        self.choices = [*empty, *_tell_apart(source, rows)]
        return super().render(name, value, attrs, renderer)

    def render_search(
        self, name: str, value: object, attrs: dict[str, Any] | None, renderer: BaseRenderer | None
    ) -> Any:
        """The box to type in, and below it what is found."""
        attrs = {key: said for key, said in (attrs or {}).items() if key != "required"}
        context = forms.Widget.get_context(self, name, value, attrs) | self.found(name, value)
        # The stubs do not know the method that `Widget.render` itself calls.
        return self._render(self.found_template, context, renderer)  # type: ignore[attr-defined]

    def found(self, name: str, value: Any) -> dict[str, Any]:
        """The chosen rows, then those whose name holds what was typed. Two queries at most."""
        source: Any = self.choices
        given = value if self.many else [value]
        numbers = [int(pk) for pk in map(str, given or []) if pk.isdecimal() and len(pk) < 19]
        chosen = list(source.queryset.filter(pk__in=numbers)) if numbers else []
        rest = source.queryset.exclude(pk__in=[row.pk for row in chosen])
        rows = list(rest.named(self.typed)[: SHOWN + 1]) if self.typed else []
        found = _tell_apart(source, [*chosen, *rows[:SHOWN]])
        options = [(value, words, nth < len(chosen)) for nth, (value, words) in enumerate(found)]
        none = "" if self.many or source.field.required or not chosen else source.field.empty_label
        described = self.describe_found(name, options, is_more=len(rows) > SHOWN, none=none)
        # What was typed may have led to what is chosen by now.
        if described["nothing"] and chosen and source.queryset.filter(pk__in=numbers).named(self.typed).exists():
            described["nothing"] = False
        return described

    def describe_found(
        self, name: str, options: list[tuple[Any, Any, bool]], *, is_more: bool, none: object = ""
    ) -> dict[str, Any]:
        """What the list of what is found is drawn from. `options`: (value, words, is it chosen)."""
        asked = urlencode({"name": name, **({"many": "1"} if self.many else {})})
        address = self.address()
        return {
            "name": name,
            "kind": self.kind,
            "form": self.attrs.get("form", ""),
            "typed": self.typed,
            "options": options,
            "none": none,
            "more": is_more,
            "nothing": bool(self.typed) and all(is_chosen for _value, _words, is_chosen in options),
            "address": f"{address}{'&' if '?' in address else '?'}{asked}",
        }


class SearchSelectMultiple(SearchSelect, forms.SelectMultiple):
    """The same for several rows: up to MOST_BOXES to tick, of more some are found."""

    kind = "checkbox"
    many = True
    is_short: bool | None = None

    @property
    def use_fieldset(self) -> bool:  # type: ignore[override]  # an attribute of Django's
        """Boxes to tick stand under one legend; the search has a label of its own. One query for each form."""
        source: Any = self.choices
        if self.is_short is None:
            self.is_short = len(source.queryset.values_list("pk")[: MOST_BOXES + 1]) <= MOST_BOXES
        return self.is_short

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> Any:
        if not self.use_fieldset:
            return self.render_search(name, value, attrs, renderer)
        source: Any = self.choices
        boxes = forms.CheckboxSelectMultiple(choices=_tell_apart(source, list(source.queryset)))
        kept = {key: said for key, said in (attrs or {}).items() if key != "required"}
        return boxes.render(name, value, kept, renderer)


def _tell_apart(source: Any, rows: list[Any]) -> list[tuple[Any, Any]]:
    """The choices of these rows; to words that several of them share is added what the field knows of the row."""
    choices = [source.choice(row) for row in rows]
    add = getattr(source.field, "tell_apart", None)
    times = Counter(str(words) for _value, words in choices)
    if add is None or len(times) == len(choices):
        return choices
    return [
        (value, " · ".join(filter(None, [str(words), add(row)])) if times[str(words)] > 1 else words)
        for row, (value, words) in zip(rows, choices, strict=True)
    ]


class SearchSelectMixin:
    """Mixed into a choice of rows with a Finder: words that were typed and lead to no choice are never lost."""

    widget: Any
    queryset: Any

    def let_stay(self, pk: int | None) -> None:
        """The row `pk` may be chosen too."""
        if pk is not None:
            self.queryset |= self.queryset.model.objects.filter(pk=pk)

    def clean(self, value: Any) -> Any:
        typed, given = self.widget.typed, value or []
        if typed and not (given and self._fits(typed, given)):
            value = [*given, self._meant(typed)] if self.widget.many else value or self._meant(typed)
        return super().clean(value)  # type: ignore[misc]

    def _fits(self, typed: str, given: Any) -> bool:
        numbers = [pk for pk in (given if self.widget.many else [given]) if str(pk).isdecimal() and len(str(pk)) < 19]
        return not self.widget.many or self.queryset.filter(pk__in=numbers).named(typed).exists()

    def _meant(self, typed: str) -> str:
        """The number of the one row of exactly this name. Raises ValidationError when none or several are near it."""
        rows = list(self.queryset.named(typed)[:2])
        if len(rows) == 1 and str(rows[0]).casefold() == typed.casefold():
            return str(rows[0].pk)
        if rows:
            raise ValidationError(_("Choose one from the list, or clear the search."), code="choose")
        raise ValidationError(_("No match. Type fewer letters, or clear the search."), code="none")
