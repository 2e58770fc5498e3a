"""Children without a mailbox of their own: written down by who leads the cohort, in with a guardian's signature."""

from django.db import transaction
from django.utils.translation import gettext as _

from consents.values import age_of, validate_birth
from educities.accounts.models import User
from educities.kit.errors import DomainError
from labs.actions.members import add_member
from labs.models import Cohort, CohortMember
from stakeholders.actions import add_person
from stakeholders.models import Organisation
from stakeholders.queries import find_profile


@transaction.atomic
def add_child(
    cohort: Cohort,
    *,
    actor: User,
    display_name: str,
    year: int,
    month: int,
    organisation: Organisation | None = None,
    sector: int | None = None,
) -> CohortMember:
    """The child has a place, which rests until a guardian's answer is entered; of the birthday the band alone is kept.

    Raises DomainError for a month of birth that is not a child's, and for one who answers alone by the city's age.
    """
    today = cohort.city.today()
    age = age_of(year, month, today, cohort.city.account_age)
    if not age.needs_guardian:
        text = _("At this age nobody needs to answer for the person. Add them as a member.")
        raise DomainError(text, code="labs.answers_alone", field="year")
    validate_birth(year, month, today, is_younger=True)
    profile = add_person(
        display_name=display_name,
        actor=actor,
        managed_by=find_profile(actor),
        language=cohort.city.language,
        age_band=age.band,
        next_band_month=age.next_band_month,
        needs_guardian=True,
    )
    seat = add_member(cohort, actor=actor, profile=profile, organisation=organisation, sector=sector)
    if seat.state == CohortMember.State.INVITED:
        seat.move(CohortMember.State.AWAITING_CONSENT)
    return seat
