"""What can be recorded about accounts."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

SIGNED_IN_BY_LINK = verb("accounts.signed_in_by_link", _("Someone signed in with an email link"), is_private=True)
CHANGE_TAKEN_BACK = verb(
    "accounts.change_taken_back", _("Someone reversed a change to how they sign in"), is_private=True
)
