"""What a page sends along unseen is read as what it showed, and anything else as nothing."""

from typing import Any

import pytest
from django import forms

from educities.kit.seen_values import SeenValuesField
from tests.support import APPS

NESTED, LONG = "[" * 200_000, "9" * 6000


class SeenForm(forms.Form):
    seen = SeenValuesField()


@pytest.mark.parametrize("sent", [NESTED, LONG, f'{{"en": {LONG}}}', "[1]", "no json", '"text"', "null", ""])
def test_what_no_page_sends_shows_nothing(sent: str) -> None:
    form = SeenForm({"seen": sent}, initial={"seen": {"en": "Words"}})
    assert form.is_valid()
    assert form.cleaned_data["seen"] == {}
    assert form.has_changed()
    assert "seen" in str(form)


def test_what_the_page_showed_comes_back() -> None:
    shown: dict[str, Any] = {"en": "Words", "he": "מילים"}
    sent = SeenForm(initial={"seen": shown})["seen"].value()
    assert SeenForm({"seen": sent}).is_valid()
    form = SeenForm({"seen": '{"en": "Words", "he": "מילים"}'})
    assert form.is_valid()
    assert form.cleaned_data["seen"] == shown


def test_no_form_reads_such_a_box_another_way() -> None:
    """The one of Django ends with an error where brackets or figures have no end."""
    known, rest = set(), [forms.Form, forms.ModelForm]
    while rest:
        kind = rest.pop()
        rest += [one for one in kind.__subclasses__() if one not in known]
        known.add(kind)
    bad = [
        f"{kind.__name__}.{name}"
        for kind in known
        if kind.__module__.partition(".")[0] in APPS
        for name, field in getattr(kind, "base_fields", {}).items()
        if isinstance(field, forms.JSONField) and not isinstance(field, SeenValuesField)
    ]
    assert bad == []
