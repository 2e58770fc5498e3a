"""What a page says about email where none leaves."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("activity/_unsent_mail.html")
def unsent_mail() -> dict[str, bool]:
    """`{% unsent_mail %}`: that this installation sends no email and where it is found; nothing where emails go out."""
    return {"is_kept": settings.EMBEDDED}
