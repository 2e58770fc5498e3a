"""The minutes of the forum as a file, in the language that is asked for."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from educities.kit.multilingual import LANGUAGES
from educities.kit.views import Permitted
from forum.models import Meeting
from reports.renderers.minutes import render_minutes


class MinutesFile(Permitted):
    """Whoever may read the minutes may print them; there are none before the meeting has ended."""

    permission = "forum.view_meeting"
    model: ClassVar[Any] = Meeting
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get_queryset(self) -> Any:
        return Meeting.objects.select_related("city", "charter", "session__city")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.ended_at is None:
            messages.info(request, _("There are no minutes before the meeting has ended."))
            return redirect(self.object)
        asked = request.GET.get("lang") or (get_language() or "en")[:2]
        if asked not in LANGUAGES:
            raise Http404
        with override(asked):
            body = render_minutes(self.object)
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="minutes-{self.object.pk}-{asked}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
