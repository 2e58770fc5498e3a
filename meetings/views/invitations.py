"""The members are invited, and the invitation is taken back while its emails wait."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.actions.outbox import SETTLING, settling_time
from educities.activity.queries.quiet_hours import next_allowed
from educities.activity.texts.delivery_rows import next_mail
from educities.kit.multilingual import translate_plain
from educities.kit.undo import UNDO_FOR, offer_undo
from educities.kit.views import ActionView, UndoView
from meetings.actions import invitations, sessions
from meetings.views.rows import OfSession


class ScheduleSession(OfSession, ActionView):
    permission = "meetings.change_session"

    def act(self) -> None:
        sessions.schedule_session(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        """With what the quiet hours do to the emails, where the city is in them."""
        text, about = self._describe_invitation()
        return capfirst(text % {"members": self.object.group.members, **about})

    def _describe_invitation(self) -> tuple[str, dict[str, Any]]:
        time, wait = next_mail(self.city), self.find_undo_time()
        if not time and wait:
            text = ngettext(
                "%(members)s are invited. The emails go out in %(n)s minute.",
                "%(members)s are invited. The emails go out in %(n)s minutes.",
                wait.seconds // 60,
            )
            return text, {"n": wait.seconds // 60}
        if not time:
            return _("%(members)s are invited."), {}
        if next_allowed(self.city, timezone.now()) >= self.object.starts_at:
            return _(
                "%(members)s see the invitation here. The quiet hours last until the session, so no email goes out."
            ), {}
        return _("%(members)s are invited. We send the emails at %(time)s, after the quiet hours."), {"time": time}

    def find_undo_time(self) -> timedelta | None:
        """How long the emails wait, so that they can be taken back; None where they go out at once."""
        if next_mail(self.city):
            return UNDO_FOR
        return SETTLING if settling_time(self.object.starts_at) else None

    def tell_success(self) -> None:
        """With the way back, as long as the emails wait."""
        lasts = self.find_undo_time()
        if lasts is None:
            return super().tell_success()
        way = self.city_url("undo_invitations", self.object.pk)
        return offer_undo(self.request, self.get_success_message(), way, lasts=lasts)


class UndoInvitations(OfSession, UndoView):
    permission = "meetings.change_session"

    def act(self) -> None:
        invitations.undo_invitations(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return _("Undone. No email goes out, and the session “%(title)s” is a draft again.") % {
            "title": translate_plain(self.object.title)
        }
