"""What a teacher says who applies, what the head answers, and what makes a missed session good."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from accelerator.models import Accelerator
from accelerator.queries.progress import HeldSession
from accelerator.texts.schools import describe_missing_school
from accelerator.values import MOST_RELEASE
from educities.kit.dates import DayField
from educities.kit.day_words import format_moment
from educities.kit.fields import AddressField, NameField, SeenTextField, WholeNumberField
from educities.kit.forms import Layout, WordsFormField, get_field
from educities.tenancy.scope import current_city_row
from stakeholders.forms.organisation_select import SchoolField

YES, NO = "yes", "no"


class HeadLanguageField(forms.ChoiceField):
    """The language of the mail; the page's own until another is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        label = _("In which language do we write to them?")
        super().__init__(**{"label": label, "choices": names, "required": False, "initial": _page_language, **kwargs})
        self.is_needed = True  # the page's language stands in it: not "(optional)"


def _page_language() -> str:
    return (get_language() or "en")[:2]


class ApplicationForm(forms.Form):
    organisation = SchoolField(label=_("At which school do you teach?"))
    why = WordsFormField(label=_("Why would you like to take part?"), rows=2, help_text=_("One sentence is enough."))
    head_email = AddressField(
        label=_("Email of your head of school"),
        help_text=_(
            "We ask them by email. They answer without an account: yes with the hours and who teaches then, or no."
        ),
    )
    head_language = HeadLanguageField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "organisation", SchoolField).help_text = describe_missing_school(current_city_row())


class FirstApplicationForm(ApplicationForm):
    """Of somebody the city does not know yet: how they are named, and that they are grown up."""

    LAYOUT: ClassVar[Layout] = (
        ("", ("display_name", "is_adult", "organisation", "why", "head_email", "head_language")),
    )
    display_name = NameField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("Your head of school and those who run the accelerator read it."),
    )
    is_adult = forms.BooleanField(label=_("I am 18 or older"))


class AskAgainForm(forms.Form):
    head_email = AddressField(label=_("Email of your head of school"))
    head_language = HeadLanguageField()


class HeadForm(forms.Form):
    """Yes with hours and a name, or no with a reason that the director alone reads."""

    LAYOUT: ClassVar[Layout] = (("", ("answer", ("release_hours", "substitute"), "reason")),)
    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[(YES, _("Yes, I agree")), (NO, _("No"))],
        widget=forms.RadioSelect,
    )
    release_hours = WholeNumberField(
        label=_("Released from teaching: hours a week"),
        min_value=1,
        max_value=MOST_RELEASE,
        required=False,
        help_text=_("With a yes. Two hours are usual."),
    )
    substitute = NameField(label=_("Who teaches then?"), max_length=120, required=False, help_text=_("With a yes."))
    reason = SeenTextField(
        label=_("If no: why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Only the education director reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each is needed with one of the two answers, and none is "(optional)".
        for name in ("release_hours", "substitute", "reason"):
            get_field(self, name, forms.Field).is_needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == YES:
            if not given.get("release_hours") and "release_hours" not in self.errors:
                self.add_error("release_hours", _("Write how many hours a week."))
            if not given.get("substitute") and "substitute" not in self.errors:
                self.add_error("substitute", _("Name who teaches in these hours."))
        elif given.get("answer") == NO and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write a sentence why."))
        return given

    @property
    def says_yes(self) -> bool:
        """Does the head agree?"""
        return self.cleaned_data["answer"] == YES


def _format_years(row: Accelerator) -> str:
    """The first and the last day of the two years."""
    return " – ".join(date_format(day, "DATE_FORMAT") for day in (row.intake.starts_on, row.intake.ends_on))


class ResumeForm(forms.Form):
    """With which intake a deferred teacher goes on."""

    into = forms.TypedChoiceField(label=_("With which intake?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, rows: Sequence[Accelerator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = {str(one.pk): one for one in rows}
        field: Any = self.fields["into"]
        field.choices = [(number, f"{one} · {_format_years(one)}") for number, one in here.items()]
        field.coerce = here.get


class VisitForm(forms.Form):
    """Which missed session a visit makes good, when it was, and what was seen."""

    session = forms.TypedChoiceField(label=_("Which session did you miss?"), widget=forms.RadioSelect)
    visited_on = DayField(label=_("When was the visit?"))
    note = WordsFormField(
        label=_("What did you see there?"),
        rows=4,
        help_text=_("Without names of pupils. Who leads your intake reads it."),
    )

    def __init__(self, *args: Any, sessions: Sequence[HeldSession], zone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = {str(one.session.pk): one.session for one in sessions}
        field: Any = self.fields["session"]
        field.coerce = here.get
        field.choices = [
            (number, f"{one} · {format_moment(one.starts_at.astimezone(zone))}") for number, one in here.items()
        ]


class FirstYearForm(forms.Form):
    """Those who have completed the first year, all of them ticked."""

    chosen = forms.MultipleChoiceField(label=_("Who"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = people
        field.initial = [number for number, _name in people]
