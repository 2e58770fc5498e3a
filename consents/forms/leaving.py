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

    def __init__(self, *args: Any, asks_texts: bool = True, asks_account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_texts:
            del self.fields["texts"]
        if not asks_account:
            del self.fields["account"]

    @property
    def keeps_texts(self) -> bool:
        """May what others read stay?"""
        return self.cleaned_data.get("texts") == "keep"

    @property
    def erases_account(self) -> bool:
        """Does the account go too?"""
        return self.cleaned_data.get("account") == "erase"
