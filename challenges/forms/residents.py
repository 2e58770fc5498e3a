"""What residents type: an idea, a yes, a support, and who they are."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from challenges.forms.photos import PhotoBoxes
from challenges.models import Challenge
from cities.models import City
from consents.forms import GuardianLanguageField
from consents.values import ADULT, Age, age_of, mailbox_of, validate_birth, years_of
from educities.kit.errors import DomainError
from educities.kit.fields import AddressField, LineField, NameField, SeenTextField, WholeNumberField
from stakeholders.models import Profile

OLDER, YOUNGER = "older", "younger"
OLDEST = 120
LATEST_MONTH = 12
Policy = Challenge.NamePolicy
NAMED = {
    Policy.FULL: _("We show your name next to your idea as you write it here. If you are under 18, we show no name."),
    Policy.FIRST: _(
        "We show your first name next to your idea, and your neighbourhood if you add it. "
        "If you are under 18, we show no name."
    ),
    Policy.PSEUDONYM: _("Choose any name. We show it next to your idea. If you are under 18, we show no name."),
}

# Of a minor, and beside what is no idea.
UNNAMED = _("It is not shown to other residents.")


def describe_wrong_year(year: int | None, today: date) -> str:
    """Why nobody who writes here was born in this year, in a sentence; nothing when somebody may be."""
    if not year or not 1000 <= year <= 9999:
        return gettext("Write the year with four digits.")
    if year > today.year:
        return gettext("This year is still to come. Check the year of birth.")
    if year < today.year - OLDEST:
        return gettext("This year is too long ago. Check the year of birth.")
    return ""


class Named(forms.Form):
    """How the person is named, and the age where the person is new here. `age` after cleaning: band and month alone."""

    told_age: Age = ADULT
    # Only beside an idea does anybody read the name.
    is_named_in_public = False
    # What is asked of grown-ups alone, folded, for nobody has to fill it: beside a minor's idea stands neither.
    OF_ADULTS: tuple[str, ...] = ()
    display_name = NameField(
        label=_("Your name"),
        help_text=UNNAMED,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    # Short: it stands beside the name, and is nobody's signature.
    neighbourhood = NameField(
        label=_("Neighbourhood"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = AddressField(
        label=_("Email address"),
        help_text=_("We send you one email with a link. Other residents cannot see your address."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    age = forms.ChoiceField(
        label=_("Your age"),
        widget=forms.RadioSelect,
        choices=[(OLDER, _("I am 18 or older")), (YOUNGER, _("I am younger than 18"))],
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"), choices=[("", "—"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )
    birth_year = WholeNumberField(label=_("Year of birth"), required=False)
    guardian_email = AddressField(label=_("Email address of a parent or guardian"), required=False)
    guardian_language = GuardianLanguageField()
    # A field no person sees: programs that fill in everything give themselves away.
    website = forms.CharField(required=False, widget=forms.HiddenInput())
    OWN: tuple[str, ...] = (
        "display_name",
        "neighbourhood",
        "email",
        "age",
        "birth_month",
        "birth_year",
        "guardian_email",
        "guardian_language",
    )

    def __init__(
        self, *args: Any, city: City, challenge: Challenge, known: Profile | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.city, self.challenge = city, challenge
        if known is not None:
            for name in Named.base_fields:
                del self.fields[name]
            return
        self.order_fields([name for name in self.fields if name not in self.OWN] + list(self.OWN))
        for name in ("birth_month", "birth_year", "guardian_email"):
            field: Any = self.fields[name]
            field.is_needed = True  # by those whom it is shown to: not "(optional)"
        if self.is_named_in_public:
            if challenge.name_policy != Policy.FIRST:
                self.fields["display_name"].label = _("Your name, as others see it")
            self.fields["display_name"].help_text = format_html(
                '<span class="if-older">{}</span><span class="if-younger">{}</span>',
                NAMED[Challenge.NamePolicy(challenge.name_policy)],
                UNNAMED,
            )
        text = _(
            "If you are under %(n)s, an adult who looks after you must agree first. We email them a link "
            "to a few short questions."
        )
        self.fields["guardian_email"].help_text = text % {"n": city.account_age}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("website"):
            raise forms.ValidationError(
                _("We could not accept this form because it looks automated. Reload the page and fill it in again.")
            )
        if data.get("age") == YOUNGER:
            self._check_younger(data)
        elif data.get("age") == OLDER:
            self._check_older(data)
        if not self.told_age.needs_guardian:
            for name in ("guardian_email", "guardian_language"):
                data.pop(name, None)
        return data

    def _check_birth(self, month: int | None, year: int | None, today: date) -> None:
        if not month:
            self.add_error("birth_month", _("Choose the month."))
        if "birth_year" not in self.errors and (text := describe_wrong_year(year, today)):
            self.add_error("birth_year", text)

    def _check_younger(self, data: dict[str, Any]) -> None:
        today = self.city.today()
        month, year = data.pop("birth_month", None), data.pop("birth_year", None)
        self._check_birth(month, year, today)
        if {"birth_month", "birth_year"} & set(self.errors):
            self._check_guardian_of_any_age(data, year, today)
            return
        try:
            validate_birth(year, month, today, is_younger=True)
        except DomainError as error:
            self.add_error("birth_year", str(error))
            return
        self.told_age = age_of(year, month, today, self.city.account_age)
        if self.challenge.min_age and years_of(year, month, today) < self.challenge.min_age:
            text = _("This challenge is for people of %(n)s and over.") % {"n": self.challenge.min_age}
            self.add_error(None, text)
        if self.told_age.needs_guardian:
            self._check_guardian(data)

    def _check_guardian_of_any_age(self, data: dict[str, Any], year: int | None, today: date) -> None:
        """Whoever is asked for the birth once more is told of the guardian's address at the same time."""
        is_year_known = year and "birth_year" not in self.errors
        if is_year_known and years_of(int(year or 0), LATEST_MONTH, today) >= self.city.account_age:
            return
        if data.get("guardian_email"):
            self._check_guardian(data)
        elif "guardian_email" not in self.errors:
            text = _("If you are under %(n)s, enter the email address of a parent or guardian too.")
            self.add_error("guardian_email", text % {"n": self.city.account_age})

    def _check_older(self, data: dict[str, Any]) -> None:
        """A month of birth that was written before "18 or older" was chosen is hidden on the page, and still counts."""
        month, year = data.pop("birth_month", None), data.pop("birth_year", None)
        today = self.city.today()
        if not month or not year or not today.year - OLDEST <= year <= today.year:
            return
        try:
            validate_birth(year, month, today, is_younger=False)
        except DomainError as error:
            self.add_error("age", str(error))

    def _check_guardian(self, data: dict[str, Any]) -> None:
        if "guardian_email" in self.errors:
            return
        if not data.get("guardian_email"):
            self.add_error("guardian_email", _("A parent or guardian must agree first. Enter their email address."))
        elif mailbox_of(data["guardian_email"]) == mailbox_of(data.get("email") or ""):
            self.add_error("guardian_email", _("This is your own address. Enter your parent’s or guardian’s address."))


