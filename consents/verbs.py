"""What can be recorded about guardians, consents and the age of a person."""

from django.utils.translation import gettext_lazy as _

from consents.values import describe_changes
from educities.activity.values import answer_verb, name_rows, verb

# After these nothing is asked of the adult any more.
ANSWERED = (
    *("consents.guardian_confirmed", "consents.guardian_refused", "consents.guardian_ended"),
    *("consents.ward_consents_changed", "consents.ward_answered", "consents.question_taken_back"),
)

GUARDIAN_INVITED = answer_verb(
    "consents.guardian_invited",
    _("A parent or guardian was asked for consent"),
    kind="security",
    at_once=_("questions to parents and guardians whether a child may take part"),
    subject=_("{name} would like to take part in {city}: your consent is needed"),
    settled_by=ANSWERED,
)
GUARDIAN_VOUCHED = verb(
    "consents.guardian_vouched",
    _("A school confirmed who is a child’s parent or guardian"),
    subject=_("{school} says who is parent or guardian of a child"),
)
WARD_VOUCHED = verb(
    "consents.ward_vouched",
    _("News for a child: whom its school named as parent or guardian"),
    kind="answer",
    subject=_("Your school told us who is your parent or guardian"),
    is_notice=True,
    is_private=True,
)
GUARDIAN_REMINDED = answer_verb(
    "consents.guardian_reminded",
    _("A parent or guardian was reminded of a question"),
    kind="answer",
    subject=_("Your consent is still needed in {city}"),
    settled_by=ANSWERED,
    is_notice=True,
)
GUARDIAN_CONFIRMED = answer_verb(
    "consents.guardian_confirmed",
    _("A parent or guardian has answered"),
    kind="answer",
    subject=_("Your parent or guardian has answered"),
)
GUARDIAN_REFUSED = answer_verb("consents.guardian_refused", _("A guardian said no"), ends=True)
GUARDIAN_MISTAKEN = answer_verb(
    "consents.guardian_mistaken",
    _("An address given for a guardian was wrong"),
    kind="answer",
    subject=_("The address you gave belongs to someone else. Ask a parent or guardian again."),
)
GUARDIAN_FOUND = answer_verb(
    "consents.guardian_found",
    _("The reader of an address given for a guardian knows the child after all"),
    kind="answer",
    subject=_("The address you gave was right. The adult can answer now."),
)
QUESTION_TAKEN_BACK = answer_verb(
    "consents.question_taken_back", _("A child withdrew its question to a parent or guardian"), ends=True
)
WARD_HANDED_OVER = verb(
    "consents.ward_handed_over",
    _("News for a parent or guardian: who keeps a child’s profile now"),
    kind="answer",
    subject=_("{name} keeps your child’s profile now"),
    is_notice=True,
    is_private=True,
)
GUARDIAN_ENDED = answer_verb(
    "consents.guardian_ended",
    _("A guardian stopped being responsible for a child"),
    kind="answer",
    subject=_("Your child now decides alone"),
)
GUARDIAN_GONE = answer_verb(
    "consents.guardian_gone",
    _("A parent or guardian who left the city is no longer responsible for a child"),
    kind="answer",
    subject=_("A parent or guardian has left {city}"),
)
GUARDIAN_SILENT = answer_verb("consents.guardian_silent", _("A guardian did not answer in time"))
CHILD_ASKS = answer_verb(
    "consents.child_asks",
    _("A child asked for a guardian’s consent"),
    kind="security",
    at_once=_("questions to parents and guardians whether a child may take part"),
    subject=_("Your child is asking for your consent"),
    settled_by=ANSWERED,
    is_notice=True,
)
CONSENTS_CHANGED = answer_verb(
    "consents.consents_changed",
    _("The consent for a child has changed"),
    kind="answer",
    subject=_("The consent for your child has changed{changes}"),
    says=describe_changes,
    is_notice=True,
)
WARD_ERASED = answer_verb(
    "consents.ward_erased",
    _("The account of a child was closed: news for its parents or guardians"),
    kind="security",
    at_once=_("news about a child’s account that was closed or opened"),
    subject=_("The account of your child was closed"),
    is_notice=True,
)
WARD_CONSENTS_CHANGED = answer_verb(
    "consents.ward_consents_changed",
    _("A guardian changed what a child may do"),
    kind="answer",
    subject=_("Your parent or guardian changed what you may do here{changes}"),
    says=describe_changes,
    is_notice=True,
)
WARD_ANSWERED = answer_verb(
    "consents.ward_answered",
    _("A guardian said no to what a child asked for"),
    kind="answer",
    subject=_("Your parent or guardian has answered"),
    is_notice=True,
)
CONSENT_ASKED = answer_verb("consents.consent_asked", _("A consent was asked for"))
CHILD_ASSENTED = answer_verb("consents.child_assented", _("A child agreed for itself"))
CONSENT_GIVEN = answer_verb("consents.consent_given", _("A consent was given"))
CONSENT_REFUSED = answer_verb("consents.consent_refused", _("A consent was refused"), ends=True)
CONSENT_WITHDRAWN = answer_verb("consents.consent_withdrawn", _("A consent was withdrawn"), ends=True)
CONSENT_EXPIRED = answer_verb("consents.consent_expired", _("A request for consent expired"))
CONSENT_RENEWED = answer_verb("consents.consent_renewed", _("A consent was renewed"))
CONSENT_RAN_OUT = answer_verb("consents.consent_ran_out", _("A consent came to its last day"))
RENEWAL_ASKED = answer_verb(
    "consents.renewal_asked",
    _("A parent or guardian was asked to renew a consent"),
    kind="answer",
    subject=_("Does your consent for your child go on?"),
    is_notice=True,
)
WARD_RENEWAL_AWAITED = answer_verb(
    "consents.ward_renewal_awaited",
    _("News for a child: a consent came to its last day"),
    kind="answer",
    subject=_("Your parent or guardian must agree again"),
    is_notice=True,
)
OWN_RENEWAL_ASKED = verb(
    "consents.own_renewal_asked",
    _("A person was asked to renew a consent"),
    kind="answer",
    subject=_("Does your consent go on?"),
    is_notice=True,
    is_private=True,
)
SIGNED_FORM_ENTERED = verb("consents.signed_form_entered", _("A signed consent form was entered"))
ENTERED_FOR_YOU = verb(
    "consents.entered_for_you",
    _("A signed form was entered: news for the parent or guardian"),
    kind="security",
    at_once=_("news that a parent’s or guardian’s consent from a signed form was entered"),
    subject=_("Your consent from a signed form was entered"),
    is_notice=True,
    is_private=True,
)
ENTRY_CORRECTED = answer_verb(
    "consents.entry_corrected",
    _("A parent or guardian gave another answer than was entered from the form"),
    kind="answer",
    subject=_("A parent or guardian answered otherwise than you entered from the form"),
)
ENTERED_ADDRESS_WRONG = answer_verb(
    "consents.entered_address_wrong",
    _("An address entered with a signed form was someone else’s"),
    kind="answer",
    subject=_("An address that you entered with a signed form is someone else’s. We removed it."),
)
SCAN_READ = verb("consents.scan_read", _("A signed consent form was looked at"))
BAND_CHANGED = verb("consents.band_changed", _("Age group updated automatically"), is_private=True, tells_age=True)
# Who directs the city puts it in order: until then the person is asked again and again.
ADULT_PART_HELD = answer_verb(
    "consents.adult_part_held",
    _("Someone who has a part that only an adult has says that they are younger than 18"),
    subject=_("Help with an age: someone under 18 has a part of an adult"),
    is_notice=True,
    settled_by=("consents.age_said", "consents.adult_said"),
)
AGE_SAID = answer_verb("consents.age_said", _("A person said that they are younger than 18"), tells_age=True)
ADULT_SAID = answer_verb("consents.adult_said", _("A person said that they are 18 or older"), tells_age=True)
CAME_OF_AGE = answer_verb(
    "consents.came_of_age",
    _("A child no longer needs a guardian’s consent"),
    kind="answer",
    subject=_("You no longer need a guardian’s consent: check your ideas and profile"),
    tells_age=True,
)
CHILD_CLOSED = answer_verb(
    "consents.child_closed",
    _("A child’s name and ideas in {city} were deleted"),
    kind="security",
    at_once=_("news about a child’s account that was closed or opened"),
    subject=_("Your name and ideas in {city} were deleted"),
)
CHILD_OPENED = answer_verb(
    "consents.child_opened",
    _("A child’s account in {city} was opened again"),
    kind="security",
    at_once=_("news about a child’s account that was closed or opened"),
    subject=_("Your guardian said yes: you can start again in {city}"),
)
DATA_FILE_TAKEN = verb(
    "consents.data_file_taken", _("A file of what the city knows of a person was taken"), is_private=True
)
CITY_LEFT = verb(
    "consents.city_left",
    _("Someone left the city"),
    event="person.left",
    kind="answer",
    subject=_("You have left {city}"),
    ends=True,
    is_private=True,
)
KEPT_ERASED = verb(
    "consents.kept_erased",
    _("A person without an account was removed"),
    event="person.left",
    kind="answer",
    subject=_("A person whose profile you kept was removed"),
    ends=True,
    needs_reason=True,
    is_private=True,
)
DUTY_FREED = verb(
    "consents.duty_freed",
    _("Someone with a role left the city: {roles}"),
    subject=_("Someone with a role left the city: {roles}"),
    is_notice=True,
)
ACCOUNT_ERASED = verb(
    "consents.account_erased",
    _("Someone deleted their account"),
    kind="answer",
    subject=_("Your account is deleted"),
    ends=True,
    is_private=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "consents",
    guardianlink=_("parent or guardian"),
    consent=_("consent"),
    signedform=_("signed form"),
)
