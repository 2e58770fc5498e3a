"""Whose link it is that a calendar program comes with."""

from cities.models import City
from educities.accounts.models import User
from educities.kit.tokens import hash_token
from programs.models import CalendarLink


def find_calendar_link(user: User) -> CalendarLink | None:
    """The person's own in the scope's city."""
    return CalendarLink.objects.filter(user=user).first()


def find_reader(token: str, city: City) -> CalendarLink | None:
    """The link with this secret, while its person may read the program; with the person."""
    row = CalendarLink.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    if row is None or not row.user.is_active or not row.user.has_perm("programs.view_program", city):
        return None
    return row
