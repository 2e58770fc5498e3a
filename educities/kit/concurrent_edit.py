"""Several people at one form: each writes what each has changed, and is asked where two changed the same."""

import copy
import json
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import yesno
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from educities.kit.day_words import format_day
from educities.kit.forms import WordsFormField
from educities.kit.hooks import Hook
from educities.kit.multilingual import LANGUAGES, join_localised
from educities.kit.seen_values import read_values
from educities.kit.views import FormPage

CHANGED = "changed_meanwhile"
FindLastActor = Callable[[models.Model], int | None]
LAST_ACTOR: Hook[FindLastActor] = Hook(
    "kit.last_actor",
    "Asked when a row was changed while somebody had its form open: (row) -> the number of the account that changed it last.",
)


def _value_digest(value: Any) -> str:
    """Equal for values that a person would call the same."""
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    elif isinstance(value, time):
        value = value.strftime("%H:%M")
    elif isinstance(value, list | tuple | models.QuerySet):
        value = sorted(str(getattr(one, "pk", one)) for one in value)
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return sha256(text.encode()).hexdigest()[:16]


def digest_values(*values: Any) -> str:
    """Equal where each value is one that a person would call the same."""
    return _value_digest("|".join(_value_digest(value) for value in values))


class ConcurrentEditForm(forms.BaseModelForm):
    """A row's form, as a mixin: the digest of each value that the person read travels along, text by each language.

    `instance` is the row as it is now. Written is what this person changed; where somebody else changed the same
    meanwhile, the form comes back with both.
    `PROPOSED`: boxes in which the page proposes what the row does not hold yet (today's day, the whole amount): sent as they
    stand, they are new.
    `READS_UNSAVED`: the row may not be there yet when the form is read, and be made by somebody else before it is sent.
    """

    READS_UNSAVED: ClassVar[bool] = False
    PROPOSED: ClassVar[frozenset[str]] = frozenset()
    # The account that sends the form; its page says which.
    sender: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = model_to_dict(self.instance, fields=list(self.PROPOSED))
        shown = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.now = {**shown, **held}
        if self.instance.pk or self.READS_UNSAVED:
            read = {
                part: _value_digest(v) for name in self.now for part, v in self._parts(name, self.now[name]).items()
            }
            self.fields["read"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=json.dumps(read))

    def _parts(self, name: str, value: Any) -> dict[str, Any]:
        if isinstance(self.fields[name], WordsFormField):
            return {f"{name}.{code}": (value or {}).get(code, "") for code in LANGUAGES}
        return {name: value}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sent = given.pop("read", "")
        read = {str(part): str(digest) for part, digest in read_values(sent).items()}
        for name in [name for name in self.now if name in given]:
            self._bring_together(name, read)
        return given

    def _bring_together(self, name: str, read: dict[str, str]) -> None:
        mine, now = self._parts(name, self.cleaned_data[name]), self._parts(name, self.now[name])
        kept = {part for part in mine if read.get(part) == _value_digest(mine[part])}
        moved = {part for part in mine if part in read and read[part] != _value_digest(now[part])}
        both = [part for part in sorted(moved - kept) if _value_digest(mine[part]) != _value_digest(now[part])]
        if isinstance(self.fields[name], WordsFormField):
            # The language in which it was first written stays the first.
            texts = {part: now[part] if part in kept else mine[part] for part in mine}
            order = [*(self.now[name] or {}), *self.cleaned_data[name]]
            self.cleaned_data[name] = {code: text for code in order if (text := texts[f"{name}.{code}"])}
        elif kept:
            self.cleaned_data[name] = self._as_it_is(name)
        if both:
            # One sentence for all: a field shows its first error.
            told = " ".join(self._told(name, part, now[part]) for part in both)
            self.add_error(name, ValidationError(told, code=CHANGED))
            read |= {part: _value_digest(now[part]) for part in both}
            # The next press of the button is meant: it writes over what is shown beside it now.
            sent: Any = self.data
            data = sent.copy()
            data[self.add_prefix("read")] = json.dumps(read)
            self.data = data

    def _as_it_is(self, name: str) -> Any:
        is_column = name in {field.name for field in self.instance._meta.concrete_fields}
        return getattr(self.instance, name) if is_column else self.fields[name].clean(self.now[name])

    def _told(self, name: str, part: str, theirs: object) -> str:
        code = part.partition(".")[2]
        text = self._changed_text(in_language=bool(code))
        said = theirs if code else self._said(name)
        language = get_language_info(code)["name_local"] if code else ""
        return text % {"theirs": said or "–", "language": language}

    def _changed_text(self, *, in_language: bool) -> str:
        if self._is_own_change:
            if in_language:
                return _(
                    "You changed the %(language)s text in another window to “%(theirs)s”. Combine both versions, then save."
                )
            return _("You changed this in another window to “%(theirs)s”. Combine both versions here, then save.")
        if in_language:
            return _("Someone else changed the %(language)s text to “%(theirs)s”. Combine both versions, then save.")
        return _("Someone else changed this to “%(theirs)s”. Combine both versions here, then save.")

    @property
    def _is_own_change(self) -> bool:
        """Did the sender change the row last, in another tab?"""
        row = self.instance
        return self.sender is not None and any(find_actor(row) == self.sender for find_actor in LAST_ACTOR)

    def _said(self, name: str) -> str:
        value = self._as_it_is(name)
        if isinstance(value, models.QuerySet):
            return join_localised(value)
        if isinstance(value, date):
            return format_day(value)
        if isinstance(value, bool):
            return str(yesno(value))
        field: Any = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
            value = labels.get(value, value)
        return "" if value is None else str(value)

    @property
    def is_late(self) -> bool:
        """Has somebody else changed the same meanwhile?"""
        return any(error.code == CHANGED for errors in self.errors.as_data().values() for error in errors)


class ConcurrentEditPage(FormPage):
    """A page with a ConcurrentEditForm: the row is locked while what two people wrote is brought together.

    Whether the row is there and the person may is asked once more under the lock: who waited for it may have waited for
    the one who ended the row.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            row = self.get_queryset().select_for_update(no_key=True, of=("self",))
            self.object = get_object_or_404(row, pk=self.object.pk)
            refused: Any = self.refuse(request)
            return refused or super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: a form writes what was typed into its row, also what is refused.
        return super().get_form_kwargs() | {"instance": copy.copy(self.object)}

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.sender = self.request.user.pk
        return form

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        answer.status_code = 409 if form.is_late else answer.status_code
        return answer
