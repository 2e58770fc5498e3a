"""An act of somebody to whose account no was said: why it is not done, and nothing of what was typed is kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.models import IdeaPhoto, PendingAct
from consents.actions import guardian_status_message
from consents.models import Consent
from consents.queries import last_consent, may_start_before_consent
from educities.accounts.actions import proven_owner
from educities.accounts.models import User
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def describe_refusal(act: PendingAct) -> str:
    """Why the person of this address may do nothing here, in a sentence; nothing when they may."""
    user = find_user(act)
    if user is None:
        return ""
    if not user.is_active:
        return describe_closed_account(user)
    profile = find_profile(user)
    return guardian_status_message(profile) if profile and _is_refused(profile) else ""


def find_user(act: PendingAct) -> User | None:
    """The account of the act's address, whether it was proven or not."""
    return proven_owner(act.email) or User.objects.filter(email__iexact=act.email).first()


def _is_refused(profile: Profile) -> bool:
    """Was no said to the account of this minor? After a silence a minor begins once more."""
    return profile.needs_guardian and not may_start_before_consent(profile) and not may_begin_again(profile)


@transaction.atomic
def refuse_act(act: PendingAct) -> str:
    """Where no was said to the account of whoever sent it, nothing of what was typed is kept. Returns why, in a sentence.

    What was done already, and what may still be done, stays as it is; nothing is returned then.
    """
    user = None if act.done_at else find_user(act)
    profile = find_profile(user) if user else None
    if profile is None or not _is_refused(profile):
        return ""
    fresh = {"payload": {}, "refused_at": act.refused_at or timezone.now()}
    PendingAct.objects.filter(pk=act.pk, done_at=None).update(**fresh)
    IdeaPhoto.objects.filter(act=act).delete()
    act.refresh_from_db(fields=[*fresh])
    return describe_refusal(act)


def describe_closed_account(user: User) -> str:
    """Why this closed account does not begin once more, in a sentence; nothing when it does.

    For whoever has the link in the mail to its address only: a stranger does not learn who has an account.
    """
    if not user.waits_for_guardian:
        return _("This account is closed.")
    profile = find_profile(user)
    if profile and _is_refused(profile):
        return _("This account is closed.") + " " + guardian_status_message(profile)
    return ""


def may_begin_again(profile: Profile) -> bool:
    """Had everything of this person ended because no grown-up answered?"""
    last = last_consent(profile, "account")
    return last is not None and last.state == Consent.State.EXPIRED
