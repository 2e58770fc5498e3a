"""What the forum has of a person: sections of “What the city knows”."""

from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from forum.models import AgendaItem, Ballot, Decision, Seat, Statement

PERSONAL_SECTIONS = (
    DataSection(
        key="forum_seats",
        model=Seat,
        person="profile",
        title=_("Seats in the strategic forum"),
        why=_("So that the forum knows who sits there for whom, and which sectors are present."),
        correction=_("The person gives up the seat on its page; the education director ends it with a reason."),
        narrow=lambda rows, _subject: rows.select_related("organisation"),
        columns=(
            Column("organisation", _("Organisation"), lambda row: str(row.organisation or "")),
            Column("sector", _("Sector")),
            Column("role", _("Role")),
            Column("starts_on", _("From")),
            Column("ends_on", _("Until")),
            Column("ended_on", _("Ended on")),
            Column("closed_at", _("Moment of its end")),
            Column("is_named", _("Name on the public list")),
            Column("joined_at", _("Given on")),
        ),
        order=125,
    ),
    DataSection(
        key="forum_matters",
        model=AgendaItem,
        person="sent_by",
        title=_("Matters sent to the forum"),
        why=_("So that the answer comes back to the person who asked."),
        correction=_("The words go when the person leaves the city and takes their texts along."),
        columns=(
            Column("title", _("what it is about")),
            Column("words", _("in a sentence")),
            Column("created_at", _("When")),
        ),
        order=126,
    ),
    DataSection(
        key="forum_answers",
        model=Ballot,
        person="seat__profile",
        title=_("Own answers to what is before the forum now"),
        why=_("So that the forum counts who is for it and who against. They are deleted when its decision is noted."),
        correction=_("The person changes the answer on the page of the meeting, until the decision is noted."),
        narrow=lambda rows, _subject: rows.select_related("decision__item"),
        columns=(
            Column("decision", _("what it is about"), lambda row: str(row.decision.item)),
            Column("answer", _("Own answer")),
            Column("words", _("objection or dissent")),
            Column("is_named", _("Name beside these words")),
        ),
        order=128,
    ),
    DataSection(
        key="forum_objections",
        model=Statement,
        person="seat__profile",
        title=_("Objections in the record of the forum, with the name"),
        why=_("So that everyone reads what was said against it, and by whom where they agreed."),
        correction=_("The record stays as it was; a correction of the minutes stands beside it."),
        narrow=lambda rows, _subject: rows.select_related("decision__item"),
        columns=(
            Column("decision", _("what it is about"), lambda row: str(row.decision.item)),
            Column("words", _("objection or dissent")),
        ),
        order=129,
    ),
    DataSection(
        key="forum_acts",
        model=Decision,
        person="acts_profile",
        title=_("Decisions of the forum to act on"),
        why=_("So that the forum knows who does what until when."),
        correction=_("A decision stays as it was taken; the forum takes another one."),
        columns=(
            Column("words", _("decision")),
            Column("act_by", _("Until")),
            Column("done_on", _("Done on")),
            Column("done_words", _("what was done")),
        ),
        order=127,
    ),
)
