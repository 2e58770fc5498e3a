"""A person's inbox."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from educities.activity.models import Notice

# The bell says "99+" beyond it, and counts no further.
MAX_COUNTED = 100


def count_unread(user: AbstractBaseUser | AnonymousUser) -> int:
    """How many notices of the scope's city the person has not read, a hundred at most; none for who is not signed in."""
    if not user.is_authenticated:
        return 0
    return Notice.objects.filter(user_id=user.pk, read_at=None).order_by()[:MAX_COUNTED].count()
