"""An organisation promises something inside a collaboration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborations.actions.commitments import describe_why_no_promise_inside, promise_in_collaboration
from collaborations.models import Party
from educities.kit.views import FormPage
from stakeholders.forms.commitments import CommitmentForm
from stakeholders.models import Commitment


class PromiseInside(FormPage):
    """In the name of the organisation that is this side, by whoever may promise for it, or the city's office."""

    permission = "collaborations.promise_as_party"
    model = Party
    form_class = CommitmentForm
    template_name = "collaborations/collaboration_form.html"
    success_message = _("Promised. It stands here and on the page of the organisation.")
    describe_why_not = describe_why_no_promise_inside
    extra_context = {"title": _("Make a commitment for it"), "label": _("Promise it")}

    def get_queryset(self) -> Any:
        return Party.objects.select_related("collaboration__city", "profile", "organisation__city")

    def get_form_class(self) -> Any:
        # A person makes no commitments: the page says so instead of a form.
        return CommitmentForm if self.object.organisation else forms.Form

    def get_form_kwargs(self) -> dict[str, Any]:
        organisation, kwargs = self.object.organisation, super().get_form_kwargs()
        return {**kwargs, "instance": Commitment(organisation=organisation)} if organisation else kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object.collaboration
        return super().get_context_data(
            note=str(self.object),
            crumbs=[(row.get_absolute_url(), str(row))],
            cancel=row.get_absolute_url(),
            **kwargs,
        )

    def act(self, form: Any) -> str:
        promise_in_collaboration(self.object, actor=self.actor, **getattr(form, "values", {}))
        return self.object.collaboration.get_absolute_url()
