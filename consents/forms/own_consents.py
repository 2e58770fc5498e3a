"""What a person who answers alone agrees to."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from consents.texts import find_own_texts
from consents.values import ASKED_OF_ADULTS, PURPOSE_NAMES

YES_OR_NO = (("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no")))


class OwnConsentsForm(forms.Form):
    """Purpose by purpose, yes or no; what is left open stays open. `now`: the answers as they are.

    `is_minor`: of who is under 18 nothing is shown with the name, and the words say so.
    """

    def __init__(self, *args: Any, now: Mapping[str, bool], is_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = find_own_texts(is_minor=is_minor)
        for purpose in ASKED_OF_ADULTS:
            field = forms.ChoiceField(
                label=PURPOSE_NAMES[purpose],  # type: ignore[arg-type]
                help_text=texts[purpose],  # type: ignore[arg-type]
                choices=YES_OR_NO,
                widget=forms.RadioSelect(),
                required=False,
            )
            if purpose in now:
                field.initial = "yes" if now[purpose] else "no"
            self.fields[purpose] = field

    @property
    def answers(self) -> dict[str, bool]:
        """The purposes that were answered."""
        return {purpose: self.cleaned_data[purpose] == "yes" for purpose in self.fields if self.cleaned_data[purpose]}
