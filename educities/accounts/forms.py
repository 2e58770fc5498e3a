"""allauth's forms, where ours ask for less."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm


class SignupForm(AllauthSignupForm):
    """An address, nothing more. A password is set by whoever has proven the address: whoever types a stranger's first keeps no key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
