"""A grown-up's address was a wrong one: nothing of the child goes there any more, and no secret sent there opens anything."""

from collections.abc import Callable

from consents.models import GuardianLink
from educities.activity.actions.outbox import UNSENT, cancel_messages
from educities.activity.models import Message
from educities.kit.hooks import Hook

AddressLeft = Callable[[GuardianLink, str], None]
ADDRESS_LEFT: Hook[AddressLeft] = Hook(
    "consents.address_left",
    "Called in the same transaction when a grown-up without an account is written to at another address, or at none: (link "
    "with the address of now, the address of before). What waits for the old one about the child is called off, and asked anew.",
)


def leave_address(link: GuardianLink, before: str) -> None:
    """What waits for the address of before about this child is never sent."""
    about = {"payload__target_type": link._meta.label_lower, "payload__target_id": str(link.pk)}
    waiting = Message.objects.filter(state__in=UNSENT, user=None, recipient__iexact=before)
    cancel_messages(waiting.filter(**about))
    for answer in ADDRESS_LEFT:
        answer(link, before)
