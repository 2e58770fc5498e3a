"""What a child asks of a grown-up, and what the grown-up answers."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consents.texts import TEXTS
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS
from educities.kit.fields import AddressField, NameField


class AskGuardianForm(forms.Form):
    guardian_email = AddressField(label=_("Email address of a parent or guardian"))


# One short line at the first purpose, and one where somebody else has answered.
FIRST = _("The choices below only apply if you tick this one.")
BUT_ADULT = _("Another parent or guardian said no to this. Your yes takes effect only if they change their answer.")
BUT_CHILD = _("The child said no to this. Your yes takes effect only if the child changes this answer.")


class GuardianForm(forms.Form):
    """Purpose by purpose, a few sentences each.

    `given`: what holds by the grown-up's own answer. `but`: what another one says no to; `but_child`: what the child does.
    """

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
        self,
        *args: Any,
        named: bool = True,
        given: Collection[str] = (),
        but: Collection[str] = (),
        but_child: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED_OF_GUARDIANS:
            words = TEXTS[purpose]
            noes = [text for text, said_no in ((BUT_ADULT, but), (BUT_CHILD, but_child)) if purpose in said_no]
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=str(words.name),
                help_text=" ".join(map(str, (words.adult, *noes))),
                required=False,
                initial=purpose in given,
            )
        account = self.fields[f"consent_{ACCOUNT}"]
        account.help_text = format_lazy("{} {}", account.help_text, FIRST)
        if not named:
            del self.fields["display_name"], self.fields["is_adult"]
        self.given = set(given)
        # Sent by the page that asks once before much is taken back.
        self.fields["sure"] = forms.BooleanField(required=False, widget=forms.HiddenInput())

    @property
    def consents(self) -> dict[str, bool]:
        """The answer for each purpose. Without the account there is nothing else."""
        if not self.cleaned_data[f"consent_{ACCOUNT}"]:
            return dict.fromkeys(ASKED_OF_GUARDIANS, False)
        return {purpose: self.cleaned_data[f"consent_{purpose}"] for purpose in ASKED_OF_GUARDIANS}

    @property
    def ends_account(self) -> bool:
        """Is the answer a no to the account, and so to everything?"""
        return not self.cleaned_data[f"consent_{ACCOUNT}"]

    @property
    def taken_back(self) -> list[str]:
        """The purposes that hold, and that this answer ends."""
        return [purpose for purpose in ASKED_OF_GUARDIANS if purpose in self.given and not self.consents[purpose]]

    @property
    def is_asked_once(self) -> bool:
        """What holds is not ended by a slip: several consents at once, or the account with everything."""
        return not self.cleaned_data.get("sure") and (self.ends_account or len(self.taken_back) > 1)

    def clean(self) -> dict[str, Any]:
        """Who answers for the first time and ticks something without the account has overlooked it."""
        said = super().clean() or self.cleaned_data
        ticked = any(said.get(f"consent_{one}") for one in ASKED_OF_GUARDIANS)
        if not self.given and ticked and not said.get(f"consent_{ACCOUNT}"):
            self.add_error(
                f"consent_{ACCOUNT}",
                _(
                    "The child needs an account for everything else. Tick “An account”, or untick every box to say "
                    "no to all."
                ),
            )
        return said
