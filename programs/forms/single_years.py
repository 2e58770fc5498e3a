"""The question what a year alone, such as 2018, means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.values.single_years import BEGINS, ENDS


def build_single_year(initial: str, **kwargs: Any) -> forms.ChoiceField:
    """The box that asks it, with what holds unless another is chosen."""
    return forms.ChoiceField(
        label=_("A year alone, such as 2018, is the school year"),
        choices=[(ENDS, _("that ends in it (2017/18)")), (BEGINS, _("that begins in it (2018/19)"))],
        initial=initial,
        **kwargs,
    )
