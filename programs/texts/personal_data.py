"""What programs have of a person: a section of “What the city knows”."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import ACCOUNT_NUMBER, Column, DataSection
from programs.models import CalendarLink

PERSONAL_SECTIONS = (
    DataSection(
        key="calendar_link",
        model=CalendarLink,
        person="user",
        by=ACCOUNT_NUMBER,
        group="account",
        title=_("Link of the own calendar"),
        why=_(
            "So that the person’s calendar program reads the milestones without a sign-in. The link itself is kept nowhere."
        ),
        correction=_("It is ended, or made new, on the page “Milestones in your calendar”."),
        page=lambda profile: reverse("program_calendar_link", args=[profile.city.slug]),
        columns=(Column("made_at", _("Made on")),),
        order=245,
        is_kept_from_guardian=True,
    ),
)
