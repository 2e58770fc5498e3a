"""Who leads an exchange acts for others in it: for a team, for somebody without a phone, and on what should not stand there."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.views import ActionView, AskedOnce, FormPage, RowPage, UndoView
from exchange import verbs
from exchange.actions import handshakes, people
from exchange.forms.cards import HandshakeForm
from exchange.forms.exchanges import RenameForm
from exchange.models import Card, Handshake, Participant
from exchange.queries.walls import list_people
from exchange.views.handshakes import DECLINED
from exchange.views.staff import OfExchange


class ShakeForTeam(FormPage):
    """A handshake on a card of pupils: whoever leads the exchange stands for the team."""

    permission = "exchange.lead_exchange"
    model = Card
    form_class = HandshakeForm
    template_name = "exchange/shake.html"
    success_message = gettext_lazy("Proposed in your name, for the team. The other side is asked on its own phone.")

    def get_queryset(self) -> Any:
        return Card.objects.select_related("exchange__city", "participant", "area").exclude(participant__team="")

    def permission_object(self) -> Any:
        return self.object.exchange

    def get_form_kwargs(self) -> dict[str, Any]:
        grown_up = self.object.exchange.participants.present().filter(team="", profile__user__isnull=False)
        return {**super().get_form_kwargs(), "others": grown_up, "today": self.city.today()}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields.pop("asks", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object.exchange
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(card=self.object, crumbs=crumbs, cancel=row.get_absolute_url(), **kwargs)

    def act(self, form: HandshakeForm) -> str:
        said = form.cleaned_data
        other: Participant = said["other"]
        handshakes.shake_for_team(self.object, other, actor=self.actor, gives=said["gives"], due_on=said["due_on"])
        return self.object.exchange.get_absolute_url()


class OfPart:
    """About a part of an exchange, by who leads it."""

    permission = "exchange.lead_exchange"

    def get_exchange(self) -> Any:
        """The exchange that it is a part of."""
        return self.object.exchange  # type: ignore[attr-defined]

    def permission_object(self) -> Any:
        """Who leads the exchange may."""
        return self.get_exchange()

    def success_url(self) -> str:
        """Back to the people and their cards."""
        return self.city_url("exchange_people", self.get_exchange().pk)  # type: ignore[attr-defined,no-any-return]


class AnswerForTyped(OfPart, ActionView):
    """What somebody without a phone says to a hand, beside the leader."""

    model = Handshake

    def get_queryset(self) -> Any:
        rows = Handshake.objects.select_related("card__exchange__city", "card__participant", "other")
        return rows.filter(declined_at=None)

    def get_exchange(self) -> Any:
        return self.object.card.exchange

    def act(self) -> None:
        is_yes = self.request.POST.get("answer") != DECLINED
        handshakes.answer_for_typed(self.object, actor=self.actor, is_yes=is_yes)

    def get_success_message(self) -> str:
        return _("Entered for %(name)s.") % {"name": self.object.asked_side.name}

    def success_url(self) -> str:
        return str(self.get_exchange().get_absolute_url())


class ExchangePeople(OfExchange, RowPage):
    """Who is there, with their cards: what should not stand there is taken off."""

    template_name = "exchange/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        crumbs = [(row.get_absolute_url(), str(row))]
        return super().get_context_data(people=list_people(row), crumbs=crumbs, **kwargs)


class _OfCard(OfPart):
    model = Card

    def get_queryset(self) -> Any:
        return Card.objects.select_related("exchange__city", "participant", "area")


class TakeCardOff(_OfCard, ActionView):
    """A card that should not stand there."""

    success_message = gettext_lazy("Taken off. The person who wrote it reads so.")
    undo_name = "put_card_back"

    def act(self) -> None:
        people.take_card_off(self.object, actor=self.actor)


class PutCardBack(_OfCard, UndoView):
    """It stands there again."""

    success_message = gettext_lazy("It stands there again.")

    def act(self) -> None:
        people.put_card_back(self.object, actor=self.actor)


class OfPerson(OfPart):
    """About somebody who takes part."""

    model = Participant

    def get_queryset(self) -> Any:
        return Participant.objects.select_related("exchange__city", "city")


class TakePersonOut(OfPerson, AskedOnce):
    """Somebody is taken out of the exchange, with their cards."""

    ends = (verbs.PERSON_TAKEN_OUT,)
    success_message = gettext_lazy("Taken out. The person reads so on their phone; here you let them in again.")

    def get_crumbs(self) -> list[tuple[str, str]]:
        row = self.get_exchange()
        return [(row.get_absolute_url(), str(row)), (self.success_url(), _("People and cards"))]

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Take %(name)s out of this exchange?") % {"name": self.object.label},
            "text": _(
                "Their cards and marks go from the screen and the phones, and their own phone says that you took them out. "
                "You can let them in again, with everything."
            ),
            "label": _("Take out"),
        }

    def act(self) -> None:
        people.take_person_out(self.object, actor=self.actor)


class LetPersonIn(OfPerson, ActionView):
    """They take part again."""

    success_message = gettext_lazy("Taking part again, with their cards.")

    def act(self) -> None:
        people.let_person_in(self.object, actor=self.actor)


class RenamePerson(OfPerson, FormPage):
    """Another first name for the wall and the phones."""

    form_class = RenameForm
    template_name = "exchange/rename.html"
    success_message = gettext_lazy("Changed. The person reads so on their phone.")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(team="")

    def get_initial(self) -> dict[str, Any]:
        return {"first_name": self.object.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.get_exchange()
        crumbs = [(row.get_absolute_url(), str(row)), (self.success_url(), _("People and cards"))]
        return super().get_context_data(crumbs=crumbs, cancel=self.success_url(), **kwargs)

    def act(self, form: RenameForm) -> str:
        people.rename_person(self.object, actor=self.actor, first_name=form.cleaned_data["first_name"])
        return self.success_url()
