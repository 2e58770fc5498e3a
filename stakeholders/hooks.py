"""What stakeholders answers to those below."""

from django.utils.translation import gettext_lazy as _

from educities.api.scopes import SCOPES, Scope

SCOPES.register(Scope("stakeholders:read", _("read organisations"), 10))
