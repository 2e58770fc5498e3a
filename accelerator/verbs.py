"""What can be recorded about the accelerator. Who a teacher is stands in no record; a reason only where it is for its reader."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

OPENED = verb("accelerator.opened", _("The call of an intake was opened"), event="accelerator.opened")
CHANGED = verb("accelerator.changed", _("An intake was changed"), event="accelerator.changed")
APPLIED = verb("accelerator.applied", _("A teacher applied"), is_private=True, event="enrolment.moved")
HEAD_ASKED = verb(
    "accelerator.head_asked",
    _("The head of school was asked"),
    subject=_("A teacher of yours would like to take part: your answer"),
    is_private=True,
    is_notice=True,
)
HEAD_AGREED = verb(
    "accelerator.head_agreed",
    _("The head of school agreed"),
    subject=_("Your head of school has agreed"),
    is_private=True,
    event="enrolment.moved",
)
HEAD_REFUSED = verb(
    "accelerator.head_refused",
    _("The head of school did not agree"),
    subject=_("Your head of school has not agreed"),
    is_private=True,
    event="enrolment.moved",
)
STAFF_AGREED = verb(
    "accelerator.staff_agreed",
    _("The directors heard that a head of school agreed"),
    subject=_("A head of school has agreed: decide on the place"),
    settled_by=(
        "accelerator.enrolled",
        "accelerator.declined",
        "accelerator.application_withdrawn",
        "accelerator.withdrawn",
    ),
    is_private=True,
    is_notice=True,
)
STAFF_REFUSED = verb(
    "accelerator.staff_refused",
    _("The directors heard that a head of school did not agree"),
    subject=_("A head of school has not agreed to a teacher’s place"),
    is_private=True,
    is_notice=True,
)
ENROLLED = verb(
    "accelerator.enrolled",
    _("A teacher was enrolled"),
    subject=_("You have a place in the teacher accelerator"),
    is_private=True,
    event="enrolment.moved",
)
DECLINED = verb(
    "accelerator.declined",
    _("An application was declined"),
    subject=_("Your application to the teacher accelerator"),
    is_private=True,
    event="enrolment.moved",
    ends=True,
    needs_reason=True,
)
WITHDRAWN = verb(
    "accelerator.withdrawn",
    _("A teacher does not take part any more"),
    subject=_("A place in the teacher accelerator was given up"),
    is_private=True,
    event="enrolment.moved",
    ends=True,
    needs_reason=True,
)
APPLICATION_WITHDRAWN = verb(
    "accelerator.application_withdrawn",
    _("An application was withdrawn"),
    subject=_("An application to the teacher accelerator was withdrawn"),
    is_private=True,
    event="enrolment.moved",
    ends=True,
    needs_reason=True,
)
DEFERRED = verb(
    "accelerator.deferred",
    _("A place was deferred"),
    subject=_("Your place is kept: you go on later"),
    is_private=True,
    event="enrolment.moved",
)
RESUMED = verb(
    "accelerator.resumed",
    _("A deferred teacher goes on"),
    subject=_("You go on with the teacher accelerator"),
    is_private=True,
    event="enrolment.moved",
)
YEAR1_DONE = verb(
    "accelerator.year1_done",
    _("A teacher completed the first year"),
    subject=_("You have completed the first year"),
    is_private=True,
    event="enrolment.moved",
)
VISITED = verb("accelerator.visited", _("A missed session was made good by a visit"), is_private=True)
PROJECT_BEGUN = verb("accelerator.project_begun", _("A classroom project was begun"), is_private=True)
PROJECT_CHANGED = verb("accelerator.project_changed", _("A classroom project was changed"), is_private=True)
PROJECT_REPORTED = verb(
    "accelerator.project_reported", _("A classroom project was reported"), is_private=True, event="enrolment.moved"
)
REFLECTED = verb("accelerator.reflected", _("A teacher wrote a reflection"), is_private=True)
PAIRED = verb(
    "accelerator.paired",
    _("Pairs of teachers were made for visits"),
    subject=_("Whom you visit, and who visits you: “{title}”"),
)
OBSERVED = verb(
    "accelerator.observed",
    _("A visit to a class was written down"),
    subject=_("Your colleague has written down the visit to your class"),
    is_private=True,
)
OBSERVATION_ANSWERED = verb(
    "accelerator.observation_answered",
    _("A visit to a class was answered"),
    subject=_("Your colleague has read your visit and answered"),
    is_private=True,
)
GRADUATED = verb(
    "accelerator.graduated",
    _("A teacher graduated"),
    subject=_("You have graduated: your credential"),
    is_private=True,
    event="enrolment.moved",
)
ISSUED = verb("accelerator.credential_issued", _("A credential was issued"), is_private=True, event="credential.issued")
REVOKED = verb(
    "accelerator.credential_revoked",
    _("A credential was revoked"),
    subject=_("Your credential was revoked"),
    is_private=True,
    event="credential.revoked",
    ends=True,
    needs_reason=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "accelerator",
    accelerator=_("intake of the accelerator"),
    term=_("term"),
    leader=_("leader of an intake"),
    enrolment=_("enrolment of a teacher"),
    visit=_("visit that makes a session good"),
    project=_("classroom project"),
    projectnote=_("note of a project"),
    teacherreflection=_("reflection of a teacher"),
    pair=_("pair of teachers"),
    observation=_("observation"),
    credential=_("credential"),
    signingkey=_("key for credentials"),
)
