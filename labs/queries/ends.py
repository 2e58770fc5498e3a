"""What has ended, in the words of its pages: a closed lab."""

from django.utils.translation import gettext as _

from labs.models import Lab


def describe_why_closed(lab: Lab) -> str:
    """That the lab is closed and nothing can be done with it, in a sentence; "" when it is not."""
    return _("This lab is closed. Reopen the lab first.") if lab.state == Lab.State.CLOSED else ""
