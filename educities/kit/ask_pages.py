"""Pages that ask: why not now, and the ways up from a page that asks before an act."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from educities.kit.kept_forms import ask_to_sign_in_first


def describe_nothing(row: Any) -> str:
    """Nothing stands against the act, whatever the row."""
    return ""


class SaysWhyNot:
    """A page whose act is not possible now says so, and shows no form that could only be refused.

    `describe_why_not(row)`: the sentence with which the page's action would refuse the row, "" for none.
    """

    object: Any
    describe_why_not: ClassVar[Callable[[Any], str]] = describe_nothing

    def get_blocker(self) -> str:
        """Why it cannot be done now, in a sentence; "" when it can."""
        return str(type(self).describe_why_not(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if blocker := self.get_blocker():
            # Without a form there is nothing that another language would have to keep.
            kwargs |= {"blocker": blocker, "changes_language": False}
        return super().get_context_data(**kwargs)  # type: ignore[misc]  # of the page it is mixed into


class AsksAge:
    """A page before which whom others typed in says whether they are 18. Leaving, and what is known of oneself, wait for
    nothing."""

    asks_age_first: ClassVar[bool] = True

    def ask_age(self, request: HttpRequest) -> HttpResponse | None:
        """The way to the page that asks it (`request.age_question`), for who has not said it yet; else None."""
        way = str(getattr(request, "age_question", "")) if self.asks_age_first else ""
        return ask_to_sign_in_first(request, self, way=way, has_session=True) if way else None  # type: ignore[arg-type]


class AsksAboutRow(SaysWhyNot):
    """A page that asks before it acts: the row that it is about is in its ways up, where the row has a page."""

    def get_about(self) -> Any:
        """The row that the page is about: of a part without a page of its own, what it is a part of."""
        return self.object

    def get_crumbs(self) -> list[tuple[str, str]]:
        """The ways up below the navigation's own: (address, label)."""
        row = self.get_about()
        return [(row.get_absolute_url(), str(row))] if hasattr(row, "get_absolute_url") else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = kwargs.pop("crumbs", None)
        return super().get_context_data(**{**kwargs, "crumbs": self.get_crumbs() if crumbs is None else crumbs})
