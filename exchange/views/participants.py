"""What somebody does on their own phone: comes in, writes, marks, shakes hands. The link is the person's own."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collaborations.queries.open_ones import list_at_limit
from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.limits import network_of
from educities.kit.retention import PERIODS
from educities.kit.rows import refusing_rows
from educities.kit.views import ActionView, FormPage, Page, Permitted
from exchange.actions import cards, joining
from exchange.forms.cards import CardForm, read_moment, read_number
from exchange.forms.exchanges import JoinForm
from exchange.models import Card, CardMark, Exchange, Participant
from exchange.queries import compute_version, find_address, find_participant, suggest_for_cards
from exchange.queries.areas import list_area_names
from exchange.queries.walls import describe_cards, find_group, list_marked_cards, list_own_handshakes, list_shakable
from exchange.views.by_script import BY_SCRIPT, ByScript
from exchange.views.own_browser import list_known, remember_person
from stakeholders.models import Area
from stakeholders.queries import find_profile
from stakeholders.values import guess_first_name

State = Exchange.State
NO_CHANGE, GONE = 204, 410


class JoinExchange(FormPage):
    """`/c/<city>/exchange/`: the code, and a first name."""

    public: ClassVar[bool] = True
    form_class = JoinForm
    template_name = "exchange/join.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        profile = find_profile(self.request.user)
        more = {"is_guest": profile is None, "is_minor": profile is not None and not profile.is_adult}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self) -> dict[str, Any]:
        profile = find_profile(self.request.user)
        name = (profile.short_name or guess_first_name(profile.display_name)) if profile else ""
        return {"code": self.kwargs.get("token", "")[:6], "first_name": name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = [] if self.request.user.is_authenticated else list_known(self.request)
        known_people = [(find_address(one), one) for one in known]
        return super().get_context_data(known=known_people, kept_days=PERIODS["exchange_cards"].days, **kwargs)

    def act(self, form: JoinForm) -> str:
        row = joining.find_exchange(form.cleaned_data["code"], network=network_of(self.request))
        user = self.request.user
        person = joining.join_exchange(
            row,
            actor=user if isinstance(user, User) else None,
            language=(get_language() or self.city.language)[:2],
            known=[one.pk for one in list_known(self.request)],
            network=network_of(self.request),
            **form.values,
        )
        remember_person(self.request, person)
        return find_address(person)


class OfParticipant(Permitted):
    """A page of one participant: by the link's secret, and of somebody with an account signed in as that account alone."""

    public: ClassVar[bool] = True
    me: Participant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = find_participant(kwargs["token"])
        if found is None:
            raise Http404
        if not found.is_served:
            if BY_SCRIPT in request.headers:
                return JsonResponse({"said": _("This exchange is over, and nothing more arrives.")}, status=GONE)
            return render(request, "exchange/over.html", {"me": found}, status=GONE)
        owner = found.profile.user_id if found.profile else None
        if owner is not None and owner != request.user.pk:
            if request.user.is_authenticated:
                raise Http404
            return HttpResponse(status=401) if BY_SCRIPT in request.headers else redirect_to_login(request.path)
        self.me = found
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def account(self) -> User | None:
        """Who acts, where they have an account."""
        user = self.request.user
        return user if isinstance(user, User) else None

    def get_row(self) -> Any:
        """A row of this exchange, or 404."""
        is_named = self.model is not None and "pk" in self.kwargs
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if is_named else None

    def success_url(self) -> str:
        return find_address(self.me)


class OfCard(OfParticipant):
    """About a card of the exchange."""

    model = Card

    def get_queryset(self) -> Any:
        rows = Card.objects.filter(exchange=self.me.exchange_id)
        return rows.select_related("exchange__city", "participant__profile", "area")


