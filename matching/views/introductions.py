"""What a person does with a suggestion, and what the side that is asked answers."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.day_words import format_day
from educities.kit.views import ActionView, AskedOnce, RowPage
from matching import verbs
from matching.actions import introductions as actions
from matching.models import MatchSuggestion
from matching.texts.reasons import explain_to_other, explain_to_seeker
from matching.values import ANSWER_DAYS


class _OfSuggestion:
    """About a suggestion, for the person to whom it is made."""

    model = MatchSuggestion
    permission = "matching.act_on_matchsuggestion"
    object: Any
    city_url: Any
    describe_why_not = actions.describe_why_touched

    def get_queryset(self) -> Any:
        return MatchSuggestion.objects.with_sides()

    def success_url(self) -> str:
        return str(self.city_url("meet"))

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.success_url(), _("People you could meet"))]


class SaveSuggestion(_OfSuggestion, ActionView):
    success_message = gettext_lazy("Saved.")

    def act(self) -> None:
        actions.save_suggestion(self.object, actor=self.actor)


class PassSuggestion(_OfSuggestion, AskedOnce):
    """It is nothing for the person."""

    ends = (verbs.PASSED,)
    success_message = gettext_lazy("We do not suggest it again for half a year.")

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Is this not for you?"),
            "text": _(
                "We do not suggest the two of you to each other for half a year. The other side never reads of it."
            ),
            "label": _("Not for me"),
        }

    def act(self) -> None:
        actions.pass_suggestion(self.object, actor=self.actor)


class IntroduceSuggestion(_OfSuggestion, AskedOnce):
    """The other side is asked whether the two shall meet."""

    template_name = "matching/introduce.html"
    success_message = gettext_lazy("We have asked. You read here when you can meet.")

    def asks(self) -> dict[str, Any]:
        return {"question": _("Ask whether you can meet?"), "label": _("Ask to meet")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = explain_to_seeker([self.object], self.object.seeker)[0]
        return super().get_context_data(one=reasons, days=ANSWER_DAYS, **kwargs)

    def act(self) -> None:
        made = actions.introduce_suggestion(self.object, actor=self.actor)
        self.made = made

    def success_url(self) -> str:
        made = getattr(self, "made", None)
        return made.get_absolute_url() if made else super().success_url()


class _OfIntroduction(_OfSuggestion):
    """About an introduction, for the side that is asked."""

    permission = "matching.answer_matchsuggestion"
    describe_why_not = actions.describe_why_no_answer


class IntroductionPage(_OfIntroduction, RowPage):
    """Who would like to meet, about what, and why just these two."""

    template_name = "matching/introduction.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("collaboration")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reasons=explain_to_other(self.object),
            crumbs=self.get_crumbs(),
            waits=not actions.describe_why_no_answer(self.object),
            **kwargs,
        )


class AgreeToIntroduction(_OfIntroduction, ActionView):
    success_message = gettext_lazy("You have agreed to meet. Say hello, and decide what comes first.")

    def act(self) -> None:
        self.made = actions.agree_to_introduction(self.object, actor=self.actor)

    def success_url(self) -> str:
        made = getattr(self, "made", None)
        return made.get_absolute_url() if made else self.object.get_absolute_url()


class DeclineIntroduction(_OfIntroduction, AskedOnce):
    """The asked side would rather not."""

    ends = (verbs.REFUSED,)
    success_message = gettext_lazy("You have said no. The other side is told nothing of it.")

    def asks(self) -> dict[str, Any]:
        day = format_day(self.object.last_day_to_answer)
        return {
            "question": _("Would you rather not meet?"),
            "text": _(
                "The other side does not read that you said no. On %(day)s it reads that the time is over, as if you had not answered."
            )
            % {"day": day},
            "label": _("Say no"),
        }

    def act(self) -> None:
        actions.decline_introduction(self.object, actor=self.actor)
