"""What stands of a person in questions to adults, signed forms and consents."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents.models import Consent, GuardianLink, SignedForm
from consents.texts.personal_data import name_language
from consents.values import PURPOSE_NAMES, write_answers
from consents.values.personal_data import NARROWED, Column, DataSection, Subject
from stakeholders.models import Profile

CHANNELS = dict(GuardianLink.Proof.choices)


def _lead_to_mine(profile: Profile) -> str:
    return reverse("mine", args=[profile.city.slug])


def _read_last_day(consent: Consent) -> date | None:
    """Until when a yes holds or held; a no has no end."""
    is_no = consent.state in {Consent.State.REFUSED, Consent.State.WITHDRAWN}
    return None if is_no else consent.valid_until


def _say_who_agreed(row: Consent) -> str:
    if row.given_by_id is None:
        return ""
    # Given before two profiles of the person were merged it is still their own.
    own = row.subject_id in (row.given_by_id, row.given_by.merged_into_id if row.given_by else None)
    return gettext("the person") if own else gettext("a parent or guardian, or someone for them")


def _find_own_links(rows: QuerySet[Any], subject: Subject) -> QuerySet[Any]:
    """Those of this adult, or to an address of theirs."""
    return rows.filter(Q(guardian=subject.profile) | Q(guardian_email__in=subject.addresses))


CONSENT_SECTIONS = (
    DataSection(
        key="signed_forms",
        model=SignedForm,
        person="link__minor",
        group="person",
        title=_("Signed forms of consent"),
        why=_("So that a yes on paper can be shown. The adult’s name and signature stay out here."),
        correction=_("The city’s education office corrects what was entered, and shows the paper on request."),
        narrow=lambda rows, _subject: rows.select_related("link"),
        columns=(
            Column("proof", _("Answered through")),
            Column("signed_on", _("Signed on")),
            Column("answers", _("Answers"), lambda row: write_answers(row.answers)),
            Column("entered_at", _("Entered on")),
        ),
        order=52,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="consents",
        model=Consent,
        person="subject",
        group="person",
        title=_("Consents"),
        why=_("So that nothing is done with a child, a picture or a name without a yes that can be shown."),
        correction=_("Each can be withdrawn on any day: by the person, or by a parent or guardian of a child."),
        page=_lead_to_mine,
        columns=(
            Column("purpose", _("Purpose"), lambda row: PURPOSE_NAMES.get(row.purpose) or row.get_purpose_display()),
            Column("state", _("Status")),
            Column("given_by", _("Answered by"), _say_who_agreed),
            Column("assent_of_child", _("the child agrees")),
            Column("asked_at", _("Asked on")),
            Column("answered_at", _("Answered on")),
            Column("withdrawn_at", _("Withdrawn on")),
            Column("valid_until", _("valid until"), _read_last_day),
            Column("channel", _("Through"), lambda row: CHANNELS.get(row.channel, row.channel)),
            Column("text_version", _("version of the words")),
            Column("language", _("language"), lambda row: name_language(row.language)),
        ),
        narrow=lambda rows, _subject: rows.select_related("given_by"),
        order=40,
    ),
    DataSection(
        key="guardians",
        model=GuardianLink,
        person="minor",
        group="person",
        title=_("Adults asked to be responsible"),
        why=_("A child takes part only when an adult has agreed. The adult’s name and address stay out here."),
        correction=_("A question is withdrawn on the child’s page “My activity”; the adult ends it on their own page."),
        page=_lead_to_mine,
        columns=(
            Column("relation", _("Relation")),
            Column("proof", _("Answered through")),
            Column("state", _("Status")),
            Column("invited_at", _("Asked on")),
            Column("expires_at", _("until")),
            Column("answered_at", _("Answered on")),
        ),
        order=50,
        is_kept_from_guardian=True,
    ),
    DataSection(
        key="wards",
        model=GuardianLink,
        person="guardian",
        narrow=_find_own_links,
        by=NARROWED,
        group="person",
        title=_("Responsibility for children"),
        why=_("So that a child takes part only with a yes of an adult. The child’s name is not shown here."),
        correction=_("The answer is changed on the page about the child, from “My activity”."),
        page=_lead_to_mine,
        columns=(
            Column("guardian_email", _("Email address")),
            Column("relation", _("Relation")),
            Column("proof", _("Answered through")),
            Column("language", _("language"), lambda row: name_language(row.language) if row.language else ""),
            Column("state", _("Status")),
            Column("answers", _("Answers"), lambda row: write_answers(row.answers)),
            Column("invited_at", _("Asked on")),
            Column("expires_at", _("until")),
            Column("answered_at", _("Answered on")),
        ),
        covers="guardian_is_adult",
        order=55,
    ),
)
