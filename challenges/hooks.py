"""What challenges answers to those below."""

from django.utils.translation import gettext_lazy as _

from educities.api.scopes import SCOPES, Scope

SCOPES.register(Scope("challenges:read", _("read challenges"), 30))
