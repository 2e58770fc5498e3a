"""A text that stands in several languages and is changed in one: what becomes of the others is asked, never guessed."""

from typing import Any, NamedTuple

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from educities.kit.concurrent_edit import digest_values
from educities.kit.forms import WordsFormField, WordsWidget
from educities.kit.multilingual import LANGUAGES, join_localised
from educities.kit.seen_values import SeenValuesField

KEEP, DROP = "keep", "drop"
ANSWERS = (
    (KEEP, gettext_lazy("They still say the same: keep them")),
    (DROP, gettext_lazy("They say something else: take them out")),
)
# The name of the question about a text behind the name of its field.
SUFFIX = "_others"
READ = "read_words"


class Unequal(NamedTuple):
    """The languages whose text was changed, and those whose text was left as the page showed it."""

    changed: list[str]
    left: list[str]


class OtherLanguageChoice(forms.ChoiceField):
    """What becomes of the other languages of a text; shown once one of them was changed and others were not."""

    is_question = True

    def __init__(self, of: WordsFormField) -> None:
        label = format_lazy(gettext_lazy("The other languages of “{field}”"), field=of.label or "")
        super().__init__(choices=ANSWERS, required=False, label=label, widget=forms.HiddenInput)


class OtherLanguagesForm(forms.BaseForm):
    """A form, as a mixin, whose texts say the same in all languages, or in those alone that were written now.

    Each text that the page shows in several languages has its question beside it. A translation that nobody has looked at
    is never written down in silence.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: dict[str, str] = {}
        for name, field in list(self.fields.items()):
            words = (self.get_initial_for_field(field, name) or {}) if isinstance(field, WordsFormField) else {}
            if isinstance(field, WordsFormField) and len(words) > 1:
                shown |= {f"{name}.{code}": digest_values(text) for code, text in words.items() if text}
                self._place_question(name, field)
        if shown:
            self.fields[READ] = SeenValuesField(initial=shown)

    def _place_question(self, name: str, field: WordsFormField) -> None:
        """Behind the text that it is about."""
        later = list(self.fields)[list(self.fields).index(name) + 1 :]
        self.fields[name + SUFFIX] = OtherLanguageChoice(field)
        for other in later:
            self.fields[other] = self.fields.pop(other)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        # A page that sends no word of what it showed showed what stands there now.
        read = given.pop(READ, None) or self.fields[READ].initial if READ in self.fields else {}
        for name in [name for name in self.fields if isinstance(self.fields[name], WordsFormField)]:
            answer = given.pop(name + SUFFIX, "")
            if given.get(name) and name + SUFFIX in self.fields:
                self._ask_about_languages(name, answer, read)
        return given

    def _ask_about_languages(self, name: str, answer: str, read: dict[str, Any]) -> None:
        found = compare_languages(name, self.cleaned_data[name], read)
        if not (found.changed and found.left):
            return
        question, widget = self.fields[name + SUFFIX], self.fields[name].widget
        question.widget = forms.RadioSelect(choices=ANSWERS)
        if isinstance(widget, WordsWidget):
            widget.is_open = True
        if answer == DROP:
            kept = {code: text for code, text in self.cleaned_data[name].items() if code not in found.left}
            self.cleaned_data[name] = kept
        elif answer != KEEP:
            self.add_error(name + SUFFIX, describe_unequal(found))


def compare_languages(name: str, words: dict[str, str], read: dict[str, Any]) -> Unequal:
    """Which languages of a text say something else than what was read, and which were left as they were."""
    before = {code: read[part] for code in LANGUAGES if (part := f"{name}.{code}") in read}
    found = Unequal([], [])
    for code, digest in before.items():
        if words.get(code):
            (found.left if digest_values(words[code]) == digest else found.changed).append(code)
    return found


def describe_unequal(found: Unequal) -> str:
    """What is asked, in a sentence."""
    names = {part: join_localised(map(_name_language, codes)) for part, codes in found._asdict().items()}
    text = _(
        "You changed: %(changed)s. You left as it was: %(left)s. Say whether that still says the same, or write it there too."
    )
    return text % names


def _name_language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])
