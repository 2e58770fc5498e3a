"""What can be recorded about accounts."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

SIGNED_IN_BY_LINK = verb("accounts.signed_in_by_link", _("Somebody signed in by the link of their mail"))
