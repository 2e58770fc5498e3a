"""What somebody proposes to others to do together, and what a side answers."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import City
from collaborations.actions.sides import Group, Holder
from collaborations.forms.sides import (
    GROUP_FIELDS,
    AskedOrganisationsField,
    AskedPeopleField,
    GroupNameField,
    GroupSizeField,
    build_group,
)
from collaborations.forms.words import ABOUT, BELONGS, LINKS, WORDS, WordsForm
from collaborations.queries.choices import find_askable_people
from educities.accounts.models import User
from educities.kit.forms import Layout, WordsFormField, get_field
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.forms.person_select import AccountField
from stakeholders.models import Organisation, Profile
from stakeholders.queries.visibility import find_sight

ME, NOBODY = "me", "nobody"
GIVES_HELP = _("Time, knowledge, a room, people you know.")
OWN_SIDE = (_("Your side"), ("own", ("own_group", "own_group_size"), "gives"))
CHOOSE_ORGANISATION = _("Choose the organisation to which the class or group belongs.")
CHILDREN = _("A class or a group of children")
THEIR_SIDE = _("Is it a class or a group of children there?")
NAME_GROUP = _("Say which class or group of the organisation it is, such as 4b.")


class OwnSideForm(WordsForm):
    """A proposal by one of its sides: oneself, an organisation for which one speaks, or a class or group of it."""

    own = forms.ChoiceField(label=_("Who takes part on your side?"), widget=forms.RadioSelect)
    own_group = GroupNameField(label=_("Is it a class or group of children there? Which?"))
    own_group_size = GroupSizeField()
    gives = WordsFormField(label=_("What do you bring?"), rows=2, required=False, help_text=GIVES_HELP)
    # May who proposes stay outside, and only bring others together?
    brings_others: ClassVar[bool] = False

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        choices = [(number, str(one)) for number, one in self.organisations.items()]
        if self.brings_others:
            choices.append((NOBODY, str(_("Nobody: I bring others together"))))
        get_field(self, "own", forms.ChoiceField).choices = [(ME, _("I myself")), *choices]
        if not choices:
            del self.fields["own"]
        if not self.organisations:
            del self.fields["own_group"], self.fields["own_group_size"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("own_group") and cleaned.get("own") not in self.organisations:
            self.add_error("own", ValidationError(CHOOSE_ORGANISATION, code="organisation"))
        if cleaned.get("own_group_size") and not cleaned.get("own_group") and "own_group" not in self.errors:
            self.add_error("own_group", ValidationError(NAME_GROUP, code="group"))
        return cleaned

    def build_own(self, profile: Profile | None) -> Holder | None:
        """As whom it is proposed; None: who proposes it only brings others together."""
        chosen = self.cleaned_data.get("own", ME)
        if chosen == NOBODY:
            return None
        organisation = self.organisations.get(chosen)
        if organisation is None:
            return profile
        name = self.cleaned_data.get("own_group") or ""
        return Group(organisation, name, self.cleaned_data.get("own_group_size"), profile) if name else organisation


class ProposalForm(OwnSideForm):
    """To one other side."""

    LAYOUT: ClassVar[Layout] = (("", WORDS), (THEIR_SIDE, (GROUP_FIELDS,)), OWN_SIDE, BELONGS)
    FOLDED = (THEIR_SIDE, *WordsForm.FOLDED)
    group_name = GroupNameField(label=_("Which class or group?"))
    group_size = GroupSizeField()

    def __init__(self, *args: Any, other: Profile | Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other = other
        if isinstance(other, Profile):
            del self.fields["group_name"], self.fields["group_size"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("group_size") and not cleaned.get("group_name") and "group_name" not in self.errors:
            self.add_error("group_name", ValidationError(NAME_GROUP, code="group"))
        return cleaned

    @property
    def asked(self) -> Holder:
        """Who is asked: the person, the organisation, or a class or group of it."""
        if isinstance(self.other, Profile):
            return self.other
        return build_group(self.other, self.cleaned_data) or self.other


class OthersForm(OwnSideForm):
    """To several, of those whom the reader may know."""

    LAYOUT: ClassVar[Layout] = (
        ("", ("title", "circle")),
        (_("Whom do you ask?"), ("people", "organisations_asked")),
        OWN_SIDE,
        ABOUT,
        BELONGS,
    )
    FOLDED = (ABOUT[0], *WordsForm.FOLDED)
    people = AskedPeopleField(label=_("People"), required=False)
    organisations_asked = AskedOrganisationsField(label=_("Organisations"), required=False)

    def __init__(self, *args: Any, reader: User, city: City, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, city=city, **kwargs)
        people = get_field(self, "people", AskedPeopleField)
        people.queryset = find_askable_people(reader, city)
        people.sight = find_sight(reader, city)
        people.names_organisations = reader.has_perm("stakeholders.list_profile", city)

    @property
    def asked(self) -> list[Profile | Organisation]:
        """Whom it is proposed to."""
        return [*self.cleaned_data["people"], *self.cleaned_data["organisations_asked"]]


class ExtensionForm(OthersForm):
    """The same with others, one circle further; how far it reaches follows."""

    LAYOUT: ClassVar[Layout] = (
        (_("Whom do you ask?"), ("people", "organisations_asked")),
        ("", ("title", "purpose", "area", ("starts_on", "due_on"))),
        OWN_SIDE,
        BELONGS,
    )

    class Meta(OthersForm.Meta):
        fields = ("title", "purpose", "area", "starts_on", "due_on", *LINKS)


class StaffExtensionForm(ExtensionForm):
    brings_others = True


class IntroductionForm(WordsForm):
    """Who works in the city brings others together; each of them is asked."""

    LAYOUT: ClassVar[Layout] = (
        ("", ("people", "organisations", "title", "purpose", "circle")),
        ("", ("area", ("starts_on", "due_on"))),
        (CHILDREN, ("school", GROUP_FIELDS, "led_by")),
        BELONGS,
    )
    FOLDED = (CHILDREN, *WordsForm.FOLDED)
    title = WordsFormField(label=_("What could they do together?"), help_text=_("One sentence that all of them read."))
    people = AskedPeopleField(label=_("People"), required=False)
    organisations = AskedOrganisationsField(label=_("Organisations"), required=False)
    school = OrganisationField(label=_("Of which school or organisation?"), required=False)
    group_name = GroupNameField(label=_("Which class or group?"))
    group_size = GroupSizeField()
    led_by = AccountField(
        label=_("Which adult leads it?"),
        required=False,
        help_text=_(
            "A teacher or a facilitator, who answers in its name. Left empty, the representatives of the school answer."
        ),
    )

    def __init__(self, *args: Any, reader: User, city: City, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, city=city, **kwargs)
        get_field(self, "people", AskedPeopleField).queryset = find_askable_people(reader, city, with_reader=True)
        # Who leads a group is named as in the search for the people who are asked.
        if "led_by" in self.fields:
            get_field(self, "led_by", AccountField).sight = find_sight(reader, city)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("group_name") and not cleaned.get("school") and "school" not in self.errors:
            self.add_error("school", ValidationError(CHOOSE_ORGANISATION, code="organisation"))
        told = any(cleaned.get(name) for name in ("school", "group_size", "led_by"))
        if told and not cleaned.get("group_name") and "group_name" not in self.errors:
            self.add_error("group_name", ValidationError(NAME_GROUP, code="group"))
        return cleaned

    @property
    def asked(self) -> list[Holder]:
        """Whom it is proposed to."""
        cleaned = self.cleaned_data
        school = cleaned.get("school")
        group = build_group(school, cleaned, cleaned.get("led_by")) if school else None
        return [*cleaned["people"], *cleaned["organisations"], *([group] if group else [])]


class AnswerForm(forms.Form):
    """A side takes part, with what it brings. A yes is to the words that were read: to others it is asked once more."""

    gives = WordsFormField(label=_("What do you bring?"), rows=2, required=False, help_text=GIVES_HELP)
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        """`words`: the mark of the proposal as it reads now (`mark_words`)."""
        super().__init__(*args, **kwargs)
        self.words_now = self.initial["read"] = words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        read = cleaned.pop("read", "")
        if read and read != self.words_now:
            self.add_error(None, _("The proposal has changed since you opened this page. Read it again, then answer."))
            # The next press is about the words that are shown now.
            sent: Any = self.data
            data = sent.copy()
            data[self.add_prefix("read")] = self.words_now
            self.data = data
        return cleaned
