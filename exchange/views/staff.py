"""Who leads an exchange opens it, takes it from part to part, types in cards and ends it; and the wall."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from educities.kit.views import ActionView, AskedOnce, FormPage, ListPage, RowPage
from exchange import verbs
from exchange.actions import cards, exchanges
from exchange.forms.cards import TypedCardForm
from exchange.forms.exchanges import ExchangeForm
from exchange.forms.filters import ExchangeFilter
from exchange.models import Card, Exchange, Handshake
from exchange.queries import compute_version, find_open_needs, suggest_for_cards
from exchange.queries.areas import list_area_names
from exchange.queries.walls import list_groups, list_handshakes, list_marked_cards, write_wall
from exchange.texts.cards import describe_area_words
from meetings.models import Session

NO_CHANGE = 204
# What comes after the parts in which hands are shaken.
LATE = ("", Exchange.State.ENDED)


class Exchanges(ListPage):
    """All exchanges of the city, the newest first."""

    permission = "exchange.list_exchange"
    model = Exchange
    template_name = "exchange/exchanges.html"
    filter_class = ExchangeFilter

    def rows(self) -> Any:
        return Exchange.objects.select_related("city")


class OpenExchange(FormPage):
    """An exchange of the city, by itself."""

    permission = "exchange.add_exchange"
    form_class = ExchangeForm
    template_name = "exchange/exchange_form.html"
    success_message = gettext_lazy("Open. Show the code on the big screen.")

    def permission_object(self) -> Any:
        return self.city

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Exchange()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.object.get_absolute_url() if self.object else self.city_url("exchanges")
        crumbs = [(back, str(self.object))] if self.object else [(back, _("Offers and needs"))]
        return super().get_context_data(crumbs=crumbs, cancel=back, **kwargs)

    def act(self, form: ExchangeForm) -> str:
        row = exchanges.open_exchange(actor=self.actor, title=form.cleaned_data["title"], session=self.object)
        return row.get_absolute_url()


class OpenForSession(OpenExchange):
    """The exchange of a session: there is one, and whoever opens it again comes to it."""

    model = Session

    def get_queryset(self) -> Any:
        return Session.objects.with_group()

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.object.title}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Exchange.objects.filter(session=self.object).first()
        return redirect(found.get_absolute_url()) if found else super().get(request, *args, **kwargs)


class OfExchange:
    """About one exchange, by who leads it."""

    permission = "exchange.lead_exchange"
    model = Exchange

    def get_queryset(self) -> Any:
        return Exchange.objects.select_related("city", "session")


class ExchangePage(OfExchange, RowPage):
    """What is to be done now, who is there, which needs are open; afterwards what came of it."""

    template_name = "exchange/exchange.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        labels = dict(Exchange.State.choices)
        found = list_marked_cards(row).filter(removed_at=None)
        people = row.participants.present()
        return super().get_context_data(
            next_label=labels.get(row.next_state, ""),
            before_label=labels.get(row.state_before, ""),
            counts=exchanges.describe_counts(row),
            handshakes=list_handshakes(row),
            open_needs=find_open_needs(row),
            team_cards=[card for card in found if card.participant.is_minor],
            groups=list_groups(row, people) if row.round_number else [],
            **kwargs,
        )


class MoveExchange(OfExchange, ActionView):
    """One part on, or one back: the page says which it showed."""

    def act(self) -> None:
        sent = self.request.POST
        exchanges.move_exchange(self.object, actor=self.actor, seen=sent.get("seen", ""), to=sent.get("to", ""))

    def get_success_message(self) -> str:
        self.object.refresh_from_db(fields=["state"])
        return _("Now: %(part)s") % {"part": self.object.get_state_display()}


class EndExchange(OfExchange, AskedOnce):
    """It ends, and is counted."""

    ends = (verbs.ENDED,)
    success_message = gettext_lazy("The exchange has ended. Below is what came of it.")

    def asks(self) -> dict[str, Any]:
        counts = exchanges.count_exchange(self.object)
        return {
            "question": _("End “%(name)s”?") % {"name": self.object},
            "text": _(
                "Nobody comes in any more, and the code is no longer valid. Until tomorrow each of them still reads their own cards "
                "and answers handshakes. Needs without a handshake until now: %(n)s."
            )
            % {"n": counts["open_needs"]},
            "label": _("End the exchange"),
        }

    def act(self) -> None:
        exchanges.end_exchange(self.object, actor=self.actor)


class ExchangeWall(OfExchange, RowPage):
    """The page of the projector: the code, then groups, then areas with first names. No line that anybody wrote."""

    template_name = "exchange/wall.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        address = self.request.build_absolute_uri(self.city_url("join_exchange"))
        by_link = self.request.build_absolute_uri(self.city_url("join_by_link", row.code)) if row.code else ""
        people = list(row.participants.present())
        found = list(list_marked_cards(row).filter(removed_at=None))
        return super().get_context_data(
            address=by_link,
            spoken=address.partition("://")[2].rstrip("/"),
            version=compute_version(row),
            people=people,
            cards=len(found),
            groups=list_groups(row, people) if row.round_number else [],
            offers=write_wall(found, Card.Kind.OFFER),
            needs=write_wall(found, Card.Kind.NEED),
            shaken=Handshake.objects.shaken().filter(card__exchange=row).count() if row.next_state in LATE else 0,
            **kwargs,
        )


class WallPart(ExchangeWall):
    """What changes on the wall; 204 as long as nothing has."""

    template_name = "exchange/_wall.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("v") == compute_version(self.object):
            return HttpResponse(status=NO_CHANGE)
        return super().get(request, *args, **kwargs)


class TypeCard(OfExchange, FormPage):
    """Cards of people without phones: one line each, and the page is there for the next."""

    form_class = TypedCardForm
    template_name = "exchange/type_card.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        return super().get_context_data(
            areas=list_area_names(),
            typed=row.cards.filter(participant__has_phone=False)
            .select_related("participant", "area")
            .order_by("-pk")[:8],
            crumbs=[(row.get_absolute_url(), str(row))],
            **kwargs,
        )

    def act(self, form: TypedCardForm) -> str:
        said = form.cleaned_data
        card = cards.type_card(
            self.object,
            actor=self.actor,
            first_name="" if said["is_minor"] else said["first_name"],
            is_minor=said["is_minor"],
            language=(get_language() or self.city.language)[:2],
            **form.values,
        )
        messages.success(self.request, _("Added: %(line)s") % {"line": said["text"]})
        if card.area_words:
            messages.warning(self.request, describe_area_words(card, suggest_for_cards([card])[card.pk]))
        return self.city_url("type_card", self.object.pk)
