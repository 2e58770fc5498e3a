"""What a resident does with their own: take an idea back, write it anew, leave. What cannot be undone is asked once."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, verbs
from challenges.forms import RewriteForm
from challenges.models import Challenge, Contribution, Participation
from educities.kit.states import describe_refused_move
from educities.kit.views import ActionView, AskedOnce, FormPage


class AsksAboutOwn(AskedOnce):
    """Asks about an idea of one's own, or what belongs to it: below one's own page, and back to it."""

    def get_crumbs(self) -> list[tuple[str, str]]:
        mine, own = self.city_url("mine"), self.object.get_absolute_url()
        ways = [(mine, _("My activity"))]
        return ways if own.startswith(mine) else [*ways, (own, _("Idea"))]

    def success_url(self) -> str:
        return self.city_url("mine")


class WithdrawIdea(AsksAboutOwn):
    permission = "challenges.withdraw_contribution"
    model = Contribution
    ends = (verbs.IDEA_WITHDRAWN,)

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("author", "challenge", "photo")

    def get_blocker(self) -> str:
        return describe_refused_move(self.object, Contribution.State.WITHDRAWN)

    def asks(self) -> dict[str, Any]:
        parts = [_("We take your idea, and the support it got, off every page.")]
        if hasattr(self.object, "photo"):
            parts.append(_("We delete its photo too."))
        return {
            "question": _("Withdraw this idea?"),
            "quote": self.object.text,
            "text": " ".join([*parts, _("You cannot undo this.")]),
            "label": _("Withdraw the idea"),
            "cancel": self.city_url("mine"),
        }

    def act(self) -> None:
        actions.withdraw_idea(self.object, actor=self.actor)
        messages.success(self.request, _("Idea withdrawn."))


class ShowIdeaAgain(ActionView):
    """A guardian's no had hidden it; its author is of age by now."""

    permission = "challenges.withdraw_contribution"
    model = Contribution

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("author", "challenge")

    def act(self) -> None:
        actions.show_again(self.object, actor=self.actor)
        is_public = self.object.state == Contribution.State.VISIBLE
        text = _("Your idea is published.") if is_public else _("Your idea is published once someone has checked it.")
        messages.success(self.request, text)

    def success_url(self) -> str:
        return self.city_url("mine")


class RewriteIdea(FormPage):
    """A reader did not let the idea pass; its author changes it, and it is read once more."""

    permission = "challenges.rewrite_contribution"
    model = Contribution
    form_class = RewriteForm
    template_name = "challenges/rewrite_idea.html"
    success_message = gettext_lazy("Thank you. Someone from the team reads it before other residents can see it.")

    def get_row(self) -> Any:
        return get_object_or_404(Contribution.objects.select_related("author", "challenge"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.object.text}

    def act(self, form: RewriteForm) -> str:
        actions.rewrite_idea(self.object, actor=self.actor, text=form.cleaned_data["text"])
        return self.object.get_absolute_url()


class CorrectIdea(RewriteIdea):
    """The words of a published idea, changed by its author: seen as corrected, and a minor's read by somebody first."""

    template_name = "challenges/correct_idea.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blocker = actions.ideas.describe_correction_blocker(self.object)
        return super().get_context_data(blocker=blocker, is_read_first=self.object.author.is_minor, **kwargs)

    def act(self, form: RewriteForm) -> str:
        actions.correct_idea(self.object, actor=self.actor, text=form.cleaned_data["text"])
        if not self.object.author.is_minor:
            self.success_message = gettext_lazy("Your idea is corrected.")
        return self.object.get_absolute_url()


class Leave(AskedOnce):
    permission = "challenges.leave_participation"
    model = Participation
    ends = (verbs.LEFT,)

    def get_queryset(self) -> Any:
        return Participation.objects.select_related("profile", "challenge")

    def asks(self) -> dict[str, Any]:
        challenge = self.object.challenge
        full = challenge.places is not None and challenge.places_taken >= challenge.places
        gone = _(
            "All places are taken. If you leave, your place goes to the next person and you would have to "
            "join the waiting list."
        )
        return {
            "eyebrow": challenge,
            "question": _("Leave this challenge?"),
            "text": gone if full else _("You can join again while there are places."),
            "label": _("Leave"),
        }

    def act(self) -> None:
        actions.leave_challenge(self.object, actor=self.actor)
        messages.success(self.request, _("You have left. You can come back as long as there are places."))

    def get_about(self) -> Challenge:
        return self.object.challenge

    def success_url(self) -> str:
        return self.object.challenge.get_absolute_url()
