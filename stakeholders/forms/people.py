from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from cities.models import Role
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import SearchTextField
from educities.kit.forms import CityModelForm, CleanModelForm, WordsFormField, get_field
from educities.kit.multilingual import join_localised
from stakeholders.forms.area_select import AreaField
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.visibility import BESIDE_IDEAS, BEYOND_CITY, LINES, Visibility, find_level
from stakeholders.queries.people_found import (
    PEOPLE_GROUPS,
    find_by_words_and_areas,
    find_holders,
    find_speaking_for,
    find_strong_in,
    suggest_spelling,
)
from stakeholders.queries.visibility import SIGHT_OF_STAFF, Sight
from stakeholders.values import guess_first_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

LONGEST_STORY = 280
LONGEST_OFFER = 140
SEEN_BY = Visibility.choices
# What stands beside a person's public ideas says so.
NEIGHBOURHOOD_SEEN_BY = [
    (value, label) if value not in BESIDE_IDEAS else (value, BESIDE_IDEAS[Visibility(value)])
    for value, label in SEEN_BY
]


# What the form of one's own profile says to its person, said to who keeps it for somebody else: the label, and the help
# where there is one.
OF_KEPT: dict[str, tuple[Any, Any]] = {
    "short_name": (
        _("Name next to their ideas"),
        _(
            "For example the first name. Some challenges show the full name beside an idea instead, whatever is chosen below."
        ),
    ),
    "pronoun": (
        capfirst(_("pronoun")),
        _("How others should speak of the person, in the person’s own words. It stands by the name."),
    ),
    "story": (_("A few sentences about the person"), ""),
    "wish": (_("What they would like to create"), ""),
    "offer": (_("What they offer"), _("For example something they can teach, bring or do for others.")),
    "wish_seen_by": (_("Who sees what they would like to create"), ""),
    "offer_seen_by": (_("Who sees what they offer"), ""),
}
SEEN_BY_OF_KEPT: dict[str, Any] = {
    Visibility.ME.value: _("only the person and who keeps the profile"),
    Visibility.COHORT.value: _("the members of their cohorts and their facilitators"),
    Visibility.LAB.value: _("everyone in their labs"),
}
BESIDE_IDEAS_OF_KEPT: dict[str, Any] = {
    Visibility.STAFF.value: _("the directors and facilitators, and everyone beside their ideas"),
}


