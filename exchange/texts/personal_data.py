"""What exchanges have of a person: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from exchange.models import Card, Handshake, Participant

PERSONAL_SECTIONS = (
    DataSection(
        key="exchanges",
        model=Participant,
        person="profile",
        title=_("Exchanges of offers and needs"),
        why=_("So that the others of the exchange know who wrote a card. It goes after some weeks."),
        correction=_("The facilitator can change it."),
        narrow=lambda rows, _subject: rows.select_related("exchange"),
        columns=(
            Column("exchange", _("Exchange"), lambda row: str(row.exchange)),
            Column("first_name", _("First name")),
            Column("team", _("Team")),
            Column("team_place", _("Number in the team")),
            Column("sector", _("Sector")),
            Column("language", _("Language")),
            Column("joined_at", _("When")),
        ),
        order=163,
    ),
    DataSection(
        key="exchange_cards",
        model=Card,
        person="participant__profile",
        title=_("Offers and needs"),
        why=_("So that others can answer them. They go after some weeks, unless kept as strengths or growth areas."),
        correction=_("It can be removed on the phone on the same day."),
        narrow=lambda rows, _subject: rows.select_related("area"),
        columns=(
            Column("kind", _("Kind")),
            Column("area", _("Area")),
            Column("area_words", _("Area as it was typed")),
            Column("text", _("In one line")),
            Column("language", _("Language")),
            Column("written_at", _("When")),
            Column("kept_at", _("Kept as a strength or growth area")),
        ),
        order=164,
    ),
    DataSection(
        key="exchange_handshakes",
        model=Handshake,
        person="other__profile",
        title=_("Handshakes"),
        why=_("So that both sides know what each has promised."),
        correction=_("What was promised is put right on the page of the collaboration."),
        narrow=lambda rows, _subject: rows.select_related("card"),
        columns=(
            Column("card", _("About"), lambda row: str(row.card)),
            Column("other_gives", _("What was promised")),
            Column("owner_gives", _("What the other side promised")),
            Column("due_on", _("By when")),
            Column("offered_at", _("When")),
            Column("answered_at", _("Answered on")),
        ),
        order=165,
    ),
    DataSection(
        key="exchange_handshakes_on_cards",
        model=Handshake,
        person="card__participant__profile",
        title=_("Handshakes on the cards"),
        why=_("So that both sides know what each has promised."),
        correction=_("What was promised is put right on the page of the collaboration."),
        narrow=lambda rows, _subject: rows.select_related("card"),
        columns=(
            Column("card", _("About"), lambda row: str(row.card)),
            Column("owner_gives", _("What was promised")),
            Column("other_gives", _("What the other side promised")),
            Column("due_on", _("By when")),
            Column("offered_at", _("When")),
            Column("answered_at", _("Answered on")),
        ),
        order=166,
    ),
)
