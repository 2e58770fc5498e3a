"""What a person may say to the marks that others made for them."""

from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.kit.errors import DomainError
from stakeholders.models import Profile


def refuse_mark(profile: Profile, number: int, actor: User) -> None:
    """Raises DomainError: a mark is what somebody saw, and the facilitator corrects it."""
    text = _("Ask the facilitator to correct the attendance list.")
    raise DomainError(text, code="meetings.mark_of_facilitator")
