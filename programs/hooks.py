"""What programs answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.navigation import NAVIGATION, Door

NAVIGATION.register(Door("program", _("Five years"), "programs.view_program", 50, ("indicators",)))
