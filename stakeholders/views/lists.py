"""A list that pages by key: each page costs the same."""

from typing import Any, ClassVar

from educities.kit.views import Page
from stakeholders.queries import KeysetRows, keyset_page


class KeysetPage(Page):
    """`rows()` in the order of `column`; `filter_class` narrows them; `before` and `after` stand in the address."""

    column: ClassVar[str]
    filter_class: ClassVar[Any]

    def rows(self) -> Any:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.filter = self.filter_class(self.request.GET or None)
        found = keyset_page(
            self.filter.narrow(self.rows()), self.column, after=self._key("after"), before=self._key("before")
        )
        return super().get_context_data(
            rows=found.rows,
            filter=self.filter,
            previous=self._address("before", found.before),
            next_page=self._address("after", found.after),
            **self.more(found),
            **kwargs,
        )

    def more(self, found: KeysetRows) -> dict[str, Any]:
        """What else the template asks for."""
        return {}

    def _key(self, name: str) -> int | None:
        said = self.request.GET.get(name, "")
        return int(said) if said.isdecimal() and len(said) < 19 else None

    def _address(self, name: str, key: int | None) -> str:
        if key is None:
            return ""
        query = self.request.GET.copy()
        query.pop("before", None)
        query.pop("after", None)
        query[name] = str(key)
        return f"?{query.urlencode()}"
