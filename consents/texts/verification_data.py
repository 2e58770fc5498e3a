"""What the city knows of who somebody is: who vouched, what they showed, and the sign-in of the city they linked."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents.texts.people_data import lead_to_profile
from consents.values.personal_data import Column, DataSection
from educities.activity.queries.person_names import names_of
from stakeholders.models import LinkedSignIn, Verification


def _say_who_vouched(row: Verification) -> str:
    if row.given_by_id is None:
        is_list = row.basis == Verification.Basis.LIST
        return (
            gettext("the person, with the city’s list") if is_list else gettext("the person, with the city’s sign-in")
        )
    return names_of({row.given_by_id}).get(row.given_by_id) or gettext("someone of the city’s team")


VERIFICATION_SECTIONS = (
    DataSection(
        key="verifications",
        model=Verification,
        person="profile",
        group="person",
        title=_("Who vouched, and how"),
        why=_("So that challenges can be open to people whom the team has met, or to residents. No document is kept."),
        correction=_("The person who vouched, or the director, can withdraw it. The person reads why."),
        page=lead_to_profile,
        narrow=lambda rows, subject: rows.select_related("organisation"),  # noqa: ARG005
        columns=(
            Column("level", _("level")),
            Column("basis", _("how they know")),
            Column("given_by", _("said by"), _say_who_vouched),
            Column("organisation", _("on behalf of"), lambda row: str(row.organisation) if row.organisation else None),
            Column("given_at", _("confirmed on")),
            Column("state", _("Status")),
            Column("taken_back_at", _("withdrawn on")),
            Column("taken_back_because", _("Reason")),
        ),
        order=21,
    ),
    DataSection(
        key="sign_ins",
        model=LinkedSignIn,
        person="profile",
        group="person",
        title=_("Sign-in of the city"),
        why=_("So that the person can sign in with the account they have with the city. We keep only a code of it."),
        correction=_("The person unlinks it on their page."),
        page=lead_to_profile,
        columns=(
            Column("linked_at", _("linked on")),
            Column("last_used_at", _("last used")),
        ),
        covers="sign_in",
        order=23,
    ),
)
