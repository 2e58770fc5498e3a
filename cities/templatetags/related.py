"""What apps above show on the page of a thing."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from cities.queries.related import list_related

register = template.Library()


@register.simple_tag(takes_context=True)
def related_parts(context: Context, thing: Model) -> list[dict[str, Any]]:
    """`{% related_parts row as parts %}`: each with its template."""
    return list_related(thing, context["request"].user)
