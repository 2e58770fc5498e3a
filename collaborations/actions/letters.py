"""Those who have agreed reach each other: what one side writes goes to the others by mail, and their answers go to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from collaborations import verbs
from collaborations.models import Collaboration, Party
from collaborations.queries import list_side_users
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit

MOST_LETTERS, LETTER_SECONDS = 20, 24 * 3600


def describe_why_no_letter(row: Collaboration) -> str:
    """Why the sides do not write to each other here, in a sentence; "" once they have agreed."""
    if row.is_agreed_on:
        return ""
    return _("You can write to each other here once it is agreed.")


@transaction.atomic
def write_to_sides(row: Collaboration, *, actor: User, text: str) -> int:
    """The others who take part get it by mail, and answer to the actor's own address. Returns how many.

    What it says stands in their mail and their notices, and in no log. Raises TooOften, and DomainError where nobody can be reached.
    """
    if refusal := describe_why_no_letter(row):
        raise DomainError(refusal, code="collaborations.not_agreed")
    others = [one for one in list_side_users(row, but=actor, states=(Party.State.AGREED,)) if not one.is_minor]
    if not others:
        raise DomainError(_("Nobody else of this can be reached by email now."), code="collaborations.nobody_reached")
    check_limit("collaboration-letters", str(actor.pk), most=MOST_LETTERS, seconds=LETTER_SECONDS)
    words = {"title": row.title, "words": text, "reply": actor.email}
    record(verbs.WROTE, row, actor=actor, notify=others, note=words)
    return len(others)
