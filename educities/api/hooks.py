"""What the frame itself answers to its hooks."""

from django.utils.translation import gettext_lazy as _

from educities.api.scopes import SCOPES, Scope

SCOPES.register(Scope("events:read", _("follow the event log: what changed in the city, without people’s names"), 60))
