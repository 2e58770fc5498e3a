"""What programs answers to those below."""

from django.utils.translation import gettext_lazy as _

from educities.api.scopes import SCOPES, Scope

SCOPES.register(Scope("indicators:read", _("read indicators and their values"), 40))
SCOPES.register(Scope("indicators:write", _("enter indicator values as drafts"), 50))
