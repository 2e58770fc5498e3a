"""The account of a child in a city: closed and erased without a grown-up's yes, open again, and empty, with it."""

from typing import Literal

from django.db import transaction

from cities.actions import end_role, grant_role
from cities.models import Membership, Role
from consents import verbs
from consents.models import SignedForm
from consents.queries import has_begun
from consents.values.erasure import ERASURE
from educities.accounts.actions import close_account, open_account
from educities.activity.actions.outbox import cancel_mails_to
from educities.activity.actions.records import record
from educities.activity.models import Notice
from stakeholders.actions import erase_profile
from stakeholders.models import Profile

ClosedBy = Literal["guardian", "child", "time"]


@transaction.atomic
def close_child(profile: Profile, *, by: ClosedBy) -> None:
    """No grown-up agrees, or the child does not want it: words, places, supports and profile are gone, and the role ends.

    `by`: whose no it was, or that nobody answered in time; the child is told.

    Where the person has no other part in any city, the account is closed. What is closed already is left alone.
    """
    roles = _list_roles(profile)
    if not roles and not has_begun(profile) and not _is_kept_without_account(profile):
        return
    for erase in ERASURE:
        erase(profile, False)
    user = profile.user
    if user is not None:
        Notice.objects.filter(user=user).delete()
        # What waits for the morning or for the mail server speaks of what is gone now.
        cancel_mails_to(user)
    erase_profile(profile, actor=None)
    # A scan shows the child's name and handwriting.
    SignedForm.objects.filter(link__minor=profile).update(scan=None, scan_type="", vouched_by="")
    for membership in roles:
        end_role(membership, actor=None, quietly=True)
    closes = user is not None and not user.memberships.current().exists()
    if user is not None and closes:
        close_account(user, by=by)
    data = {"city": profile.city.name, "closed": closes, "by": by}
    record(verbs.CHILD_CLOSED, profile, actor=None, notify=[user], url="", **data)


def _is_kept_without_account(profile: Profile) -> bool:
    """A child whom a facilitator wrote down has no role that would say whether it is closed already."""
    return profile.user_id is None and not profile.is_erased_child


def _list_roles(profile: Profile) -> list[Membership]:
    if profile.user is None:
        return []
    own = profile.user.memberships.current().filter(city=profile.city_id, role=Role.RESIDENT)
    return list(own.select_related("user"))


@transaction.atomic
def open_child(profile: Profile) -> None:
    """A grown-up agrees: what was closed is open again, and empty, and the child reads it. What is open stays as it is, and
    whoever was asked into a cohort and has no part in the city yet is of it from now on."""
    if profile.user is None or _list_roles(profile):
        return
    was_closed = profile.is_erased_child
    open_account(profile.user)
    cancel_mails_to(profile.user, [verbs.CHILD_CLOSED.code])
    grant_role(profile.city, profile.user, Role.RESIDENT, actor=None, quietly=True)
    if was_closed:
        record(verbs.CHILD_OPENED, profile, actor=None, notify=[profile.user], url="", city=profile.city.name)
