"""What a teacher wrote in the accelerator, and the credential: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from accelerator.models import Credential, Observation, Project, ProjectNote, TeacherReflection
from consents.values.personal_data import Column, DataSection

OWN_WAY = _("Each teacher changes it on the page of their own progress.")
COUNTS = _("So that a teacher can graduate.")
SEEN = (
    Column("class_name", _("class")),
    Column("host_question", _("the host’s own question")),
    Column("pupils_do", _("what pupils said, wrote and did")),
    Column("teacher_does", _("what the teacher said and did")),
    Column("learns", _("who learned from whom")),
    Column("strength", _("strength seen in use")),
    Column("question", _("one question to the host")),
    Column("summary", _("summary without names")),
    Column("observer_shares", _("the visitor lets the intake read the summary")),
    Column("sentence", _("sentence after reading")),
    Column("next_try", _("what is tried next")),
    Column("host_shares", _("the teacher visited lets the intake read the summary")),
    Column("held_on", _("day of the visit")),
    Column("minutes", _("minutes")),
    Column("answered_on", _("Answered on")),
)

PORTFOLIO_SECTIONS = (
    DataSection(
        key="accelerator_projects",
        model=Project,
        person="enrolment__profile",
        title=_("Classroom project"),
        why=COUNTS,
        correction=OWN_WAY,
        narrow=lambda rows, _subject: rows.select_related("partner"),
        columns=(
            Column("question", _("question of the project")),
            Column("class_name", _("class")),
            Column("pupils", _("about how many pupils")),
            Column("partner", _("partner organisation"), lambda row: str(row.partner or "")),
            Column("partner_sector", _("Sector")),
            Column("goal", _("goal of the class")),
            Column("start_figure", _("figure at the start")),
            Column("end_figure", _("figure at the end")),
            Column("helped", _("what helped")),
            Column("hindered", _("what did not")),
            Column("pupils_say", _("what pupils say")),
            Column("block", _("block of the city model that it belongs to")),
            Column("shown_to", _("who may read it")),
            Column("reported_on", _("Reported on")),
        ),
        order=173,
    ),
    DataSection(
        key="accelerator_notes",
        model=ProjectNote,
        person="project__enrolment__profile",
        title=_("Notes of the classroom project"),
        why=COUNTS,
        correction=OWN_WAY,
        columns=(Column("noted_on", _("day")), Column("text", _("what happened"))),
        order=174,
    ),
    DataSection(
        key="accelerator_reflections",
        model=TeacherReflection,
        person="enrolment__profile",
        title=_("Reflections on the training"),
        why=_("So that teachers see their own way, and share what they choose."),
        correction=OWN_WAY,
        columns=(
            Column("written_on", _("When")),
            Column("text", _("reflection")),
            Column("is_shared", _("who leads the intake may read it")),
        ),
        order=175,
    ),
    DataSection(
        key="accelerator_visits_received",
        model=Observation,
        person="host__profile",
        title=_("Visits by colleagues to the class"),
        why=COUNTS,
        correction=_("Only the two teachers read it; who answered changes the answer."),
        narrow=lambda rows, _subject: rows.select_related("strength"),
        columns=SEEN,
        order=176,
    ),
    DataSection(
        key="accelerator_visits_paid",
        model=Observation,
        person="observer__profile",
        title=_("Visits to a colleague’s class"),
        why=COUNTS,
        correction=_("Only the two teachers read it; who answered changes the answer."),
        narrow=lambda rows, _subject: rows.select_related("strength"),
        columns=SEEN,
        order=177,
    ),
    DataSection(
        key="credentials",
        model=Credential,
        person="enrolment__profile",
        title=_("Credentials"),
        why=_("So that a graduate can show what they have done, and everyone can check it."),
        correction=_("The education director can revoke it with a reason."),
        columns=(
            Column("number", _("Number")),
            Column("achievement", _("Awarded for")),
            Column("hours", _("hours")),
            Column("issued_on", _("issued on")),
            Column("revoked_on", _("Revoked on")),
            Column("revoked_reason", _("reason")),
            Column("state", _("state")),
        ),
        order=178,
    ),
)
