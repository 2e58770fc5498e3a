"""The director's words in a year review."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, WordsFormField
from educities.kit.other_languages import OtherLanguagesForm
from programs.models import YearReview


class ReviewForm(OtherLanguagesForm, ConcurrentEditForm, CityModelForm):
    """What the records do not say."""

    words = WordsFormField(
        label=_("In your own words"),
        required=False,
        rows=6,
        help_text=_("What the city learned this year, and what did not work. Name no child."),
    )
    changes = WordsFormField(label=_("What changes next year"), required=False, rows=4)
    missing = WordsFormField(
        label=_("Figures that are missing, and why"),
        required=False,
        rows=3,
        help_text=_("Needed where an indicator of the whole city has no confirmed figure of this year."),
    )

    class Meta:
        model = YearReview
        fields: ClassVar = ["words", "changes", "missing"]


class ConfirmForm(forms.Form):
    """`seen`: the stamp of what the page showed; anything else is not done unread."""

    # Where it has changed meanwhile, it is to be read on its own page: this one offers no second press.
    is_read_elsewhere = True

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    by_forum = forms.TypedChoiceField(
        label=_("Who confirms it?"),
        choices=(
            ("forum", _("The strategic forum, by that decision")),
            ("second", _("I, as the second person")),
        ),
        coerce=lambda way: way == "forum",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["by_forum"]