def _idea_field() -> forms.CharField:
    """The idea. Its box has no `maxlength`: a browser cuts what is pasted without a word, the form says so."""
    return SeenTextField(
        label=_("Your idea, in two sentences"),
        min_length=10,
        validators=[MaxLengthValidator(2000)],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class IdeaTextForm(PhotoBoxes):
    """The idea alone, with a photo if there is one, before anything is asked about the person."""

    text = _idea_field()
    seen_similar = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["text"])
        self.fields["text"].widget.attrs["data-draft"] = f"idea-{challenge.pk}"


class IdeaForm(PhotoBoxes, Named):
    """An idea and, of people without a profile here, where the answer goes and how they are named."""

    is_named_in_public = True
    OF_ADULTS = ("short_name", "neighbourhood")
    OWN = (
        "email",
        "age",
        "birth_month",
        "birth_year",
        "guardian_email",
        "guardian_language",
        "display_name",
        "short_name",
        "neighbourhood",
    )
    # The page fills in a guess; left empty, the server makes the same one.
    short_name = NameField(
        label=_("Name next to your idea"),
        help_text=_("What people call you. If you leave it empty, we take it from your name."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = _idea_field()
    seen_similar = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, challenge: Challenge, known: Profile | None = None, **kwargs: Any) -> None:
        # Who is not known here has chosen a photo in the step before.
        takes_photo = kwargs.pop("takes_photo", False) and known is not None
        super().__init__(*args, challenge=challenge, known=known, takes_photo=takes_photo, **kwargs)
        if known is not None:
            self.order_fields(["text"])
        if known is not None:
            self.fields.pop("short_name")
        elif challenge.name_policy != Policy.FIRST:
            # Neither would stand beside the idea.
            del self.fields["short_name"], self.fields["neighbourhood"]
        else:
            short_name: Any = self.fields["short_name"]
            short_name.is_needed = True  # a guess stands in it: not "(optional)"
        if known is None:
            # The step before has asked for it.
            self.fields["text"].widget = forms.HiddenInput()
        self.fields["text"].widget.attrs["data-draft"] = f"idea-{challenge.pk}"

    def folded_fields(self) -> list[forms.BoundField]:
        """What is asked for behind a fold."""
        return [self[name] for name in self.OF_ADULTS if name in self.fields]

    def opens_fold(self) -> bool:
        """Is there something behind the fold that the person has written, or has to mend?"""
        return any(bound.value() or bound.errors for bound in self.folded_fields())

    def clean(self) -> dict[str, Any]:
        """As above; an idea that is not right is shown again, in its box."""
        data = super().clean()
        if self.told_age.band != ADULT.band:
            # The page hides them from who is younger; nothing of them is kept.
            for name in self.OF_ADULTS:
                data.pop(name, None)
        if "text" in self.errors:
            box = _idea_field().widget
            box.attrs["data-draft"] = f"idea-{self.challenge.pk}"
            self.fields["text"].widget = box
        return data


class JoinForm(Named):
    bring = LineField(
        label=_("What I bring"),
        max_length=280,
        required=False,
        help_text=_("For example: I can bake for thirty."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "neighbourhood" in self.fields:
            self.fields["neighbourhood"].help_text = _(
                "Taking part does not show it. If an adult sends an idea later, it stands beside it, with the name."
            )


class SupportForm(Named):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("neighbourhood", None)


class RewriteForm(forms.Form):
    text = _idea_field()
