"""What residents type: an idea, a yes, a support, and who they are."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from challenges.forms.photos import PhotoBoxes
from challenges.models import Challenge
from cities.models import City
from consents.forms.ages import AgeForm
from consents.values import ADULT
from educities.kit.fields import AddressField, LineField, NameField, SeenTextField
from stakeholders.models import Profile

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


class Named(AgeForm):
    """How the person is named, and the age where the person is new here."""

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
        super().__init__(*args, city=city, **kwargs)
        self.challenge = challenge
        if known is not None:
            for name in Named.base_fields:
                del self.fields[name]
            return
        self.order_fields([name for name in self.fields if name not in self.OWN] + list(self.OWN))
        if self.is_named_in_public:
            if challenge.name_policy != Policy.FIRST:
                self.fields["display_name"].label = _("Your name, as others see it")
            self.fields["display_name"].help_text = format_html(
                '<span class="if-older">{}</span><span class="if-younger">{}</span>',
                NAMED[Challenge.NamePolicy(challenge.name_policy)],
                UNNAMED,
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("website"):
            raise forms.ValidationError(
                _("We could not accept this form because it looks automated. Reload the page and fill it in again.")
            )
        return data

    def check_years(self, years: int) -> None:
        if self.challenge.min_age and years < self.challenge.min_age:
            text = _("This challenge is for people of %(n)s and over.") % {"n": self.challenge.min_age}
            self.add_error(None, text)


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
