"""The milestones in a person's own calendar program: the page of the link, and what the program reads by it."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from educities.kit.errors import DomainError
from educities.kit.limits import TooOften, check_limit, network_of
from educities.kit.multilingual import translate_plain
from educities.kit.tokens import hash_token
from educities.kit.views import Confirm, FormPage, Permitted
from programs.actions.calendar_links import end_calendar_link, make_calendar_link
from programs.queries import last_program, list_milestones, list_years
from programs.queries.calendar_links import find_calendar_link, find_reader
from programs.renderers.calendar import render_milestones

# So often a calendar program may ask, and so many links that are none may be tried from one place, in an hour.
MOST_READS, MOST_TRIES, HOUR = 60, 30, 3600


class CalendarPage(FormPage):
    """Whoever may read the program makes the link of their own calendar. It is shown in the answer and nowhere again."""

    template_name = "programs/calendar_link.html"
    permission = "programs.view_program"
    form_class = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(link=find_calendar_link(self.actor), **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        if find_calendar_link(self.actor) and "again" not in self.request.POST:
            # Calendars that read by the one before lose it: the page asks first.
            raise DomainError(
                _("You have a link already. The one before ends when you make a new one."), code="programs.link_stands"
            )
        path = self.city_url("program_feed", make_calendar_link(self.actor))
        address = f"{settings.BASE_URL}{path}"
        webcal = f"webcal:{address.partition(':')[2]}"
        response = self.render_to_response(self.get_context_data(form=form, address=address, webcal=webcal))
        response["Cache-Control"] = "no-store"
        return response


class EndCalendarLink(Confirm):
    permission = "programs.view_program"
    label = gettext_lazy("End the link")
    success_message = gettext_lazy("The link is ended. Your calendar program reads nothing by it any more.")

    def get_question(self) -> str:
        return _("End the link of your calendar?")

    def get_text(self) -> str:
        return _(
            "Every calendar that reads the milestones by it stops showing them. You can make a new link at any time."
        )

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("program_calendar_link"), _("Milestones in your calendar"))]

    def act(self) -> None:
        end_calendar_link(self.actor)

    def success_url(self) -> str:
        return self.city_url("program_calendar_link")


class ProgramFeed(Permitted):
    """What a calendar program reads, without a sign-in: the milestones in the language of the link's person."""

    public = True
    http_method_names: ClassVar[list[str]] = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = find_reader(kwargs["token"], self.city)
        try:
            if link is None:
                check_limit("calendar-try", network_of(request), most=MOST_TRIES, seconds=HOUR)
                raise Http404
            check_limit("calendar-read", link.token_hash, most=MOST_READS, seconds=HOUR)
        except TooOften as error:
            return HttpResponse(str(error), status=429, headers={"Retry-After": str(error.wait)})
        with override(link.user.language):
            return self.answer(request, link.made_at)

    def answer(self, request: HttpRequest, made_at: datetime) -> HttpResponseBase:
        """The calendar, or that it is as it was when the program asked last."""
        program = last_program()
        rows = list_milestones(list_years(program)) if program else []
        name = f"{translate_plain(self.city.name)} · {_('Milestones')}"
        text = render_milestones(rows, name, is_followed=True)
        changed = int(max([made_at, *(row.changed_at for row in rows)]).timestamp())
        etag = quote_etag(hash_token(text))
        headers = {"Cache-Control": "private, no-cache", "ETag": etag, "Last-Modified": http_date(changed)}
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
        return get_conditional_response(request, etag, changed, answer) or answer
