"""What can be recorded about guardians and consents."""

from django.utils.translation import gettext_lazy as _

from educities.activity.register import verb

GUARDIAN_INVITED = verb(
    "accounts.guardian_invited",
    _("{name} would like to take part in {city}: your consent is needed"),
    kind="security",
    template="accounts/mail/guardian_invited",
)
GUARDIAN_CONFIRMED = verb("accounts.guardian_confirmed", _("A guardian answered"))
GUARDIAN_REFUSED = verb("accounts.guardian_refused", _("A guardian said no"))
GUARDIAN_ENDED = verb("accounts.guardian_ended", _("A guardian’s link ended"))
CONSENT_ASKED = verb("accounts.consent_asked", _("A consent was asked for"))
CONSENT_GIVEN = verb("accounts.consent_given", _("A consent was given"))
CONSENT_REFUSED = verb("accounts.consent_refused", _("A consent was refused"))
CONSENT_WITHDRAWN = verb("accounts.consent_withdrawn", _("A consent was taken back"))
