"""What the lab's people do: frame, open, read, answer."""

from typing import Any

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from challenges import actions, verbs
from challenges.actions.answers import describe_why_not_answered
from challenges.actions.challenges import describe_why_not_moved
from challenges.forms import AnswerForm, ChallengeForm, PhasesForm
from challenges.models import Challenge, Contribution, IdeaPhoto
from challenges.queries import moderation_queue, waiting_for_guardians
from challenges.queries.moderators import find_open_objections
from challenges.queries.photos import narrow_to_moderated, photos_to_decide
from challenges.texts import is_read_by_team
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.forms import ReasonForm
from educities.kit.lists import put_over_last
from educities.kit.views import ActionView, AskedOnce, FormPage, ListPage, safe_next_url

State = Challenge.State
MOVES = {
    "open": State.OPEN,
    "review": State.REVIEWING,
    "answer": State.ANSWERED,
    "act": State.IN_ACTION,
    "close": State.CLOSED,
}
# What the button of a move says.
MOVE_LABELS = {
    State.OPEN: _("Open to residents"),
    State.REVIEWING: _("Stop collecting ideas and review"),
    State.ANSWERED: _("Finish answering"),
    State.IN_ACTION: _("Mark as being carried out"),
    State.CLOSED: _("Close for good"),
}

# What came of it, and what comes next.
MOVE_RESULTS = {
    State.OPEN: _("Residents can see this challenge now. Their ideas will appear on this page."),
    State.REVIEWING: _("No more ideas can be sent. Now answer each one: its author is told."),
    State.ANSWERED: _("The answers are finished. When work begins, mark the challenge as being carried out."),
    State.IN_ACTION: _("Residents now see that this challenge is being carried out."),
    State.CLOSED: _("This challenge is closed. Residents can still read it."),
}

# So many photos stand on the page of a moderator at once.
MOST_PHOTOS = 50


class ManageChallenges(ListPage):
    permission = "challenges.manage_challenge"
    model = Challenge
    template_name = "challenges/manage.html"
    over = (State.CLOSED, State.DECLINED, State.MERGED)

    def rows(self) -> Any:
        """Those with ideas that wait to be read come first, the longest waiting before the others; what is over is last."""
        waiting = narrow_to_moderated(moderation_queue(), self.request.user, self.city, "challenge")
        of_each = waiting.filter(challenge=OuterRef("pk")).order_by().values("challenge")
        pending = Subquery(of_each.annotate(n=Count("pk")).values("n"))
        since = Subquery(of_each.annotate(since=Min("created_at")).values("since"))
        rows = Challenge.objects.annotate(pending=Coalesce(pending, 0), waiting_since=since)
        return put_over_last(rows, self.over, F("waiting_since").asc(nulls_last=True), "-pk")


# What is asked before a move that residents feel at once, and what it does.
MOVE_QUESTIONS = {
    State.REVIEWING: (
        _("Stop collecting ideas and review them?"),
        _("Residents can write no new ideas after that. You can open it again, with a reason."),
    ),
    State.CLOSED: (
        _("Close this challenge for good?"),
        _("It takes no new ideas or support after that. Authors can still withdraw their ideas."),
    ),
}


class NewChallenge(FormPage):
    permission = "challenges.add_challenge"
    form_class = ChallengeForm
    template_name = "challenges/challenge_form.html"
    success_message = _("Saved. Check how residents will see it, then open it.")

    def act(self, form: ChallengeForm) -> str:
        return actions.frame_challenge(actor=self.actor, **form.cleaned_data).get_absolute_url()


