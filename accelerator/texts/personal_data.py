"""What the accelerator has of a person: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from accelerator.models import Enrolment, Leader, Visit
from consents.values.personal_data import Column, DataSection

PERSONAL_SECTIONS = (
    DataSection(
        key="enrolments",
        model=Enrolment,
        person="profile",
        title=_("Teacher accelerator"),
        why=_("So that the city knows who takes part in the training, and for which school."),
        correction=_("The education director corrects it."),
        narrow=lambda rows, _subject: rows.select_related("accelerator", "organisation"),
        columns=(
            Column("accelerator", _("Intake"), lambda row: str(row.accelerator)),
            Column("organisation", _("school"), lambda row: str(row.organisation)),
            Column("sector", _("Sector")),
            Column("why", _("why")),
            Column("applied_at", _("Applied on")),
            Column("head_email", _("email of the head of school")),
            Column("head_language", _("Language of the email to the head of school")),
            Column("head_asked_on", _("Head of school asked on")),
            Column("head_mails", _("Emails to the head of school")),
            Column("head_answered_at", _("Head of school answered on")),
            Column("release_hours", _("hours a week")),
            Column("substitute", _("who teaches then")),
            Column("enrolled_at", _("Enrolled on")),
            Column("deferred_at", _("Deferred on")),
            Column("moved_at", _("With this intake since")),
            Column("year1_done_on", _("First year completed on")),
            Column("first_year_with", _("First year with"), lambda row: str(row.first_year_with or "")),
            Column("graduated_on", _("Graduated on")),
            Column("state", _("Status")),
        ),
        order=170,
    ),
    DataSection(
        key="accelerator_visits",
        model=Visit,
        person="enrolment__profile",
        title=_("Visits that make missed sessions good"),
        why=_("So that a missed session can be made good."),
        correction=_("Who leads the intake corrects it."),
        narrow=lambda rows, _subject: rows.select_related("session"),
        columns=(
            Column("session", _("Session"), lambda row: str(row.session)),
            Column("visited_on", _("day of the visit")),
            Column("note", _("what was seen there")),
        ),
        order=171,
    ),
    DataSection(
        key="accelerator_leaders",
        model=Leader,
        person="profile",
        title=_("Teacher accelerators led"),
        why=_("So that teachers know who leads their intake."),
        correction=_("The education director changes it on the page of the intake."),
        narrow=lambda rows, _subject: rows.select_related("accelerator"),
        columns=(
            Column("accelerator", _("Intake"), lambda row: str(row.accelerator)),
            Column("place", _("First or second")),
        ),
        order=172,
    ),
)
