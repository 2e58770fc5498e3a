"""What became of the question to a head of school, in sentences."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accelerator.models import Enrolment
from accelerator.queries.head_links import find_head_mail
from educities.activity.models import Message
from educities.activity.queries.quiet_hours import next_allowed
from educities.kit.day_words import format_day, format_moment


def describe_head_mail(row: Enrolment, *, with_address: bool = True) -> str:
    """To which address the head is written, and truly when: gone, on its way, after the quiet hours, or not delivered."""
    mail = find_head_mail(row)
    address = row.head_email if with_address else pgettext("address of an email", "the head of school")
    words = {"address": address, "day": format_day(row.head_asked_on) if row.head_asked_on else ""}
    if mail is None or mail.state == Message.State.SENT:
        return _("We wrote to %(address)s on %(day)s. They have not answered yet.") % words
    if mail.state in {Message.State.DEAD, Message.State.CANCELLED}:
        return _("The email to %(address)s could not be delivered. Check the address, and write again.") % words
    now = timezone.now()
    moment = max(next_allowed(row.city, now), mail.available_at)
    if moment <= now:
        return _("The email to %(address)s is on its way.") % words
    words["moment"] = format_moment(moment.astimezone(row.city.zone))
    return _("The email to %(address)s goes out on %(moment)s: until then the city sends no email.") % words
