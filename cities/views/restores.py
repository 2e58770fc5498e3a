"""What a director looks at after the platform was restored from a backup."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.actions import look_at_restore
from cities.models import Restore
from educities.kit.day_words import format_moment
from educities.kit.views import Confirm


class RestorePage(Confirm):
    """Of when the data are, what may be wrong since, and that somebody has looked."""

    permission = "cities.look_at_restore"
    model = Restore
    template_name = "cities/restore.html"
    label = _("I have looked")
    success_message = _("Noted in the history. It waits for no director any more.")

    def get_queryset(self) -> Any:
        return Restore.objects.select_related("city")

    def get_question(self) -> str:
        return gettext("The city’s data are as of %(moment)s") % {"moment": format_moment(self.object.local_moment)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.object, **kwargs)

    def act(self) -> None:
        look_at_restore(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("dashboard")
