"""What is typed where an idea is hidden, objected to, and looked at again."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from challenges.models import Contribution
from challenges.texts.rule_words import write_rule_words
from educities.kit.fields import SeenTextField
from educities.kit.forms import get_field
from educities.kit.multilingual import text_direction

Rule = Contribution.Rule
AREA = {"rows": 4, "dir": "auto"}


class HideForm(forms.Form):
    """A rule, and what the author reads: without words of the moderator's own the sentence of the rule, in `language`."""

    rule = forms.ChoiceField(label=_("Why is it not shown?"), choices=Rule.choices, widget=forms.RadioSelect)
    because = SeenTextField(
        label=_("What do you tell the author?"),
        required=False,
        min_length=10,
        max_length=1000,
        help_text=_(
            "If you leave this empty, the author reads the sentence below the rule you chose. You can also change it, or "
            "write your own."
        ),
        widget=forms.Textarea(attrs={**AREA, "data-follows-rule": ""}),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [choice for choice in Rule.choices if choice[0] != Rule.CONSENT]
        get_field(self, "rule", forms.ChoiceField).choices = [
            (rule, self._show_sentence(str(label), write_rule_words(rule, language), language)) for rule, label in names
        ]

    @staticmethod
    def _show_sentence(label: str, sentence: str, language: str) -> str:
        if not sentence:
            return label
        shown = '<span>{}<br><small lang="{}" dir="{}" data-rule-words>{}</small></span>'
        return format_html(shown, label, language, text_direction(language), sentence)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rule") == Rule.OTHER and not data.get("because") and "because" not in self.errors:
            self.add_error("because", _("Tell the author why, in at least 10 characters."))
        return data


class ObjectForm(forms.Form):
    objection = SeenTextField(
        label=_("What should we know when we look again?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=AREA),
    )


class KeepHiddenForm(forms.Form):
    answer = SeenTextField(
        label=_("What do you tell the author?"),
        min_length=10,
        max_length=1000,
        help_text=_("Tell the author, kindly, why it stays hidden and what would have to change."),
        widget=forms.Textarea(attrs=AREA),
    )
