"""What is asked of somebody who leaves: what becomes of the texts, and of the account where no other city has it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TEXTS = (
    ("keep", _("They stay, under “former participant”")),
    ("erase", _("They are deleted")),
)
ACCOUNT = (
    ("keep", _("It stays: I can sign in and join a city later")),
    ("erase", _("It is deleted too, with my email address")),
)


class LeaveForm(forms.Form):
    """Nothing is chosen beforehand: what is deleted cannot be brought back."""

    texts = forms.ChoiceField(
        label=_("What becomes of your ideas and other texts?"),
        choices=TEXTS,
        widget=forms.RadioSelect,
        help_text=_("What stays cannot be deleted later: nothing says any more that it was yours."),
    )
    account = forms.ChoiceField(
        label=_("This is your only city. What becomes of your account?"), choices=ACCOUNT, widget=forms.RadioSelect
    )

    # Where nothing else is asked, so that one press alone deletes nothing.
    sure = forms.BooleanField(label=_("Yes, delete my account for good"))

    def __init__(
        self,
        *args: Any,
        asks_texts: bool = True,
        asks_account: bool = False,
        asks_sure: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = {"texts": asks_texts, "account": asks_account, "sure": asks_sure}
        for name in [name for name, is_asked in asked.items() if not is_asked]:
            del self.fields[name]

    @property
    def keeps_texts(self) -> bool:
        """May what others read stay?"""
        return self.cleaned_data.get("texts") == "keep"

    @property
    def erases_account(self) -> bool:
        """Does the account go too?"""
        return self.cleaned_data.get("account") == "erase"
