"""What a child asks of a grown-up, and what the grown-up answers."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consents.texts import TEXTS
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS
from educities.kit.fields import AddressField, NameField
from educities.kit.multilingual import join_localised


class AskGuardianForm(forms.Form):
    guardian_email = AddressField(label=_("Email address of a parent or guardian"))


# One short line at the first purpose, and one where somebody else has answered.
FIRST = _("The choices below only apply if you tick this one.")
BUT = _("Another guardian, or the child, said no to this. Your yes takes effect only if they change their answer.")


class GuardianForm(forms.Form):
    """Purpose by purpose, two sentences each. `but`: what another one, or the child itself, says no to."""

    display_name = NameField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or over and I look after this child"),
        error_messages={
            "required": _("Only an adult who looks after the child can answer. Tick this box if that is you.")
        },
    )

    def __init__(
        self, *args: Any, named: bool = True, given: Collection[str] = (), but: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED_OF_GUARDIANS:
            words = TEXTS[purpose]
            said = format_lazy("{} {}", words.adult, BUT) if purpose in but else words.adult
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=str(words.name), help_text=str(said), required=False, initial=purpose in given
            )
        account = self.fields[f"consent_{ACCOUNT}"]
        account.help_text = format_lazy("{} {}", account.help_text, FIRST)
        if not named:
            del self.fields["display_name"], self.fields["is_adult"]
        self.given = set(given)
        # Shown once the answer takes back much at once.
        self.fields["sure"] = forms.BooleanField(
            label=_("Yes, that is what I want"), required=False, widget=forms.HiddenInput()
        )

    @property
    def consents(self) -> dict[str, bool]:
        """The answer for each purpose."""
        return {purpose: self.cleaned_data[f"consent_{purpose}"] for purpose in ASKED_OF_GUARDIANS}

    def clean(self) -> dict[str, Any]:
        """A no to the account erases everything, so it is said for every line, never by a slip."""
        said = super().clean() or self.cleaned_data
        if not said.get(f"consent_{ACCOUNT}") and any(said.get(f"consent_{one}") for one in ASKED_OF_GUARDIANS):
            self.add_error(
                f"consent_{ACCOUNT}",
                _(
                    "The child needs an account for everything else. Tick “An account”, or untick every box to say "
                    "no to all."
                ),
            )
        if not self.errors and not said.get("sure"):
            self._ask_again({purpose for purpose in self.given if not said.get(f"consent_{purpose}")})
        return said

    def _ask_again(self, taken: set[str]) -> None:
        """What holds is not ended by a slip: several consents at once, or the account with everything, are asked about."""
        if not taken or (len(taken) == 1 and ACCOUNT not in taken):
            return
        self.fields["sure"].widget = forms.CheckboxInput()
        everything = _(
            "This deletes what the child wrote and did here and closes the account. Tick the box if you are sure."
        )
        names = join_localised(str(TEXTS[purpose].name) for purpose in ASKED_OF_GUARDIANS if purpose in taken)
        several = format_lazy(_("This ends: {names}. Tick the box if you are sure."), names=names)
        self.add_error("sure", everything if ACCOUNT in taken else several)
