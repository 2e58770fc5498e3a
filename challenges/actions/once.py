"""Taking part once without an account: by the link of one act, for that act alone; and making it an account's later."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.actions.guests import find_guest
from challenges.actions.refusals import find_user
from challenges.actions.residents import KEPT_DAYS, perform_act, take_payload
from challenges.models import PendingAct
from challenges.values import age_in
from consents.values import ADULT
from educities.accounts.actions import account_for
from educities.accounts.models import User
from educities.kit.errors import DomainError
from stakeholders.actions import add_person
from stakeholders.actions.managed import adopt_guest
from stakeholders.models import Profile


def offers_once(act: PendingAct) -> bool:
    """May this be done without an account? By an adult whose address has none: of a child an adult has to agree first."""
    return age_in(act.payload).band == ADULT.band and find_user(act) is None


@transaction.atomic
def confirm_once(act: PendingAct) -> tuple[Profile, Any]:
    """The act stands under the name that was typed, and nobody has an account. Returns the person and what was done.

    What the same address did before without an account is the same person's: it supports an idea once.
    """
    # Two acts of one new address at once are done one after the other.
    list(PendingAct.objects.filter(email=act.email).select_for_update(of=["self"]).order_by("pk"))
    if not offers_once(act):
        raise DomainError(_("This needs your account. Use the other button."), code="challenges.needs_account")
    payload = take_payload(act)
    guest = find_guest(act.email)
    if guest is None:
        named: dict[str, Any] = {key: payload.get(key, "") for key in ("display_name", "short_name", "neighbourhood")}
        guest = add_person(actor=None, language=act.language, **named)
    PendingAct.objects.filter(pk=act.pk).update(guest=guest)
    return guest, perform_act(act, None, guest, payload)


def may_open(act: PendingAct) -> bool:
    """Does the link of an act that was done without an account still make it an account's?"""
    guest = act.guest
    is_open = guest is not None and guest.user_id is None and guest.merged_into_id is None
    return is_open and act.done_at is not None and (timezone.now() - act.done_at).days < KEPT_DAYS


@transaction.atomic
def open_account_of(act: PendingAct) -> User:
    """The address has an account, and what it did without one is that account's. Raises DomainError when it is too late."""
    if act.guest is None or not may_open(act):
        raise DomainError(_("This link no longer works."), code="challenges.link_ended")
    user = account_for(act.email, act.language)
    if not user.is_active:
        raise DomainError(_("This account is closed."), code="challenges.account_closed")
    adopt_guest(act.guest, user=user)
    return user
