"""The head of school answers by the link of a mail, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accelerator.actions import head
from accelerator.forms.enrolments import NO, YES, HeadForm
from accelerator.models import Enrolment
from educities.kit.errors import DomainError
from educities.kit.views import FormPage


class AnswerAsHead(FormPage):
    """Who asks, for what, what it means for the school; yes with hours and a name, or no."""

    public = True
    form_class = HeadForm
    template_name = "accelerator/answer_as_head.html"
    question: Enrolment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.question = head.find_question(kwargs["token"], request.user)
        except DomainError as error:
            context = {"text": str(error), "changes_language": False}
            return render(request, "kit/link_ended.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        row = self.question
        if row.state != Enrolment.State.HEAD_APPROVED:
            return {"answer": NO} if row.head_said_no else {}
        return {"answer": YES, "release_hours": row.release_hours, "substitute": row.substitute}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.question
        return super().get_context_data(
            enrolment=row,
            terms=list(row.accelerator.terms.all()),
            can_answer=head.is_open_question(row),
            **kwargs,
        )

    def act(self, form: HeadForm) -> HttpResponse:
        given = form.cleaned_data
        if form.says_yes:
            head.agree_as_head(self.question, release_hours=given["release_hours"], substitute=given["substitute"])
            messages.success(self.request, _("Thank you. We have told the teacher and the city."))
        else:
            head.refuse_as_head(self.question, reason=given["reason"])
            messages.success(self.request, _("We have saved your answer. Only the education director reads why."))
        return redirect("answer_as_head", self.city.slug, self.kwargs["token"])
