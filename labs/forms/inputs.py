from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from educities.kit.dates import DayField
from educities.kit.multilingual import join_localised
from stakeholders.models import Representation

__all__ = ["DayField", "LanguageField", "people_choices", "text_box"]

MOST_CHOICES = 50


class LanguageField(forms.ChoiceField):
    """In which language a new person is written to: guessed from the page's."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": _("Language we write to the new person in"), "choices": settings.LANGUAGES, "required": False}
        super().__init__(**{**given, "initial": lambda: (get_language() or "en")[:2], **kwargs})


def text_box(rows: int = 3) -> forms.Textarea:
    """Free text: its direction follows what is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def people_choices(people: QuerySet) -> list[tuple[Any, Any]]:
    """Somebody new, then the first so many of the people: a long list is searched, not scrolled."""
    current = Representation.objects.current().select_related("organisation")
    known = people.prefetch_related(Prefetch("representations", current, to_attr="spoken_for"))
    return [("", _("someone new")), *((person.pk, _person_label(person)) for person in known[:MOST_CHOICES])]


def _person_label(person: Any) -> str:
    """The name, and what tells namesakes apart: whom the person speaks for, or the neighbourhood if it is shown."""
    near = join_localised(one.organisation for one in person.spoken_for) or person.public_neighbourhood
    return f"{person.display_name} · {near}" if near else person.display_name
