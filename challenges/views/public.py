"""What a resident reads: the list, a challenge with its neighbours' ideas."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.actions.challenges import check_step
from challenges.models import Challenge, Contribution, Participation, Phase, Support
from educities.kit.errors import DomainError
from educities.kit.views import Page
from stakeholders.queries import find_profile

PAGE = 30
# What a card shows; a challenge holds ten longer texts beside it.
CARD = ("city_id", "question", "state", "closes_on", "contributions_count", "places_taken", "area__label")


class NextMove(NamedTuple):
    """The step to which a challenge's page leads: its name in the address, and what the button says."""

    key: str
    to: str
    label: Promise


State = Challenge.State
NEXT_MOVES = {
    State.FRAMED: NextMove("open", State.OPEN, _("Open to residents")),
    State.OPEN: NextMove("review", State.REVIEWING, _("Stop collecting ideas and review")),
    State.REVIEWING: NextMove("answer", State.ANSWERED, _("Finish answering")),
    State.ANSWERED: NextMove("act", State.IN_ACTION, _("Mark as being carried out")),
}


def filter_older(rows: QuerySet, request: HttpRequest) -> Any:
    """The rows below the number that the address names, all when it names none."""
    before = request.GET.get("before", "")
    # Not `isdigit`: a raised 2 is a digit and no number.
    return rows.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 19 else rows


class _Kept(Page):
    """A page that is kept for readers without a session."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().get(request, *args, **kwargs)
        response.keep = not request.user.is_authenticated
        response.render()
        return response


class Challenges(_Kept):
    """Every challenge that residents may see, the open ones first."""

    template_name = "challenges/challenges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Challenge.objects.filter(state__in=Challenge.PUBLIC).select_related("area").only(*CARD)
        rows = filter_older(rows, self.request)
        found = list(rows.order_by("-pk")[: PAGE + 1])
        shown = found[:PAGE]
        opened = [row for row in shown if row.is_open]
        others = [row for row in shown if not row.is_open]
        more = f"?before={shown[-1].pk}" if len(found) > PAGE else ""
        return super().get_context_data(open_rows=opened, other_rows=others, next_page=more, **kwargs)


class ChallengePage(_Kept):
    """The question, how it will go, what the neighbours say."""

    model = Challenge
    template_name = "challenges/challenge.html"

    def get_queryset(self) -> Any:
        rows = Challenge.objects.select_related("area", "lab").prefetch_related("phases")
        if self.request.user.has_perm("challenges.manage_challenge", self.city):
            return rows
        return rows.filter(state__in=Challenge.PUBLIC)

    def get_row(self) -> Any:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        challenge, profile = self.object, find_profile(self.request.user)
        ideas = Contribution.objects.filter(challenge=challenge, state=Contribution.State.VISIBLE)
        ideas = filter_older(ideas, self.request)
        found = list(ideas.select_related("author")[: PAGE + 1])
        ideas = found[:PAGE]
        mine, supported = None, set()
        if profile:
            mine = challenge.participations.filter(profile=profile).exclude(state=Participation.State.CANCELLED).first()
            supports = Support.objects.filter(profile=profile, contribution__challenge=challenge)
            supported = set(supports.values_list("contribution_id", flat=True))
        return super().get_context_data(
            row=challenge,
            ideas=ideas,
            next_page=f"?before={ideas[-1].pk}#ideas" if len(found) > PAGE else "",
            mine=mine,
            profile=profile,
            supported=supported,
            is_open=challenge.is_open,
            takes_ideas=challenge.takes(Phase.Kind.GATHER),
            takes_support=challenge.takes(Phase.Kind.SUPPORT),
            **self._for_waiting(),
            **self._for_staff(),
            full=challenge.places is not None and challenge.places_taken >= challenge.places,
            **kwargs,
        )

    def _for_waiting(self) -> dict[str, Any]:
        """Before the first day: which it is, and whether this person is told."""
        day, user = self.object.gathers_from, self.request.user
        is_told = day and user.is_authenticated and self.object.alerts.filter(user=user).exists()
        return {"gathers_from": day, "is_told": bool(is_told)}

    def _for_staff(self) -> dict[str, Any]:
        """For the lab's people: the next step of the challenge, and what has to be done before it."""
        may_change = self.request.user.has_perm("challenges.change_challenge", self.object)
        move = NEXT_MOVES.get(self.object.state) if may_change else None
        return {"may_change": may_change, "next_move": move, "blocker": self._blocker(move) if move else ""}

    def _blocker(self, move: NextMove) -> str:
        try:
            check_step(self.object, move.to)
        except DomainError as error:
            return str(error)
        return ""
