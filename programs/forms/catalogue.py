from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from educities.kit.forms import Layout
from educities.kit.multilingual import translate_plain
from programs.values.catalogue import TOPICS, Definition, read_definitions


class DefinitionsField(forms.MultipleChoiceField):
    """One that another page took meanwhile is no mistake: it is there, as whoever ticked it wanted."""

    def valid_value(self, value: Any) -> bool:
        return any(code == value for code, _version in read_definitions())


class CatalogueForm(forms.Form):
    """Which definitions of the network the city takes, by topic; those it has are not offered."""

    LAYOUT: ClassVar[Layout] = tuple((label, (topic,)) for topic, label in TOPICS.items())
    # The first stands open, each of the others is one line until something of it is chosen.
    FOLDED: ClassVar[Collection[Any]] = tuple(TOPICS.values())[1:]

    def __init__(self, *args: Any, offered: list[Definition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for topic in TOPICS:
            choices = [(one.code, describe_definition(one)) for one in offered if one.topic == topic]
            if choices:
                self.fields[topic] = DefinitionsField(
                    label=_("Which of these?"), choices=choices, widget=forms.CheckboxSelectMultiple, required=False
                )
                # At least one of all topics.
                vars(self.fields[topic])["is_needed"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose at least one."), code="none")
        return cleaned

    @property
    def chosen(self) -> list[Definition]:
        """The definitions that were ticked, in the catalogue's order."""
        codes = {code for topic in TOPICS for code in self.cleaned_data.get(topic, ())}
        return [one for one in self.offered if one.code in codes]


def describe_definition(definition: Definition) -> SafeString:
    """What a definition measures, and below it who is counted."""
    name, counted = translate_plain(definition.name), translate_plain(definition.numerator)
    return format_html("<span><strong>{}</strong><br><small>{}</small></span>", name, counted)
