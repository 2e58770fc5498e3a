"""A list that pages by key, and says how many rows there are in all."""

from typing import Any, ClassVar, NamedTuple

from educities.kit.views import Page
from stakeholders.queries import PAGE, KeysetRows, count_cut_rows, keyset_page


class Script(NamedTuple):
    """A script's first letter as lists are sorted, and the span of its letters as people know it."""

    first: str
    label: str


# In the order of the database, which is that of Unicode: capital letters stand before all small ones.
SCRIPTS = {"en": Script("A", "A–Z"), "he": Script("א", "א–ת"), "ar": Script("ء", "أ–ي")}


class KeysetPage(Page):
    """`rows()` in the order of `column`; `filter_class` narrows them; `before` and `after` stand in the address."""

    column: ClassVar[str]
    filter_class: ClassVar[Any]

    @property
    def size(self) -> int:
        """How many rows stand on a page."""
        return PAGE

    @property
    def is_by_name(self) -> bool:
        """Do the rows stand in the order of `column`, a name in its spelling? Else they stand in that of `created_at`."""
        return True

    @property
    def order(self) -> str:
        """The column by which the rows stand."""
        return self.column if self.is_by_name else "created_at"

    def rows(self) -> Any:
        raise NotImplementedError

    def make_filter(self) -> Any:
        """What the rows are narrowed by, as it was chosen."""
        return self.filter_class(self.request.GET or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.filter = self.make_filter()
        script = self.request.GET.get("from", "")
        script = script if script in SCRIPTS and self.is_by_name else ""
        found = self._find_rows_shown(script)
        cut = count_cut_rows(self.narrow_rows, self.order, found)
        return super().get_context_data(
            rows=found.rows,
            all_rows=cut.all_rows if cut else len(found.rows),
            filter=self.filter,
            previous=self._address("before", found.before),
            next_page=self._address("after", found.after),
            cut=cut,
            jumps=self._jumps(script, found),
            **self.more(found),
            **kwargs,
        )

    def narrow_rows(self) -> Any:
        """The rows that fit what was chosen."""
        return self.filter.narrow(self.rows())

    def find_first_page(self) -> KeysetRows:
        """The page with which the list begins."""
        return keyset_page(self.narrow_rows(), self.order, size=self.size)

    def _find_rows_shown(self, script: str) -> KeysetRows:
        keys = {"after": self._key("after"), "before": self._key("before")}
        if not script and not any(keys.values()):
            return self.find_first_page()
        start = SCRIPTS[script].first if script else ""
        return keyset_page(self.narrow_rows(), self.order, **keys, start=start, size=self.size)

    def more(self, found: KeysetRows) -> dict[str, Any]:
        """What else the template asks for."""
        return {}

    def _jumps(self, script: str, found: KeysetRows) -> list[dict[str, str | bool]]:
        """Where names in each script begin, for a list of more than one page."""
        if not self.is_by_name or not (script or found.after or found.before):
            return []
        query = self.request.GET.copy()
        for name in ("before", "after", "from"):
            query.pop(name, None)
        kept = f"&{query.urlencode()}" if query else ""
        return [
            {"url": f"?from={name}{kept}", "label": one.label, "current": name == script}
            for name, one in SCRIPTS.items()
        ]

    def _key(self, name: str) -> int | None:
        said = self.request.GET.get(name, "")
        return int(said) if said.isdecimal() and len(said) < 19 else None

    def _address(self, name: str, key: int | None) -> str:
        if key is None:
            return ""
        query = self.request.GET.copy()
        query.pop("before", None)
        query.pop("after", None)
        query.pop("from", None)
        query[name] = str(key)
        return f"?{query.urlencode()}"
