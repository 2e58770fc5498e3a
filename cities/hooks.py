"""What cities answer to apps below."""

from datetime import datetime
from typing import Any

from cities import verbs
from cities.models import City, Membership, Role, Scope
from educities.activity.values import VERBS, list_verbs
from educities.api.partners import OWNER_CONDITIONS, OwnerCondition
from educities.kit.tones import STATE_TONES, Tones

VERBS.register_each(list_verbs(verbs))
STATE_TONES.register(Tones(City, good="active"))


def director_values(now: datetime) -> tuple[Any, ...]:
    """The values of the condition below."""
    return Role.DIRECTOR, Scope.CITY, now.date(), now.date()


# A program may call as long as the person who admitted it directs the city.
OWNER_CONDITIONS.register(
    OwnerCondition(
        f"""
        EXISTS (SELECT 1 FROM {Membership._meta.db_table} held
                 WHERE held.user_id = {{owner}} AND held.city_id = {{city}}
                   AND held.role = %s AND held.scope_type = %s AND held.starts_on <= %s
                   AND (held.ends_on IS NULL OR held.ends_on >= %s))
        """,
        director_values,
    )
)
