"""A side answers a proposal; who proposed it withdraws it, or waits no longer for those who are silent."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations import verbs
from collaborations.actions import outcomes, proposals
from collaborations.forms.proposals import AnswerForm
from collaborations.models import Collaboration, Party
from collaborations.queries.open_ones import list_at_limit
from collaborations.queries.words import mark_words
from educities.kit.end_pages import EndPage
from educities.kit.multilingual import join_localised
from educities.kit.views import AskedOnce, FormPage


class BelowCollaboration:
    """The way up from a page below a collaboration."""

    object: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object.collaboration if isinstance(self.object, Party) else self.object
        crumbs = [(row.get_absolute_url(), str(row))]
        more: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **{"crumbs": crumbs, "cancel": row.get_absolute_url(), **kwargs}
        )
        return more


class _OfParty:
    """About one side of a collaboration."""

    model = Party
    permission = "collaborations.answer_party"
    object: Any

    def get_queryset(self) -> Any:
        return Party.objects.select_related(
            "collaboration__city", "collaboration__area", "profile", "organisation", "led_by"
        )


class AgreeToCollaboration(BelowCollaboration, _OfParty, FormPage):
    """This side takes part, in what it has read."""

    form_class = AnswerForm
    template_name = "collaborations/answer.html"
    success_message = gettext_lazy("You take part. We tell the others.")
    describe_why_not = proposals.describe_why_no_answer

    def get_initial(self) -> dict[str, Any]:
        return {"gives": self.object.gives}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "words": mark_words(self.object.collaboration)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(full=list_at_limit(self.object.profile, but=self.object), **kwargs)

    def act(self, form: AnswerForm) -> str:
        row = proposals.agree_to_collaboration(self.object, actor=self.actor, gives=form.cleaned_data["gives"])
        return row.get_absolute_url()


class DeclineCollaboration(_OfParty, AskedOnce):
    """This side takes no part. Among three or more nobody reads who said no."""

    ends = (verbs.REFUSED, verbs.DECLINED)
    describe_why_not = proposals.describe_why_no_answer

    def get_success_message(self) -> str:
        if self.object.collaboration.is_between_two:
            return _("You take no part. The other side reads that it did not come about.")
        return _("You take no part. To the others it looks as if you had not answered.")

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Say no to “%(name)s”?") % {"name": self.object.collaboration},
            "text": self.get_text(),
            "label": _("Say no"),
            "cancel": self.object.collaboration.get_absolute_url(),
        }

    def get_text(self) -> str:
        if self.object.collaboration.is_between_two:
            return _("The other side reads that it did not come about, and no reason. You can propose something else.")
        return _("Nobody reads that you said no: to the others it looks as if you had not answered.")

    def act(self) -> None:
        proposals.decline_collaboration(self.object, actor=self.actor)

    def success_url(self) -> str:
        return str(self.city_url("my_collaborations"))


class WithdrawProposal(EndPage):
    """Who proposed it takes it back, before it is agreed."""

    permission = "collaborations.withdraw_collaboration"
    model = Collaboration
    ends = (verbs.WITHDRAWN,)
    ends_as = Collaboration.State.DECLINED
    step = staticmethod(outcomes.withdraw_proposal)
    label = gettext_lazy("Withdraw the proposal")
    told = gettext_lazy("Those who were asked read the reason. It stays in the history.")
    success_message = gettext_lazy("Withdrawn. We have told those who were asked.")

    def get_queryset(self) -> Any:
        return Collaboration.objects.with_parties()

    def get_question(self) -> str:
        return _("Withdraw “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return _(
            "Nobody can answer it any more. To change its words, change it instead; you can also propose it again."
        )

    def list_effects(self) -> list[str]:
        names = [str(one) for one in self.object.sides]
        return [_("These were asked: %(names)s") % {"names": join_localised(names)}]


class GoOnWithAgreed(AskedOnce):
    """It is agreed by those who said yes by now; the others are no sides of it."""

    permission = "collaborations.start_collaboration"
    model = Collaboration
    describe_why_not = outcomes.describe_why_no_start
    success_message = gettext_lazy("It is agreed. We have told those who take part.")

    def get_queryset(self) -> Any:
        return Collaboration.objects.with_parties().select_related("brought_by")

    def asks(self) -> dict[str, Any]:
        agreed = [str(one) for one in self.object.sides if one.state == Party.State.AGREED]
        return {
            "question": _("Go on with those who have agreed?"),
            "text": _("%(names)s take part. Those who have not agreed by now are no side of it.")
            % {"names": join_localised(agreed)},
            "label": _("Go on with them"),
        }

    def act(self) -> None:
        outcomes.go_on_with_agreed(self.object, actor=self.actor)
