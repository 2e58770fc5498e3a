"""What can be recorded about guardians and consents."""

from django.utils.translation import gettext_lazy as _

from educities.activity.register import verb

GUARDIAN_INVITED = verb(
    "accounts.guardian_invited",
    _("{name} would like to take part in {city}: your consent is needed"),
    kind="security",
    template="accounts/mail/guardian_invited",
)
GUARDIAN_CONFIRMED = verb("accounts.guardian_confirmed", _("A grown-up has answered for you"), kind="answer")
GUARDIAN_REFUSED = verb("accounts.guardian_refused", _("A guardian said no"))
GUARDIAN_MISTAKEN = verb(
    "accounts.guardian_mistaken",
    _("The address you gave belongs to somebody who does not know you. Ask your grown-up once more."),
    kind="answer",
)
GUARDIAN_ENDED = verb("accounts.guardian_ended", _("A guardian’s link ended"))
GUARDIAN_SILENT = verb("accounts.guardian_silent", _("A guardian did not answer in time"))
CHILD_ASKS = verb("accounts.child_asks", _("A child you answer for asks for your yes"), kind="answer")
CONSENTS_CHANGED = verb(
    "accounts.consents_changed", _("What a child you answer for may do has been changed"), kind="answer"
)
CONSENT_ASKED = verb("accounts.consent_asked", _("A consent was asked for"))
CONSENT_GIVEN = verb("accounts.consent_given", _("A consent was given"))
CONSENT_REFUSED = verb("accounts.consent_refused", _("A consent was refused"))
CONSENT_WITHDRAWN = verb("accounts.consent_withdrawn", _("A consent was taken back"))
CONSENT_EXPIRED = verb("accounts.consent_expired", _("A question for a consent ended without an answer"))
SIGNED_IN_BY_LINK = verb("accounts.signed_in_by_link", _("Somebody signed in by the link of their mail"))
