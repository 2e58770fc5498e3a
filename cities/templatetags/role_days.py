"""Days of roles on a page: of an invitation, and of what begins for the reader later."""

from typing import Any

from django import template
from django.template import Context

from cities.models import Invitation, Membership, Role
from cities.rules.roles import roles_to_come
from cities.texts.invitations import format_role_days

register = template.Library()


@register.filter
def role_days(row: Invitation | Membership) -> str:
    """`{{ invitation|role_days }}`: from when until when the role is held."""
    return format_role_days(row.starts_on, row.ends_on)


@register.inclusion_tag("cities/_coming_roles.html", takes_context=True)
def coming_roles(context: Context) -> dict[str, Any]:
    """`{% coming_roles %}`: the reader's roles in the page's city whose first day is still to come."""
    request = context.get("request")
    city, user = getattr(request, "city", None), getattr(request, "user", None)
    if city is None or user is None or not user.is_authenticated:
        return {"coming": []}
    return {"coming": [(Role(one.role).label, one.starts_on) for one in roles_to_come(user, city.pk)]}
