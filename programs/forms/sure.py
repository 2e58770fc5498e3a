"""Figures that are asked about once more before they are taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LaterBox
from programs.actions import AskAgain


class SureForm(forms.Form):
    """A form with a box to tick, which is shown once the figures are asked about."""

    sure = LaterBox(label=_("I checked again: the figures are right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = False
        self.fields["sure"].widget = forms.HiddenInput()
        # Behind what it is about.
        self.fields["sure"] = self.fields.pop("sure")

    def ask_again(self) -> None:
        """The page now shows the box to tick."""
        self.asks = True
        self.fields["sure"].widget = forms.CheckboxInput()


class Asks(Protocol):
    """A form that can show such a box."""

    def ask_again(self) -> None:
        """The page now shows the box to tick."""


@contextmanager
def asking_again(form: Asks) -> Iterator[None]:
    """What the action asks about is asked on the page that is shown again."""
    try:
        yield
    except AskAgain:
        form.ask_again()
        raise
