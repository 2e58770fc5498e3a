"""Who acts in the practice city."""

from typing import NamedTuple

from educities.accounts.models import User


class Cast(NamedTuple):
    """Who acts in the practice city."""

    operator: User
    director: User
    facilitator: User
    steward: User
    resident: User
    child: User
    deputy: User
    mayor: User
