"""What journeys have of a person: a section of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from journeys.models import Learning, Traveller, TripConsent

ANSWER = (
    Column("state", _("Status")),
    Column("asked_at", _("Asked on")),
    Column("answered_at", _("Answered on")),
    Column("valid_until", _("Applies until")),
)

PERSONAL_SECTIONS = (
    DataSection(
        key="learnings",
        model=Learning,
        person="by",
        title=_("Learnings from expeditions"),
        why=_("So that the cohort keeps what was seen, and the city’s model can be built on it."),
        correction=_("Its author changes it on the page of the expedition."),
        narrow=lambda rows, _subject: rows.select_related("expedition"),
        columns=(
            Column("expedition", _("Expedition")),
            Column("observation", _("what we saw")),
            Column("surprise", _("what surprised us")),
            Column("principle", _("the principle")),
            Column("conditions", _("what must be true here")),
            Column("at", _("When")),
        ),
        order=150,
    ),
    DataSection(
        key="trips",
        model=Traveller,
        person="profile",
        title=_("Expeditions"),
        why=_("So that it is known who travels along, and that nobody under 18 does without consent."),
        correction=_("The facilitator puts people on the list of travellers, and takes them off."),
        narrow=lambda rows, _subject: rows.select_related("expedition"),
        columns=(
            Column("expedition", _("Expedition")),
            Column("role", _("role")),
            Column("own_answer", _("Own answer")),
            Column("added_at", _("Since")),
        ),
        order=152,
    ),
    DataSection(
        key="trip_consents",
        model=TripConsent,
        person="traveller__profile",
        title=_("Consents to expeditions"),
        why=_("So that it is known whether a parent or guardian agrees to this one expedition."),
        correction=_("The parent or guardian answers, and changes the answer, from “My activity” or the email."),
        narrow=lambda rows, _subject: rows.select_related("traveller__expedition"),
        columns=(
            Column("traveller", _("Expedition"), lambda row: str(row.traveller.expedition)),
            *ANSWER,
            Column("signed_on", _("day on the form")),
        ),
        order=154,
    ),
    DataSection(
        key="trip_answers",
        model=TripConsent,
        person="link__guardian",
        title=_("Answers about a child’s expedition"),
        why=_("So that the adults on the way reach the parent or guardian. Deleted 30 days after the expedition."),
        correction=_("The parent or guardian answers, and changes the answer, from “My activity” or the email."),
        narrow=lambda rows, _subject: rows.select_related("traveller__expedition"),
        columns=(
            Column("traveller", _("Expedition"), lambda row: str(row.traveller.expedition)),
            *ANSWER,
            Column("phone", _("phone")),
            Column("shows_email", _("email address shown too")),
        ),
        order=156,
    ),
)
