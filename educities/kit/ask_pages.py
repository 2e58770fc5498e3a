"""The ways up from a page that asks before an act."""

from typing import Any


class AsksAboutRow:
    """A page that asks before it acts: the row that it is about is in its ways up, where the row has a page."""

    object: Any

    def get_about(self) -> Any:
        """The row that the page is about: of a part without a page of its own, what it is a part of."""
        return self.object

    def get_crumbs(self) -> list[tuple[str, str]]:
        """The ways up below the navigation's own: (address, label)."""
        row = self.get_about()
        return [(row.get_absolute_url(), str(row))] if hasattr(row, "get_absolute_url") else []

    def get_blocker(self) -> str:
        """Why it cannot be done now, in a sentence: then nobody is asked first."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs, blocker = kwargs.pop("crumbs", None), self.get_blocker()
        kwargs["crumbs"] = self.get_crumbs() if crumbs is None else crumbs
        if blocker:
            # Without a form there is nothing that another language would have to keep.
            kwargs |= {"blocker": blocker, "changes_language": False}
        return super().get_context_data(**kwargs)  # type: ignore[misc]  # of the page it is mixed into
