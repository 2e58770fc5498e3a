from typing import Any, ClassVar

from cities.queries.navigation import place_below
from educities.kit.views import Permitted
from meetings.models import Group, Session


class OfGroup(Permitted):
    """A page about a group. Its address is the owner's: the app above names the owner's `model`, which has `group`."""

    @property
    def group(self) -> Group:
        """The group of the row that the address names."""
        return self.object.group

    def get_queryset(self) -> Any:
        return self.model.objects.select_related("group")

    def permission_object(self) -> Group:
        return self.group


class OfSession(Permitted):
    """A page or a button of one session, which comes with its group and the group's owner."""

    model: ClassVar[Any] = Session

    def get_queryset(self) -> Any:
        return Session.objects.with_group()

    def get_row(self) -> Session:
        """The session; its page lies below what its group belongs to."""
        session: Session = super().get_row()
        place_below(self.request, session.group.owner)
        return session

    def group_tabs(self) -> dict[str, Any]:
        """The tabs of what the group belongs to, for the page of the session itself."""
        group = self.object.group
        kind = group.definition
        return {"tabs": kind.list_tabs(group.owner, self.request.user), "tabs_label": kind.tabs_label}