class PeopleFilter(forms.Form):
    """By name, by what the person is good at, by organisation, by role, and by what the apps above know (cohorts)."""

    q = SearchTextField(label=_("Name or words"))
    area = AreaField(label=_("Good at"), required=False, shows_groups=False, empty_label=_("all"))
    organisation = SearchTextField(label=_("Organisation"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("all")), *(choice for choice in Role.choices if choice[0] != Role.RESIDENT)],
        required=False,
    )

    def __init__(self, *args: Any, sight: Sight = SIGHT_OF_STAFF, sees_office: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sight = sight
        for one in PEOPLE_GROUPS:
            choices = [("", _("all")), *one.list_choices()]
            self.fields[one.key] = forms.ChoiceField(label=one.label, choices=choices, required=False)
        if not sees_office:
            for name in self.fields.keys() - {"q", "area"}:
                del self.fields[name]

    def narrow(self, rows: Any) -> Any:
        """The people whom all of it fits. A field that holds no choice narrows nothing."""
        return find_by_words_and_areas(self._narrow_by_choices(rows), self.text, self.sight)

    def suggest(self, rows: Any) -> str:
        """How a name that the rest fits is spelled, where nobody is found as it was typed. One query, if at all."""
        return suggest_spelling(self._narrow_by_choices(rows), self.text) if self.text else ""

    @property
    def text(self) -> str:
        """The words that are looked for."""
        text: str = self._get_choices().get("q", "")
        return text

    @property
    def is_by_words_alone(self) -> bool:
        """Is nothing chosen beside the words?"""
        return not any(value for name, value in self._get_choices().items() if name != "q")

    def _get_choices(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}

    def _narrow_by_choices(self, rows: Any) -> Any:
        said = self._get_choices()
        found: dict[str, tuple[str, Callable[[Any], QuerySet]]] = {
            "area": ("pk__in", partial(find_strong_in, sight=self.sight)),
            "organisation": ("pk__in", find_speaking_for),
            "role": ("user__in", find_holders),
            **{one.key: ("pk__in", one.find_people) for one in PEOPLE_GROUPS},
        }
        for name, (lookup, find) in found.items():
            if said.get(name):
                rows = rows.filter(**{lookup: find(said[name])})
        return rows


# What is not asked of a minor: nobody but the minor and who answers for it sees the page anyway.
NOT_OF_MINORS = ("short_name", "legal_name", "phone")


class ProfileForm(ConcurrentEditForm, CityModelForm):
    # Who sees a line is chosen beside it, or below it where the choices are sentences.
    LAYOUT: ClassVar = (
        ("", ("display_name", "short_name", ("legal_name", "legal_name_seen_by"), "pronoun")),
        (_("Contact"), (("phone", "phone_seen_by"), "neighbourhood", "neighbourhood_seen_by", "language")),
        (_("What is unique about me"), ("story", "story_seen_by", "wish", "wish_seen_by", "offer", "offer_seen_by")),
    )

    story = WordsFormField(
        label=_("A few sentences about you"),
        rows=4,
        required=False,
        help_text=_("Up to 280 characters in each language."),
    )
    wish = WordsFormField(label=_("What I would like to create"), max_length=LONGEST_OFFER, required=False)
    offer = WordsFormField(
        label=_("What I offer"),
        max_length=LONGEST_OFFER,
        required=False,
        help_text=_("For example something you can teach, bring or do for others."),
    )
    legal_name_seen_by = forms.ChoiceField(label=_("Who sees the full name"), choices=SEEN_BY)
    phone_seen_by = forms.ChoiceField(label=_("Who sees the phone"), choices=SEEN_BY)
    neighbourhood_seen_by = forms.ChoiceField(label=_("Who sees the neighbourhood"), choices=SEEN_BY)
    story_seen_by = forms.ChoiceField(label=_("Who sees the story"), choices=SEEN_BY)
    wish_seen_by = forms.ChoiceField(label=_("Who sees what you would like to create"), choices=SEEN_BY)
    offer_seen_by = forms.ChoiceField(label=_("Who sees what you offer"), choices=SEEN_BY)

    class Meta:
        model = Profile
        fields: ClassVar = [
            "display_name",
            "short_name",
            "legal_name",
            "pronoun",
            "neighbourhood",
            "phone",
            "language",
            "story",
            "wish",
            "offer",
        ]
        widgets: ClassVar = {
            **{
                name: forms.TextInput(attrs={"dir": "auto"})
                for name in ("display_name", "short_name", "legal_name", "pronoun", "neighbourhood")
            },
            "phone": forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "tel"}),
        }
        help_texts: ClassVar = {
            "pronoun": _("How others should speak of you, in your own words. It stands by the name.")
        }

    def __init__(self, *args: Any, instance: Profile, **kwargs: Any) -> None:
        levels = {line: find_level(line, instance.visibilities) for line in LINES}
        chosen = {f"{line}_seen_by": str(level) for line, level in levels.items()}
        # A guess that nobody changes is not kept: it follows the name.
        chosen["short_name"] = instance.short_name or guess_first_name(instance.display_name)
        kwargs["initial"] = {**chosen, **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        get_field(self, "neighbourhood_seen_by", forms.ChoiceField).choices = NEIGHBOURHOOD_SEEN_BY
        self.fields["short_name"].help_text = _(
            "For example your first name, or the name you go by. Some challenges show your full name beside an idea "
            "instead, whatever you choose below."
        )
        if instance.user_id is None and not instance.is_minor:
            self._speak_to_keeper()
        if instance.is_minor:
            # Nobody else reads it but who answers for the child.
            self.fields["display_name"].label = _("Your name")
            for name in (*NOT_OF_MINORS, *(f"{line}_seen_by" for line in LINES)):
                del self.fields[name]

    def _speak_to_keeper(self) -> None:
        """The form of a person whose profile somebody else keeps: it speaks of the person, and shows nothing beyond the city."""
        *first, (_label, rows) = self.LAYOUT
        self.LAYOUT = (*first, (_("What is unique about the person"), rows))  # type: ignore[assignment]
        for name, (label, help_text) in OF_KEPT.items():
            self.fields[name].label = label
            self.fields[name].help_text = help_text or self.fields[name].help_text
        for line in LINES:
            field = get_field(self, f"{line}_seen_by", forms.ChoiceField)
            field.choices = list_kept_choices(is_beside_ideas=line == "neighbourhood")

    def clean_story(self) -> dict[str, str]:
        """A longer one of before may stay as it is; what is written now is short."""
        story: dict[str, str] = self.cleaned_data["story"]
        kept = self.instance.story
        long = [code for code, text in story.items() if len(text) > LONGEST_STORY and text != kept.get(code)]
        if long:
            languages = join_localised(get_language_info(code)["name_translated"] for code in long)
            text = gettext("At most 280 characters in each language. Too long in: %(languages)s.")
            raise forms.ValidationError(text % {"languages": languages}, code="max_length")
        return story

    @property
    def values(self) -> dict[str, Any]:
        lines = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        if self.instance.is_minor:
            return lines
        return {**lines, "visibilities": {line: self.cleaned_data[f"{line}_seen_by"] for line in LINES}}


def list_kept_choices(*, is_beside_ideas: bool = False) -> list[tuple[str, Any]]:
    """Who sees a line of a person whose profile somebody else keeps, as the keeper reads it: nobody beyond the city."""
    said = {**SEEN_BY_OF_KEPT, **(BESIDE_IDEAS_OF_KEPT if is_beside_ideas else {})}
    return [(value, said.get(value, label)) for value, label in SEEN_BY if value not in BEYOND_CITY]


class ClaimForm(CleanModelForm):
    area = AreaField(label=capfirst(_("area")))

    class Meta:
        model = StrengthClaim
        fields: ClassVar = ["kind", "area", "level", "words", "visibility"]
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }

    def __init__(self, *args: Any, of_minor: bool = False, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_minor:
            del self.fields["visibility"]
        elif is_kept:
            get_field(self, "visibility", forms.ChoiceField).choices = list_kept_choices()
        get_field(self, "kind", forms.ChoiceField).choices = StrengthClaim.Kind.choices

    def validate_unique(self) -> None:
        """The same area said again changes its line."""

    def validate_constraints(self) -> None:
        """As above."""


class OpenClaimForm(ClaimForm):
    """Of the city itself, or of an organisation: everybody may see it."""

    class Meta(ClaimForm.Meta):
        fields: ClassVar = ["kind", "area", "level", "words"]
