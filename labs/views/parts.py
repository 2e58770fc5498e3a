"""What every page about a cohort has in common: the ways up, and the cohort's tabs."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from educities.kit.views import Permitted
from labs.models import Cohort
from labs.queries.parts import list_cohort_tabs, list_crumbs, list_crumbs_below


class OfCohort(Permitted):
    """A tab of a cohort (`part`: the address' name), or with `is_below` a page that lies behind that tab.

    The row of the page is the cohort or has one.
    """

    part: ClassVar[str] = "cohort"
    is_below: ClassVar[bool] = False

    @property
    def cohort(self) -> Cohort:
        """Whose page it is."""
        row: Any = self.object
        found: Cohort = row if isinstance(row, Cohort) else row.cohort
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohort, user = self.cohort, self.request.user
        frame = {
            "cohort": cohort,
            "crumbs": (list_crumbs_below if self.is_below else list_crumbs)(cohort, user),
            "tabs": list_cohort_tabs(cohort, user, self.part, below=self.is_below),
            "tabs_label": _("Pages of the cohort"),
        }
        return super().get_context_data(**{**frame, **kwargs})  # type: ignore[misc]  # of the page it is mixed into


class BelowCohort(Permitted):
    """A page that asks one thing about a cohort, which is its row or belongs to it: no tabs, but the ways up.

    `part`, `part_label`: the tab that the page lies behind.
    """

    part: ClassVar[str] = ""
    part_label: ClassVar[Any] = ""

    @property
    def cohort(self) -> Cohort:
        """Whose page it is."""
        row: Any = self.object
        found: Cohort = row if isinstance(row, Cohort) else row.cohort
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = list_crumbs_below(self.cohort, self.request.user, self.part, str(self.part_label))
        if self.object is not self.cohort and hasattr(self.object, "get_absolute_url"):
            crumbs.append((self.object.get_absolute_url(), str(self.object)))
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})  # type: ignore[misc]
