"""What a person who needs no guardian agrees to, and takes back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from consents.actions.consents import ask_consent, give_consent, refuse_consent
from consents.queries import ANSWERED_NO, is_age_hidden, latest_consents
from consents.values import ASKED_OF_ADULTS
from educities.accounts.models import User
from educities.kit.errors import DomainError
from stakeholders.models import Profile


@transaction.atomic
def answer_own_consents(profile: Profile, answers: Mapping[str, bool], *, actor: User) -> list[str]:
    """Each purpose that was answered is agreed to or not, from now on; what was left open stays open.

    Returns the purposes whose answer is another one now. Raises DomainError for a child, for whom a guardian answers.
    """
    if profile.needs_guardian or is_age_hidden(profile):
        raise DomainError(_("A parent or guardian must answer."), code="consents.guardian_not_adult")
    Profile.objects.select_for_update(no_key=True, of=["self"]).get(pk=profile.pk)
    before = {purpose: row.state for purpose, row in latest_consents(profile).items()}
    for purpose in ASKED_OF_ADULTS:
        if purpose in answers:
            _answer_purpose(profile, purpose, is_yes=answers[purpose], actor=actor)
    after = {purpose: row.state for purpose, row in latest_consents(profile).items()}
    return [purpose for purpose in ASKED_OF_ADULTS if before.get(purpose) != after.get(purpose)]


def _answer_purpose(profile: Profile, purpose: str, *, is_yes: bool, actor: User) -> None:
    last = latest_consents(profile).get(purpose)
    if not is_yes and last is not None and last.state in ANSWERED_NO:
        return
    consent = ask_consent(profile, purpose, actor=actor)
    if is_yes:
        give_consent(consent, actor=actor, given_by=profile)
    else:
        refuse_consent(consent, actor=actor, given_by=profile)
