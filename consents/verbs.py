"""What can be recorded about guardians, consents and the age of a person."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

GUARDIAN_INVITED = verb(
    "consents.guardian_invited",
    _("{name} would like to take part in {city}: your consent is needed"),
    kind="security",
    template="consents/mail/guardian_invited",
)
GUARDIAN_CONFIRMED = verb("consents.guardian_confirmed", _("A grown-up has answered for you"), kind="answer")
GUARDIAN_REFUSED = verb("consents.guardian_refused", _("A guardian said no"))
GUARDIAN_MISTAKEN = verb(
    "consents.guardian_mistaken",
    _("The address you gave belongs to somebody who does not know you. Ask your grown-up once more."),
    kind="answer",
)
GUARDIAN_ENDED = verb("consents.guardian_ended", _("A guardian’s link ended"))
GUARDIAN_SILENT = verb("consents.guardian_silent", _("A guardian did not answer in time"))
CHILD_ASKS = verb("consents.child_asks", _("A child you answer for asks for your yes"), kind="answer")
CONSENTS_CHANGED = verb(
    "consents.consents_changed", _("What a child you answer for may do has been changed"), kind="answer"
)
CONSENT_ASKED = verb("consents.consent_asked", _("A consent was asked for"))
CONSENT_GIVEN = verb("consents.consent_given", _("A consent was given"))
CONSENT_REFUSED = verb("consents.consent_refused", _("A consent was refused"))
CONSENT_WITHDRAWN = verb("consents.consent_withdrawn", _("A consent was taken back"))
CONSENT_EXPIRED = verb("consents.consent_expired", _("A question for a consent ended without an answer"))
BAND_CHANGED = verb("consents.band_changed", _("An age group followed the calendar"))
CAME_OF_AGE = verb(
    "consents.came_of_age",
    _("You answer for yourself now: look through what stands in your name"),
    kind="answer",
    template="consents/mail/came_of_age",
)
CHILD_CLOSED = verb(
    "consents.child_closed",
    _("What you began in {city} is erased"),
    kind="security",
    template="consents/mail/child_closed",
)
CHILD_OPENED = verb("consents.child_opened", _("A grown-up agreed: you can begin anew in {city}"), kind="security")
