"""What the lab's people do: frame, open, read, answer."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from challenges import actions
from challenges.forms import AnswerForm, ChallengeForm, HideForm, PhasesForm
from challenges.models import Challenge, Contribution
from cities.roles import holds, scope_ids
from educities.kit.views import ActionView, FormPage, ListPage, Page

State = Challenge.State
MOVES = {
    "open": State.OPEN,
    "review": State.REVIEWING,
    "answer": State.ANSWERED,
    "act": State.IN_ACTION,
    "close": State.CLOSED,
}


class ManageChallenges(ListPage):
    permission = "challenges.manage_challenge"
    model = Challenge
    template_name = "challenges/manage.html"

    def rows(self) -> Any:
        pending = Count("contributions", filter=Q(contributions__state=Contribution.State.PENDING))
        return Challenge.objects.annotate(pending=pending).order_by("-pk")


class NewChallenge(FormPage):
    permission = "challenges.add_challenge"
    form_class = ChallengeForm
    template_name = "challenges/challenge_form.html"
    success_message = _("Framed. Read it once more as a resident would, then open it.")

    def act(self, form: ChallengeForm) -> str:
        return actions.frame_challenge(actor=self.request.user, **form.cleaned_data).get_absolute_url()


class ChangeChallenge(FormPage):
    permission = "challenges.change_challenge"
    model = Challenge
    form_class = ChallengeForm
    template_name = "challenges/challenge_form.html"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Challenge.objects.get(pk=self.object.pk)}

    def act(self, form: ChallengeForm) -> str:
        actions.change_challenge(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class PlanPhases(FormPage):
    permission = "challenges.change_challenge"
    model = Challenge
    form_class = PhasesForm
    template_name = "challenges/phases.html"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"challenge": self.object}

    def act(self, form: PhasesForm) -> str:
        actions.plan_phases(self.object, actor=self.request.user, phases=form.phases)
        return self.object.get_absolute_url()


class MoveChallenge(ActionView):
    permission = "challenges.open_challenge"
    model = Challenge
    success_message = _("Done.")

    def act(self) -> None:
        to = MOVES.get(self.kwargs["move"])
        if to is None:
            raise Http404
        actions.move_challenge(self.object, to, actor=self.request.user)


class Moderation(Page):
    """What waits for a reader, the oldest first; who leads a single lab reads what was brought to that lab."""

    permission = "challenges.manage_challenge"
    template_name = "challenges/moderation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Contribution.objects.filter(state=Contribution.State.PENDING).select_related("challenge", "author")
        if not holds(self.request.user, self.city, "director", "facilitator"):
            rows = rows.filter(challenge__lab_id__in=scope_ids(self.request.user, "facilitator", "lab"))
        return super().get_context_data(rows=rows.order_by("created_at", "pk")[:50], **kwargs)


class _OfIdea(ActionView):
    permission = "challenges.moderate_contribution"
    model = Contribution

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("challenge", "author", "author__user")

    def success_url(self) -> str:
        return self.city_url("moderation")


class PublishIdea(_OfIdea):
    success_message = _("Published. The author has been told.")

    def act(self) -> None:
        actions.publish_idea(self.object, actor=self.request.user)


class _IdeaForm(FormPage):
    permission = "challenges.moderate_contribution"
    model = Contribution
    template_name = "challenges/idea_form.html"

    def get_row(self) -> Any:
        rows = Contribution.objects.select_related("challenge", "author", "author__user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class HideIdea(_IdeaForm):
    form_class = HideForm
    success_message = _("Hidden. The author reads your words.")

    def act(self, form: HideForm) -> str:
        actions.hide_idea(self.object, actor=self.request.user, **form.cleaned_data)
        return self.city_url("moderation")


class AnswerIdea(_IdeaForm):
    form_class = AnswerForm
    success_message = _("Answered. The author has been told.")

    def get_initial(self) -> dict[str, Any]:
        return {"answer_state": self.object.answer_state, "answer": self.object.answer}

    def act(self, form: AnswerForm) -> str:
        actions.answer_idea(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()