class _BelowChallenge(FormPage):
    """A page of one challenge, below it in the ways up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.object.get_absolute_url(), str(self.object))]
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})


class ChangeChallenge(_BelowChallenge, ConcurrentEditPage):
    permission = "challenges.change_challenge"
    model = Challenge
    form_class = ChallengeForm
    template_name = "challenges/challenge_form.html"
    success_message = _("Saved.")

    def act(self, form: ChallengeForm) -> str:
        actions.change_challenge(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class PlanPhases(_BelowChallenge):
    permission = "challenges.change_challenge"
    model = Challenge
    form_class = PhasesForm
    template_name = "challenges/phases.html"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"challenge": self.object}

    def act(self, form: PhasesForm) -> str:
        actions.plan_phases(self.object, actor=self.actor, phases=form.phases)
        return self.object.get_absolute_url()


class MoveChallenge(AskedOnce):
    """A button; where it cannot be undone its page asks once, and opening once more asks for a reason."""

    permission = "challenges.open_challenge"
    model = Challenge
    ends = (verbs.CHALLENGE_MOVED,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["move"] not in MOVES:
            raise Http404
        self.to = MOVES[kwargs["move"]]
        return super().dispatch(request, *args, **kwargs)

    def get_success_message(self) -> str:
        return str(MOVE_RESULTS[self.to])

    def get_blocker(self) -> str:
        return describe_why_not_moved(self.object, self.to)

    @property
    def asks_reason(self) -> bool:
        return (self.object.state, self.to) == (State.REVIEWING, State.OPEN)

    def asks(self) -> dict[str, Any]:
        question, text = MOVE_QUESTIONS.get(self.to, (_("Change the status of this challenge?"), ""))
        return {
            "eyebrow": self.object,
            "question": question,
            "text": text,
            "label": MOVE_LABELS[self.to],
            "cancel": self.object.get_absolute_url(),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks_reason = self.asks_reason and not self.get_blocker()
        return self._asked(ReasonForm()) if asks_reason else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if self.asks_reason and not form.is_valid():
            return self._asked(form, status=422)
        self.reason = form.cleaned_data["reason"] if self.asks_reason else ""
        return super().post(request, *args, **kwargs)

    def _asked(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        return render(self.request, "challenges/open_again.html", {"row": self.object, "form": form}, status=status)

    def act(self) -> None:
        actions.move_challenge(self.object, self.to, actor=self.actor, reason=self.reason)


class Moderation(ListPage):
    """What waits for a reader, the oldest first, and how much waits for a guardian before that; and photos to look at.

    Who leads a single lab reads what was brought to that lab. `?challenge=7` shows those of one challenge.
    """

    permission = "challenges.manage_challenge"
    template_name = "challenges/moderation.html"
    context_object_name = "rows"

    def rows(self) -> Any:
        return self.mine(moderation_queue()).select_related("challenge", "author", "photo").order_by("created_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.mine(waiting_for_guardians()).count()
        photos = self.mine(photos_to_decide(), "contribution__challenge")[:MOST_PHOTOS]
        return super().get_context_data(
            waiting=waiting,
            of=self.challenge,
            objections=list(self.mine(find_open_objections()).select_related("challenge", "city")[:MOST_PHOTOS]),
            photos=[photo for photo in photos if photo.state == IdeaPhoto.State.WAITING],
            refused_photos=[photo for photo in photos if photo.state == IdeaPhoto.State.REFUSED],
            kept_days=IdeaPhoto.REFUSED_DAYS,
            **kwargs,
        )

    @cached_property
    def challenge(self) -> Challenge | None:
        """The challenge whose ideas alone are shown."""
        asked = self.request.GET.get("challenge", "")
        is_number = asked.isdecimal() and len(asked) < 19
        return Challenge.objects.filter(pk=int(asked)).first() if is_number else None

    def mine(self, rows: QuerySet, way: str = "challenge") -> QuerySet:
        """Those of them that the person may read, of the challenge that is asked for. `way`: from a row to its challenge."""
        if self.challenge:
            rows = rows.filter(**{way: self.challenge})
        return narrow_to_moderated(rows, self.request.user, self.city, way)


class _OfIdea(ActionView):
    permission = "challenges.moderate_contribution"
    model = Contribution

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("challenge", "author", "author__user")

    def success_url(self) -> str:
        return self.city_url("moderation")


class PublishIdea(_OfIdea):
    success_message = _("Idea published. We have told the author.")

    def act(self) -> None:
        actions.publish_idea(self.object, actor=self.actor)


class IdeaFormPage(FormPage):
    """Something is written about one idea, which stands above it."""

    permission = "challenges.moderate_contribution"
    model = Contribution
    template_name = "challenges/idea_form.html"
    # The list from which it was opened is then as it was: searched, ordered and turned to its page.
    returns_to_sender = True

    def get_row(self) -> Any:
        rows = Contribution.objects.select_related("challenge", "author", "author__user", "answer_by__user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def way_back(self) -> str:
        """The list from which it was opened; else where the team reads the idea: among the neighbours' once published,
        or among those that wait.
        """
        is_own = self.object.state in Contribution.OWN
        fallback = self.city_url("moderation") if is_own else self.object.get_absolute_url()
        return safe_next_url(self.request, fallback)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"has_words": is_read_by_team(self.object), "next": safe_next_url(self.request, "")}
        return super().get_context_data(**shown, **kwargs)


class AnswerIdea(ConcurrentEditPage, IdeaFormPage):
    """The answer is written beside the idea."""

    heading, label = _("Answer this idea"), _("Send the answer")
    form_class = AnswerForm
    describe_why_not = describe_why_not_answered
    success_message = _("Answer saved. We have told the author.")

    def act(self, form: AnswerForm) -> str:
        data = form.cleaned_data
        actions.answer_idea(
            self.object,
            actor=self.actor,
            answer_state=data["answer_state"],
            answer=data["answer"],
            promise=form.promise,
        )
        return self.way_back()
