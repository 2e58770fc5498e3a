"""The open call, for everybody: what it is, for whom, until when, and the way to apply."""

from typing import Any

from accelerator.actions.enrolments import describe_why_not_applied
from accelerator.models import Accelerator
from accelerator.queries.calls import list_called
from accelerator.texts.schools import describe_missing_school
from educities.kit.views import RowPage
from stakeholders.queries import find_profile


class AcceleratorCall(RowPage):
    """Nothing on it is of a person. Whoever has an account goes on to the application, whatever their roles."""

    public = True
    model = Accelerator
    template_name = "accelerator/call.html"

    def get_queryset(self) -> Any:
        return list_called(self.city.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        why_not = describe_why_not_applied(row, find_profile(user))
        # A child with an account reads for whom it is, and no button that leads nowhere.
        may = not user.is_authenticated or user.has_perm("accelerator.apply_to_accelerator", row)
        return super().get_context_data(
            terms=list(row.terms.all()),
            why_not=why_not,
            can_apply=may and not why_not,
            missing_school=describe_missing_school(self.city),
            **kwargs,
        )
