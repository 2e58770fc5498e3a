"""The secret link of a person's own calendar program."""

from django.db import transaction
from django.utils import timezone

from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.tokens import new_token
from programs import verbs
from programs.models import CalendarLink
from stakeholders.models import Profile


@transaction.atomic
def make_calendar_link(user: User) -> str:
    """The secret of the person's link, which is kept nowhere; one of before reads nothing from now on."""
    token, token_hash = new_token()
    given = {"token_hash": token_hash, "made_at": timezone.now()}
    row, _made = CalendarLink.objects.update_or_create(user=user, defaults=given)
    record(verbs.CALENDAR_LINK_MADE, row, actor=user)
    return token


@transaction.atomic
def end_calendar_link(user: User) -> bool:
    """The person's link reads nothing any more. Twice is once. Returns whether there was one."""
    row = CalendarLink.objects.filter(user=user).select_for_update().first()
    if row is None:
        return False
    record(verbs.CALENDAR_LINK_ENDED, row, actor=user)
    row.delete()
    return True


def leave_calendar(profile: Profile, keep_texts: bool = False) -> None:
    """Whoever leaves the city, or is erased, has no link."""
    if profile.user_id is not None:
        CalendarLink.objects.filter(user=profile.user_id).delete()


@transaction.atomic
def end_idle_links(city: City) -> int:
    """Links of those who may not read the program any more are gone, so that a later role brings none back to life."""
    rows = CalendarLink.objects.select_related("user")
    gone = [row for row in rows if not (row.user.is_active and row.user.has_perm("programs.view_program", city))]
    for row in gone:
        record(verbs.CALENDAR_LINK_ENDED, row, actor=None)
        row.delete()
    return len(gone)
