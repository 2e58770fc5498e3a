"""Two phones: one offers a hand, the other takes it, says "not now", or the first takes it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations.queries.open_ones import list_at_limit
from educities.kit.views import ActionView, FormPage
from exchange.actions import handshakes
from exchange.forms.cards import AnswerForm, HandshakeForm
from exchange.models import Handshake
from exchange.queries import find_address
from exchange.views.by_script import ByScript
from exchange.views.participants import OfCard, OfParticipant

DECLINED = "no"


class OfferHandshake(ByScript, OfCard, FormPage):
    """Both sides say what they do and by when."""

    form_class = HandshakeForm
    template_name = "exchange/shake.html"

    def find_others(self) -> Any:
        """With whom one may shake hands on this card: who wrote it, or who marked one's own, and is not asked yet. A team
        shakes hands together with who leads the exchange.
        """
        if self.me.is_minor:
            return self.me.exchange.participants.none()
        adults = self.me.exchange.participants.present().filter(team="").exclude(pk=self.me.pk)
        if self.object.participant_id != self.me.pk:
            return adults.filter(pk=self.object.participant_id)
        marked = adults.filter(marks__card=self.object, marks__is_on=True).distinct()
        return marked.exclude(handshakes__card=self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.find_others().exists():
            return super().get(request, *args, **kwargs)
        messages.info(request, _("There is nobody with whom you could shake hands on this card now."))
        return redirect(find_address(self.me))

    def get_form_kwargs(self) -> dict[str, Any]:
        # Sent twice it is once: whoever was asked a moment ago is still a choice then.
        others = self.find_others() if self.request.method == "GET" else self.me.exchange.participants.filter(team="")
        return {**super().get_form_kwargs(), "others": others, "today": self.city.today()}

    def get_initial(self) -> dict[str, Any]:
        return {"other": self.find_others().first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        full = list_at_limit(self.me.profile)
        return super().get_context_data(card=self.object, me=self.me, full=full, cancel=find_address(self.me), **kwargs)

    def act(self, form: HandshakeForm) -> str:
        other = form.cleaned_data["other"]
        handshakes.offer_handshake(self.object, self.me, actor=self.account, **form.cleaned_data)
        if other.has_phone:
            text = _("You have offered %(name)s your hand. The answer appears below.")
        else:
            text = _(
                "Your hand is offered. %(name)s has no phone here: go over to them, the facilitator enters the answer."
            )
        messages.success(self.request, text % {"name": other.name})
        return find_address(self.me)


class OfHandshake(OfParticipant):
    """About a handshake of one's own."""

    model = Handshake

    def get_queryset(self) -> Any:
        rows = Handshake.objects.select_related("card__participant", "card__area", "other")
        return rows.filter(card__exchange=self.me.exchange_id)


class AnswerHandshake(ByScript, OfHandshake, FormPage):
    """One takes the hand that was offered, and may say what one does oneself; or not now."""

    form_class = AnswerForm
    template_name = "exchange/answer.html"

    def get_initial(self) -> dict[str, Any]:
        """The line that the other side proposed, to be said otherwise."""
        return {"gives": self.object.asked_gives}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            hand=self.object,
            me=self.me,
            full=list_at_limit(self.me.profile) if self.object.is_asked(self.me) else [],
            asked=[self.object] if self.object.is_asked(self.me) else [],
            cancel=find_address(self.me),
            **kwargs,
        )

    def act(self, form: AnswerForm) -> str:
        if self.request.POST.get("answer") == DECLINED:
            handshakes.decline_handshake(self.object, self.me, actor=self.account)
            text = _("Said: not now. You can offer your own hand later.")
        else:
            handshakes.answer_handshake(self.object, self.me, actor=self.account, gives=form.cleaned_data["gives"])
            text = _("Shaken. You find it below, and among your collaborations where both of you have accounts.")
        if not self.is_by_script:
            messages.success(self.request, text)
        return find_address(self.me)


class TakeHandBack(OfHandshake, ActionView):
    """One takes back the hand that one offered."""

    success_message = gettext_lazy("Withdrawn. You can offer it again.")

    def act(self) -> None:
        handshakes.take_hand_back(self.object, self.me, actor=self.account)
