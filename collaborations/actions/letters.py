"""Those who have agreed reach each other: what one side writes goes to the others by mail, and their answers go to it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from collaborations import verbs
from collaborations.models import Collaboration, Party
from collaborations.queries import list_side_users
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.models import Message, Notice
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit
from stakeholders.models import Profile

MOST_LETTERS, LETTER_SECONDS = 20, 24 * 3600


def describe_why_no_letter(row: Collaboration) -> str:
    """Why the sides do not write to each other here, in a sentence; "" once they have agreed."""
    if row.is_agreed_on:
        return ""
    return _("You can write to each other here once it is agreed.")


def list_writing_users(row: Collaboration) -> list[User]:
    """The adults of the sides that have agreed, each with an open account."""
    users = list_side_users(row, states=(Party.State.AGREED,))
    return [one for one in users if one.is_active and not one.is_minor]


@transaction.atomic
def write_to_sides(row: Collaboration, *, actor: User, text: str) -> int:
    """The others who take part get it by mail, and answer to the actor's own address. Returns how many.

    What it says stands in their mail and their notices, and in no log. Raises TooOften, and DomainError where nobody can be reached.
    """
    if refusal := describe_why_no_letter(row):
        raise DomainError(refusal, code="collaborations.not_agreed")
    others = [one for one in list_writing_users(row) if one != actor]
    if not others:
        raise DomainError(_("Nobody else of this can be reached by email now."), code="collaborations.nobody_reached")
    check_limit("collaboration-letters", str(actor.pk), most=MOST_LETTERS, seconds=LETTER_SECONDS)
    words = {"title": row.title, "words": text, "reply": actor.email, "writer": actor.pk}
    record(verbs.WROTE, row, actor=actor, notify=others, note=words)
    return len(others)


def renew_letter(message: Message) -> Mapping[str, Any] | None:
    """Nothing new, or None where a letter that waited in the quiet hours is none between two adults of it any more: one of
    them has left it, has closed the account, or is known as under 18.
    """
    row = Collaboration.objects.filter(pk=message.payload["target_id"]).first()
    users = {one.pk for one in list_writing_users(row)} if row else set()
    return {} if {message.payload.get("by"), message.user_id} <= users else None


def forget_letters(profile: Profile) -> None:
    """Who leaves, or is known as under 18, reads no letter here and is read in none: what was written is nobody else's
    to keep, and the answer would go to the person's own address.
    """
    if profile.user_id is None:
        return
    letters = Notice.objects.filter(verb=verbs.WROTE.code)
    letters.filter(Q(user_id=profile.user_id) | Q(data__writer=profile.user_id)).delete()
