"""What a teacher reads whose school the city does not have in its list."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def describe_missing_school(city: Any) -> SafeString:
    """Whom to write to whose school is not listed: the city's address, or its page of contacts while it has none."""
    if city.contact_email:
        address = format_html('<a href="mailto:{0}" dir="ltr">{0}</a>', city.contact_email)
        text = _("Is your school not listed? Write to %(address)s. As soon as the city has added it, you can apply.")
    else:
        address = format_html('<a href="{}">{}</a>', reverse("city_contact", args=[city.slug]), _("Contact"))
        text = _(
            "Is your school not listed? Ask the city to add it (%(address)s). As soon as it is there, you can apply."
        )
    return format_html(text.replace("%(address)s", "{}"), address)
