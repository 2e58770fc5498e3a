"""Where somebody is signed in, and the ways to end it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.accounts.actions import end_session, end_sessions
from educities.accounts.queries import list_sessions
from educities.kit.views import ActionView, Page


class Sessions(Page):
    """Every browser in which the person is signed in."""

    signed_in = True
    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list_sessions(self.actor, self.request.session.session_key)
        crumbs = [(reverse("account"), _("My account"))]
        return super().get_context_data(crumbs=crumbs, rows=rows, has_others=len(rows) > 1, **kwargs)


class EndSession(ActionView):
    """One of them is over."""

    signed_in = True
    success_message = _("That device is signed out.")

    def act(self) -> None:
        end_session(self.actor, self.kwargs["digest"])

    def success_url(self) -> str:
        return reverse("my_sessions")


class EndOtherSessions(ActionView):
    """All but this one are over."""

    signed_in = True
    success_message = _("You are signed out everywhere else.")

    def act(self) -> None:
        end_sessions(self.actor, keep=self.request.session.session_key)

    def success_url(self) -> str:
        return reverse("my_sessions")
