"""What is before the meeting on each member's own phone: read again by itself, answered with one tap or in words."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.views import ActionView, FormPage, Permitted, RowPage
from forum.actions.ballots import describe_why_no_answer, give_answer
from forum.forms.ballots import BallotForm
from forum.models import Decision, Meeting
from forum.queries.ballots import find_own, find_version
from forum.views.charters import list_crumbs
from forum.views.meetings import OfMeeting
from forum.views.questions import list_question_parts


class MeetingQuestion(OfMeeting, RowPage):
    """The part of the screen that says what is before the meeting; nothing is sent while it would look the same."""

    permission = "forum.view_meeting"
    template_name = "forum/_question.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parts = list_question_parts(self.object, self.actor)
        # The item whose form stands on the page: what goes into its record is said there.
        parts["form_item"] = request.GET.get("form", "")
        if request.GET.get("shown") == parts["stamp"]:
            return HttpResponse(status=204)
        # What was answered as the page was shown is noted, or gone: that the answer is in is not true any more.
        parts["is_stale"] |= "answered" in request.GET and not parts["has_answered"]
        return self.render_to_response(self.get_context_data(**parts, is_part=True))


class OfQuestion(Permitted):
    """A page or a button of a proposal that is, or was, before a meeting."""

    model: ClassVar[Any] = Decision
    permission = "forum.answer_decision"

    def get_queryset(self) -> Any:
        return Decision.objects.with_words().filter(meeting__isnull=False)

    def target_url(self) -> str:
        """The meeting, where the answer stands."""
        return str(self.object.meeting.get_absolute_url())


class AnswerQuestion(OfQuestion, ActionView):
    """For it, against it, or neither, with one tap."""

    success_message = gettext_lazy("Your answer is in. You can change it until the decision is noted.")

    def act(self) -> None:
        answer = self.request.POST.get("answer", "")
        give_answer(self.object, actor=self.actor, answer=answer, seen=self.request.POST.get("seen", ""))

    def success_url(self) -> str:
        return self.target_url()


class AnswerInWords(OfQuestion, FormPage):
    """The same with an objection or dissent."""

    form_class = BallotForm
    template_name = "forum/answer.html"
    success_message = gettext_lazy("Your answer is in. You can change it until the decision is noted.")
    describe_why_not = describe_why_no_answer

    def get_initial(self) -> dict[str, Any]:
        own, version = find_own(self.object, self.actor), find_version(self.object)
        known: dict[str, Any] = {"words": own.words} if own else {}
        if own is not None and own.version == version:
            # Of other words the person says both anew.
            known |= {"answer": own.answer, "is_named": own.is_named}
        return {"seen": version, **known}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting: Meeting = self.object.meeting
        crumbs = [*list_crumbs(self.object.item.charter, self.actor), (meeting.get_absolute_url(), str(meeting))]
        own = find_own(self.object, self.actor)
        kwargs |= {"is_reworded": own is not None and own.version != find_version(self.object)}
        frame = {"crumbs": crumbs, "cancel": meeting.get_absolute_url(), "label": _("Send the answer")}
        return super().get_context_data(**{**frame, **kwargs})

    def act(self, form: BallotForm) -> str:
        give_answer(self.object, actor=self.actor, **form.cleaned_data)
        return self.target_url()
