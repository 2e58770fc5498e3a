"""What challenges have of a person: sections of “What the city knows”."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.models import Contribution, IdeaPhoto, OpeningAlert, Participation, PendingAct, Support
from consents.texts.personal_data import name_language
from consents.values.personal_data import ADDRESSES, NARROWED, Column, DataSection, Subject
from stakeholders.models import Profile

CHALLENGE = Column("challenge", _("Challenge"))
LANGUAGE = Column("language", _("Language"), lambda row: name_language(row.language))
MINE_PAGE = _("It is changed or withdrawn on “My activity”.")
ENDS_BY_ITSELF = _("The link in the email confirms it. Without that it is deleted by itself.")
# What was sent, by its kind.
KINDS: dict[str, Promise] = {
    "idea": _("idea"),
    "join": _("a place in the challenge"),
    "support": _("support for an idea"),
}
# What a form that waits for its link may hold, by the name under which it is kept.
TYPED = ("text", "bring", "display_name", "short_name", "neighbourhood")


def _lead_to_mine(profile: Profile) -> str:
    return reverse("mine", args=[profile.city.slug])


def _with_challenge(rows: Any, _subject: Subject) -> Any:
    return rows.select_related("challenge")


def _find_alerts(rows: Any, subject: Subject) -> Any:
    account = Q(user=subject.account_id) if subject.account_id else Q(pk=None)
    return rows.filter(account | Q(email__in=subject.addresses)).select_related("challenge")


def _write_typed(row: PendingAct) -> str:
    """The words that were typed; what else the form holds says nothing about the person."""
    return " · ".join(str(row.payload[name]) for name in TYPED if row.payload.get(name))


PERSONAL_SECTIONS = (
    DataSection(
        key="ideas",
        model=Contribution,
        person="author",
        title=_("Ideas"),
        why=_("So that others read them and the lab can answer. Who hid or answered one is not shown here."),
        correction=MINE_PAGE,
        page=_lead_to_mine,
        narrow=_with_challenge,
        columns=(
            CHALLENGE,
            Column("text", _("Idea")),
            Column("shown_as", _("name shown")),
            Column("original_lang", _("Language"), lambda row: name_language(row.original_lang)),
            Column("channel", _("Through")),
            Column("created_at", _("Written")),
            Column("published_at", _("Published on")),
            Column("supports_count", _("supporters")),
            Column("state", _("Status")),
            Column("hidden_rule", _("Rule by which it was hidden")),
            Column("hidden_because", _("Reason")),
            Column("objection", _("Objection")),
            Column("objection_answer", _("Answer to the objection")),
            Column("answer_state", _("Status of the answer")),
            Column("answer", _("Answer")),
        ),
        order=140,
    ),
    DataSection(
        key="idea_photos",
        model=IdeaPhoto,
        person="contribution__author",
        title=_("Photos of ideas"),
        why=_("So that others see what is meant. The pictures themselves are on “My activity”."),
        correction=MINE_PAGE,
        page=_lead_to_mine,
        columns=(
            Column("description", _("what the photo shows")),
            Column("created_at", _("Sent")),
            Column("state", _("Status")),
            Column("hidden_rule", _("Rule by which it was hidden")),
            Column("hidden_because", _("Reason")),
        ),
        order=142,
    ),
    DataSection(
        key="supports",
        model=Support,
        person="profile",
        title=_("Supported ideas"),
        why=_("So that each person counts once. The words of the idea are its author’s and stay out here."),
        correction=_("It is withdrawn beside the idea, on the page of the challenge."),
        narrow=lambda rows, _subject: rows.select_related("contribution__challenge"),
        columns=(
            Column("contribution", _("Challenge"), lambda row: row.contribution.challenge),
            Column("at", _("When")),
            Column("waits", _("waits for a parent or guardian")),
        ),
        order=144,
    ),
    DataSection(
        key="participations",
        model=Participation,
        person="profile",
        title=_("Places in challenges"),
        why=_("So that the organisers know who is coming and what each brings."),
        correction=MINE_PAGE,
        page=_lead_to_mine,
        narrow=_with_challenge,
        columns=(
            CHALLENGE,
            Column("bring", _("what I bring")),
            Column("joined_at", _("Since")),
            Column("state", _("Status")),
        ),
        order=146,
    ),
    DataSection(
        key="pending_acts",
        model=PendingAct,
        person="email",
        by=ADDRESSES,
        title=_("Sent without an account, to be confirmed by the link in the email"),
        why=_("So that nothing is published in the name of an address that did not send it."),
        correction=ENDS_BY_ITSELF,
        narrow=_with_challenge,
        columns=(
            CHALLENGE,
            Column("kind", _("kind"), lambda row: KINDS.get(row.kind, row.kind)),
            Column("payload", _("Text"), _write_typed),
            Column("email", _("Email address")),
            LANGUAGE,
            Column("created_at", _("Sent")),
            Column("expires_at", _("until")),
            Column("done_at", _("Confirmed")),
            Column("refused_at", _("Refused on")),
            Column("guest", _("done without an account"), lambda row: row.guest_id is not None),
        ),
        order=147,
    ),
    DataSection(
        key="opening_alerts",
        model=OpeningAlert,
        person="email",
        by=NARROWED,
        title=_("Emails asked for when a challenge opens"),
        why=_("So that the one email is sent. Then it is deleted."),
        correction=ENDS_BY_ITSELF,
        narrow=_find_alerts,
        columns=(
            CHALLENGE,
            Column("email", _("Email address")),
            LANGUAGE,
            Column("created_at", _("Since")),
            Column("expires_at", _("until")),
            Column("confirmed_at", _("Confirmed")),
        ),
        covers="user",
        order=148,
    ),
)
