"""Fields take what people paste: addresses out of a chat, digits of another script, text with signs nobody sees."""

import time
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from educities.kit.fields import AddressField, LineField, NameField, NoteField, SeenTextField, WholeNumberField


@pytest.mark.parametrize(
    "pasted",
    [
        "noa@example.org",
        "\u200fnoa@example.org\u200f",
        "\u202anoa@example.org\u202c ",
        "mailto:noa@example.org?subject=x",
        "Noa Levi <noa@example.org>",
        "\u2067נועה\u2069 <noa@example.org>",
    ],
)
def test_an_address_is_taken_as_it_is_pasted(pasted):
    assert AddressField().clean(pasted) == "noa@example.org"


@pytest.mark.parametrize("typed", ["noa", "noa@", "Noa <noa>", "two@example.org, three@example.org"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        AddressField().clean(typed)


def test_an_address_is_as_long_as_the_tables_hold():
    host = ".".join(["a" * 60] * 3)
    assert AddressField().clean(f"{'n' * 71}@{host}")
    with pytest.raises(forms.ValidationError, match="254"):
        AddressField().clean(f"{'n' * 72}@{host}")


def test_every_column_of_an_address_holds_what_the_box_takes():
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    ]
    assert len(columns) > 5
    assert [field for field in columns if field.max_length < AddressField().max_length] == []


def test_an_address_stands_left_to_right():
    assert AddressField().widget.attrs["dir"] == "ltr"


def test_text_of_signs_that_nobody_sees_is_empty():
    assert SeenTextField(required=False).clean("\u200f\u200e\u200b\ufeff") == ""


def test_signs_within_text_stay():
    assert SeenTextField().clean("نيم\u200cفاصله") == "نيم\u200cفاصله"


@pytest.mark.parametrize("typed", ["2013", "٢٠١٣", "۲۰۱۳", "\u200f2013 "])
def test_a_number_is_taken_in_the_digits_of_the_phone(typed):
    assert WholeNumberField().clean(typed) == 2013


def test_the_box_of_a_number_takes_every_digit():
    assert 'type="text"' in WholeNumberField().widget.render("year", None)


@pytest.mark.parametrize("sign", ["a-", "a", "-", "a.", "@"])
def test_a_very_long_name_is_refused_at_once(sign):
    start = time.monotonic()
    with pytest.raises(forms.ValidationError):
        NameField(max_length=80).clean(sign * 20_000)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("typed", ["evil.com", "see my-site.org today", "a-.io", "www.evil", "a@b"])
def test_a_name_with_an_address_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        NameField().clean(typed)


@pytest.mark.parametrize("typed", ["see evil.xyz/login", "evil.education", "my-site.app"])
def test_a_note_holds_no_address_of_any_ending(typed):
    with pytest.raises(ValidationError):
        NoteField().clean(typed)


@pytest.mark.parametrize("typed", ["We meet e.g. on Sunday.", "From the U.S.A. with thanks", "Ul. Herzl 3. At five."])
def test_a_note_may_hold_a_full_stop(typed):
    assert NoteField().clean(typed) == typed


def test_a_line_holds_no_control_signs():
    assert LineField().clean("Da\x1b[31mna\tLevi\x7f") == "Da[31mna Levi"


@pytest.mark.parametrize("field", [SeenTextField, LineField, NameField, NoteField])
def test_a_box_of_its_own_direction_tells_the_style_sheet_that_it_is_empty(field: Any) -> None:
    assert 'placeholder=" "' in str(field(widget=forms.TextInput(attrs={"dir": "auto"})).widget.render("a", ""))
    assert "placeholder" not in field().widget.attrs
    named = field(widget=forms.TextInput(attrs={"dir": "auto", "placeholder": "A name"}))
    assert named.widget.attrs["placeholder"] == "A name"
