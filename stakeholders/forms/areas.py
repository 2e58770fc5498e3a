import re
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import NameField, SearchTextField, SeenTextField
from educities.kit.forms import CleanModelForm, WordsFormField, get_field
from stakeholders.forms.area_select import AreaField
from stakeholders.models import Area

BETWEEN = re.compile(r"\s*[,;،؛\n]\s*")
# Between two words of a list, as each language writes it.
COMMAS = {"ar": "، "}
LONGEST_WORD, MOST_WORDS = 60, 12


class AreaForm(ConcurrentEditForm, CleanModelForm):
    """A word in one language at least, its group, and what people say instead of it."""

    label = WordsFormField(label=_("Name of the area"), max_length=LONGEST_WORD, line=NameField)
    also = WordsFormField(
        label=_("What people also call it"),
        required=False,
        max_length=400,
        line=NameField,
        help_text=_("Several words with commas between them. Typing one of them finds this area."),
    )

    class Meta:
        model = Area
        fields: ClassVar = ["label", "parent"]

    def __init__(self, *args: Any, instance: Area, **kwargs: Any) -> None:
        also = {lang: COMMAS.get(lang, ", ").join(words) for lang, words in instance.synonyms.items()}
        kwargs["initial"] = {"also": also, **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        groups = Area.objects.groups()
        field = get_field(self, "parent", forms.ModelChoiceField)
        field.queryset = groups.filter(use=instance.use) if instance.pk else groups
        field.required, field.label = True, capfirst(_("group"))

    def clean_also(self) -> dict[str, str]:
        also = self.cleaned_data["also"] or {}
        for text in also.values():
            if len(split_words(text)) > MOST_WORDS:
                raise forms.ValidationError(
                    _("At most %(n)s words in each language."), params={"n": MOST_WORDS}, code="many"
                )
        return also

    @property
    def values(self) -> dict[str, Any]:
        """The word, its group and synonyms, as the action takes them."""
        also = {lang: split_words(text) for lang, text in self.cleaned_data["also"].items()}
        return {
            "label": self.cleaned_data["label"],
            "parent": self.cleaned_data["parent"],
            "synonyms": {lang: words for lang, words in also.items() if words},
        }


def split_words(text: str) -> list[str]:
    """The words between commas, each once, in their order."""
    return list(dict.fromkeys(word for word in BETWEEN.split(text.strip()) if word))


class MergeForm(forms.Form):
    """Into which area. `seen`: the word for which the page has shown what moves; only then is it done."""

    into = AreaField(label=_("Into which area"))
    reason = SeenTextField(label=_("Why"), required=False, max_length=500)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = get_field(self, "into", AreaField)
        rows = Area.objects.choosable().exclude(pk=area.pk).filter(use=area.use)
        # A word of the network that becomes a city's own would be gone everywhere else.
        field.queryset = rows if area.is_own else rows.networks()

    @property
    def is_seen(self) -> bool:
        """Has the person read what moves to this very word?"""
        return bool(self.cleaned_data.get("seen") == self.cleaned_data["into"].pk)


class AreaFilter(forms.Form):
    """Words by what they are called, in any language."""

    q = SearchTextField(label=_("Area"))

    def narrow(self, rows: Any) -> Any:
        """The words that this text means, the nearest first."""
        text = self.cleaned_data.get("q", "")
        return rows.named(text) if text else rows
