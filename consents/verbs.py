"""What can be recorded about guardians, consents and the age of a person."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

GUARDIAN_INVITED = verb(
    "consents.guardian_invited",
    _("{name} would like to take part in {city}: your consent is needed"),
    kind="security",
    template="consents/mail/guardian_invited",
)
GUARDIAN_CONFIRMED = verb("consents.guardian_confirmed", _("Your parent or guardian has answered"), kind="answer")
GUARDIAN_REFUSED = verb("consents.guardian_refused", _("A guardian said no"))
GUARDIAN_MISTAKEN = verb(
    "consents.guardian_mistaken",
    _("The address you gave belongs to someone else. Ask a parent or guardian again."),
    kind="answer",
)
GUARDIAN_ENDED = verb("consents.guardian_ended", _("A guardian stopped being responsible for a child"))
GUARDIAN_SILENT = verb("consents.guardian_silent", _("A guardian did not answer in time"))
CHILD_ASKS = verb("consents.child_asks", _("Your child is asking for your consent"), kind="answer")
CONSENTS_CHANGED = verb("consents.consents_changed", _("The consent for your child has changed"), kind="answer")
CONSENT_ASKED = verb("consents.consent_asked", _("A consent was asked for"))
CONSENT_GIVEN = verb("consents.consent_given", _("A consent was given"))
CONSENT_REFUSED = verb("consents.consent_refused", _("A consent was refused"))
CONSENT_WITHDRAWN = verb("consents.consent_withdrawn", _("A consent was withdrawn"))
CONSENT_EXPIRED = verb("consents.consent_expired", _("A request for consent expired"))
BAND_CHANGED = verb("consents.band_changed", _("Age group updated automatically"))
CAME_OF_AGE = verb(
    "consents.came_of_age",
    _("You no longer need a guardian’s consent: check your ideas and profile"),
    kind="answer",
    template="consents/mail/came_of_age",
)
CHILD_CLOSED = verb(
    "consents.child_closed",
    _("Your name and ideas in {city} were deleted"),
    kind="security",
    template="consents/mail/child_closed",
)
CHILD_OPENED = verb(
    "consents.child_opened", _("Your guardian said yes: you can start again in {city}"), kind="security"
)
