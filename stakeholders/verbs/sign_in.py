"""What is recorded about the city's own sign-in."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

SIGN_IN_SET_UP = verb("stakeholders.sign_in_set_up", _("A sign-in of the city was set up"))
SIGN_IN_CHANGED = verb("stakeholders.sign_in_changed", _("The sign-in of the city was changed"))
SIGN_IN_TESTED = verb("stakeholders.sign_in_tested", _("The sign-in of the city was tested"))
SIGN_IN_SWITCHED_ON = verb("stakeholders.sign_in_switched_on", _("The sign-in of the city was switched on"))
SIGN_IN_SWITCHED_OFF = verb(
    "stakeholders.sign_in_switched_off",
    _("The sign-in of the city was switched off"),
    kind="answer",
    subject=_("Sign in with your email: {name} is switched off"),
    ends=True,
    needs_reason=True,
)
SIGN_IN_REMOVED = verb(
    "stakeholders.sign_in_removed",
    _("The sign-in of the city was removed"),
    kind="answer",
    subject=_("Sign in with your email: {name} was removed"),
    ends=True,
    needs_reason=True,
)
SIGN_IN_LINKED = verb(
    "stakeholders.sign_in_linked", _("A person linked the sign-in of the city with their account"), is_private=True
)
SIGN_IN_UNLINKED = verb(
    "stakeholders.sign_in_unlinked",
    _("The sign-in of the city and a person’s account were unlinked"),
    ends=True,
    is_private=True,
)
SIGNED_IN_WITH_CITY = verb(
    "stakeholders.signed_in_with_city", _("A person signed in with the sign-in of the city"), is_private=True
)
