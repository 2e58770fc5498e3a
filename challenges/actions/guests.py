"""People who took part without an account, known by the address of their acts alone."""

from challenges.models import PendingAct
from educities.accounts.models import User
from stakeholders.actions.managed import adopt_guest
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def find_guest(email: str) -> Profile | None:
    """The person under whose name this address took part here without an account, and who has none yet."""
    acts = PendingAct.objects.filter(email=email, guest__user=None, guest__merged_into=None, guest__left_at=None)
    act = acts.exclude(guest=None).select_related("guest__city").order_by("pk").first()
    return act.guest if act else None


def adopt_acts(user: User, email: str, *, is_adult: bool) -> None:
    """What this address did here without an account belongs to the account that it now has.

    An adult did that: whoever says to be younger now (not `is_adult`) gets no adult's profile by it.
    """
    guest, own = find_guest(email), find_profile(user)
    if is_adult and guest is not None and not user.is_minor and not (own and own.is_minor):
        adopt_guest(guest, user=user)