class OfOwnCard(OfCard):
    """About a card of one's own."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(participant=self.me)


def describe_exchange(me: Participant) -> dict[str, Any]:
    """What this person's phone shows in the part of now."""
    row, rows = me.exchange, list_marked_cards(me.exchange)
    is_alone = row.state in {State.WRITING, State.ENDED}
    found = list(rows.filter(participant=me) if is_alone else rows)
    own = [card for card in found if card.participant_id == me.pk]
    found = [card for card in found if card.removed_at is None]
    number, group = find_group(me) if row.round_number else (0, [])
    in_group = {one.pk for one in group}
    seen = [card for card in found if card.participant_id in in_group] if row.round_number else found
    if is_alone:
        seen = []
    hands = list_own_handshakes(me)
    bare = [card for card in own if card.area is None and card.removed_at is None]
    plain = [card for card in bare if not card.area_words]
    near = suggest_for_cards([*plain[:1], *(card for card in bare if card.area_words)])
    return {
        "me": me,
        "row": row,
        "own_cards": [(card, near.get(card.pk)) for card in own],
        "group_number": number,
        "group": group,
        "lines": describe_cards(seen, me, hands),
        "handshakes": hands,
        "asked": [one for one in hands if one.is_asked(me)],
        "offered": [one for one in hands if one.is_offered_by(me)],
        "shakable": list_shakable(own, hands),
        "full": list_at_limit(me.profile) if row.state == State.HANDSHAKES else [],
        "version": compute_version(row, me),
    }


class MyExchange(ByScript, OfParticipant, FormPage):
    """The phone's page: writing in silence, one's group, the cards, the handshakes."""

    form_class = CardForm
    template_name = "exchange/my_exchange.html"

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind in Card.Kind.values else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = describe_exchange(self.me)
        return super().get_context_data(**{**more, "areas": list_area_names(), "token": self.kwargs["token"], **kwargs})

    def act(self, form: CardForm) -> str | HttpResponse:
        cards.write_card(self.me, actor=self.account, at=form.moment, **form.values)
        if not self.is_by_script:
            messages.success(self.request, _("Added. Write the next one."))
        return f"{find_address(self.me)}?kind={form.cleaned_data['kind']}"


class MyPart(OfParticipant, Page):
    """What changes on the phone; 204 as long as nothing has."""

    template_name = "exchange/_my_part.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("v") == compute_version(self.me.exchange, self.me):
            return HttpResponse(status=NO_CHANGE)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**describe_exchange(self.me), **kwargs)


class MyWorker(OfParticipant, Page):
    """The script that answers for this page in a browser without a network. Its address is its reach: this page alone."""

    template_name = "kit/kept_worker.js"
    content_type = "text/javascript"


class MarkCard(OfCard, ActionView):
    """ "I can", "me too", or not any more."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if BY_SCRIPT not in request.headers:
            return super().post(request, *args, **kwargs)
        try:
            with refusing_rows():
                self.act()
        except DomainError as error:
            return JsonResponse({"said": str(error)}, status=error.status)
        return JsonResponse({})

    def act(self) -> None:
        sent = self.request.POST
        if sent.get("kind") not in CardMark.Kind.values:
            raise DomainError(_("Choose one of the two marks."), code="exchange.no_such_mark")
        cards.mark_card(
            self.object,
            self.me,
            actor=self.account,
            kind=sent["kind"],
            is_on=sent.get("on") != "0",
            at=read_moment(sent.get("age", "")),
        )


class WithdrawCard(OfOwnCard, ActionView):
    """One's own card goes."""

    success_message = gettext_lazy("Removed.")

    def act(self) -> None:
        cards.withdraw_card(self.object, actor=self.account)


class ChooseArea(OfOwnCard, ActionView):
    """The area of a card that has none yet."""

    def act(self) -> None:
        number = read_number(self.request.POST.get("area", ""))
        found = Area.objects.choosable(skills_only=True).filter(pk=number).first()
        if found is None:
            raise DomainError(_("Choose one of the areas."), code="exchange.no_such_area")
        cards.choose_area(self.object, actor=self.account, area=found)


class KeepCard(OfOwnCard, ActionView):
    """A card becomes a strength or a growth area of the person."""

    success_message = gettext_lazy("It stands on your own page now. There you choose who sees it.")

    def act(self) -> None:
        if self.account is None:
            raise Http404
        cards.keep_card(self.object, actor=self.account)
