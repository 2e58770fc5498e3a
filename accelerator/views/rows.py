"""What pages below a teacher's place have in common: the rows they need and the ways up."""

from typing import Any

from accelerator.models import Enrolment


class BelowEnrolment:
    """A page of one teacher's way: its row is the enrolment or belongs to it."""

    object: Any

    def get_queryset(self) -> Any:
        return Enrolment.objects.with_names().select_related("accelerator__city", "accelerator__group")

    @property
    def enrolment(self) -> Enrolment:
        """Whose way it is."""
        row: Enrolment = self.object if isinstance(self.object, Enrolment) else self.object.enrolment
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.enrolment
        crumbs = [(row.accelerator.get_absolute_url(), str(row.accelerator))]
        if getattr(self, "template_name", "") != "accelerator/enrolment.html":
            crumbs.append((row.get_absolute_url(), str(row)))
        more: dict[str, Any] = super().get_context_data(  # type: ignore[misc]  # of the page it is mixed into
            **{"crumbs": crumbs, "cancel": self.object.get_absolute_url(), **kwargs}
        )
        return more
