"""A person's notices: the list, one that is opened, all that are seen."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.activity.actions.notices import read_notices
from educities.activity.models import Notice
from educities.activity.queries.notices import MAY_OPEN, annotate_settled, label_unread
from educities.activity.texts.inbox_rows import inbox_groups
from educities.kit.views import ActionView, ListPage


class Inbox(ListPage):
    """The person's notices in this city, the newest first."""

    signed_in = True
    template_name = "activity/inbox.html"

    def rows(self) -> Any:
        mine = annotate_settled(Notice.objects.filter(user=self.request.user))
        return mine.filter(read_at=None) if self.is_narrowed else mine

    @property
    def is_narrowed(self) -> bool:
        """Are the unread ones asked for alone?"""
        return "unread" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        groups = inbox_groups(context["object_list"], self.city)
        # What is folded together is seen or unseen alike.
        is_new = any(row.is_new for group in groups for row in group.rows)
        return context | {"groups": groups, "is_new": is_new, "tabs": self.tabs(), "tabs_label": _("Notifications")}

    def tabs(self) -> list[dict[str, Any]]:
        """All of them, and the unread alone."""
        url, unread = self.city_url("inbox"), label_unread(self.request.user)
        return [
            {"url": url, "label": _("All"), "current": not self.is_narrowed},
            {"url": f"{url}?unread=1", "label": _("Unread"), "current": self.is_narrowed, "count": unread},
        ]


class OpenNotice(ActionView):
    """A notice is read by opening it, and with it whatever else leads the person to that page."""

    signed_in = True
    model = Notice

    def get_queryset(self) -> Any:
        return Notice.objects.filter(user_id=self.request.user.pk)

    def get_row(self) -> Any:
        # Who is signed out meanwhile is led to sign in, not told that there is nothing.
        return super().get_row() if self.request.user.is_authenticated else None

    def act(self) -> None:
        row = self.object
        read_notices(row.user_id, **({"url": row.url} if row.url else {"pk": row.pk}))

    def success_url(self) -> str:
        """The page of the notice; where that is not open to the person any more, the inbox, which says so."""
        url = str(self.object.url)
        if url and not all(may(self.actor, self.city, url) for may in MAY_OPEN):
            messages.info(self.request, gettext("That page is not open to you any more."))
            return self.city_url("inbox")
        return url or self.city_url("inbox")


class ReadAll(ActionView):
    """Everything has been seen."""

    signed_in = True

    def act(self) -> None:
        read_notices(self.request.user.pk or 0)

    def success_url(self) -> str:
        return self.city_url("inbox")
