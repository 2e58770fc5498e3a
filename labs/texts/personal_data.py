"""What labs have of a person: sections of “What the city knows”."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from labs.models import CohortMember, LabSeat

SECTOR, ROLE = Column("sector", _("sector")), Column("role", _("role"))
ORGANISATION = Column("organisation", _("Organisation"))

PERSONAL_SECTIONS = (
    DataSection(
        key="cohort_places",
        model=CohortMember,
        person="profile",
        title=_("Places in cohorts"),
        why=_("So that the cohort knows who belongs to it, and that all four sectors take part."),
        correction=_("A place is given up on the page of the cohort; the facilitator corrects the rest."),
        page=lambda profile: reverse("mine", args=[profile.city.slug]),
        narrow=lambda rows, _subject: rows.select_related("cohort", "organisation"),
        columns=(
            Column("cohort", _("Cohort")),
            ORGANISATION,
            SECTOR,
            ROLE,
            Column("typed_name", _("Name in the invitation")),
            Column("state", _("Status")),
            Column("joined_at", _("Since")),
            Column("left_at", _("Left on")),
            Column("has_declined", _("said no")),
        ),
        order=100,
    ),
    DataSection(
        key="lab_seats",
        model=LabSeat,
        person="profile",
        title=_("Seats in labs"),
        why=_("So that the lab knows who speaks for which organisation and sector."),
        correction=_("The director changes who sits in a lab."),
        narrow=lambda rows, _subject: rows.select_related("lab", "organisation"),
        columns=(Column("lab", _("Lab")), ORGANISATION, SECTOR, ROLE),
        order=110,
    ),
)
