"""What a resident reads: the list, a challenge with its neighbours' ideas."""

from typing import Any, NamedTuple

from django.core.paginator import Page as DjangoPage
from django.db.models import Case, Q, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.actions.challenges import describe_why_not_moved
from challenges.actions.verification import check_verification
from challenges.forms.ideas import IdeaOrder
from challenges.models import Challenge, Contribution, Participation, Phase, Support
from challenges.queries import count_merged
from challenges.texts import describe_place
from consents.actions import check_minor_limit
from educities.kit.errors import DomainError
from educities.kit.lists import CountedPaginator, NowFirstPaginator, choose_page
from educities.kit.views import Page
from stakeholders.models import Profile
from stakeholders.queries import find_profile
from stakeholders.texts.verification import describe_level_of_act

PAGE = 30
# What a card shows; a challenge holds ten longer texts beside it.
CARD = ("city_id", "question", "state", "closes_on", "contributions_count", "places_taken")


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


def _describe_wait(profile: Profile) -> str:
    """What a child waits for before it may write or join; nothing where it may now, and for everybody else."""
    try:
        check_minor_limit(profile)
    except DomainError as error:
        return str(error)
    return ""


class _Kept(Page):
    """A page that is kept for readers without a session."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().get(request, *args, **kwargs)
        # What somebody searches for is asked once; it would push the pages out that many read.
        response.keep = not request.user.is_authenticated and not request.GET.get("q")
        response.render()
        return response


class Challenges(_Kept):
    """Every challenge that residents may see, the open ones first."""

    template_name = "challenges/challenges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Challenge.objects.filter(state__in=Challenge.PUBLIC).with_area_label().only(*CARD)
        today = self.city.today()
        is_open = Q(state=State.OPEN) & (Q(closes_on=None) | Q(closes_on__gte=today))
        rows = rows.order_by(Case(When(is_open, then=Value(0)), default=Value(1)), "-pk")
        pages = NowFirstPaginator(rows, PAGE, now=is_open)
        page = choose_page(pages, self.request.GET.get("page"))
        opened: list[Challenge] = []
        others: list[Challenge] = []
        for row in page.object_list:
            (opened if row.is_open else others).append(row)
        return super().get_context_data(
            open_rows=opened,
            other_rows=others,
            page_obj=page,
            paginator=pages,
            is_paginated=page.has_other_pages(),
            **kwargs,
        )


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
        self.filter = IdeaOrder(self.asked)
        page = self.page()
        mine, supported = None, set()
        if profile:
            places = challenge.participations.filter(profile=profile).select_related("profile__city")
            mine = places.exclude(state=Participation.State.CANCELLED).first()
            supports = Support.objects.filter(profile=profile, contribution__challenge=challenge)
            supported = set(supports.values_list("contribution_id", flat=True))
        return super().get_context_data(
            row=challenge,
            ideas=page.object_list,
            filter=self.filter,
            page_obj=page,
            paginator=page.paginator,
            is_paginated=page.has_other_pages(),
            mine=mine,
            mine_stands=describe_place(mine) if mine else "",
            profile=profile,
            supported=supported,
            is_open=challenge.is_open,
            takes_ideas=challenge.takes(Phase.Kind.GATHER),
            takes_support=challenge.takes(Phase.Kind.SUPPORT),
            waits_for=_describe_wait(profile) if profile else "",
            **self._for_waiting(),
            **self._for_staff(),
            has_facts=challenge.has_facts,
            for_whom=describe_level_of_act(challenge.least_verification),
            lacks_level=self._find_lack(profile),
            full=challenge.places is not None and challenge.places_taken >= challenge.places,
            **kwargs,
        )

    def _find_lack(self, profile: Profile | None) -> str:
        """What somebody who is known here lacks to take part; nothing for whoever reads without an account."""
        try:
            if profile is not None:
                check_verification(self.object, profile)
        except DomainError as error:
            return str(error)
        return ""

    @property
    def asked(self) -> QueryDict | None:
        """What the search and the order ask for, if anything; the cut of the page asks for nothing."""
        return self.request.GET if {"q", "sort"} & self.request.GET.keys() else None

    def page(self) -> DjangoPage:
        """The ideas of the page that is asked for: by its number, or by an idea that it holds."""
        ideas = Contribution.objects.filter(challenge=self.object, state=Contribution.State.VISIBLE)
        rows = self.filter.narrow(count_merged(ideas).select_related("author", "photo", "answer_by"))
        count = rows.count() if self.filter.chosen("q") else self.object.contributions_count
        pages = CountedPaginator(rows, PAGE, count=count)
        wanted = self.request.GET.get("idea", "")
        if not self.asked and wanted.isdecimal() and len(wanted) < 19:
            return pages.get_page(ideas.filter(pk__gt=int(wanted)).count() // PAGE + 1)
        return choose_page(pages, self.request.GET.get("page"))

    def _for_waiting(self) -> dict[str, Any]:
        """Before the first day: which it is, and whether this person is told."""
        day, user = self.object.gathers_from, self.request.user
        is_told = day and user.is_authenticated and self.object.alerts.filter(user=user).exists()
        return {"gathers_from": day, "is_told": bool(is_told)}

    def _for_staff(self) -> dict[str, Any]:
        """For the lab's people: the next step of the challenge, and what has to be done before it."""
        may_change = self.request.user.has_perm("challenges.change_challenge", self.object)
        move = NEXT_MOVES.get(self.object.state) if may_change else None
        blocker = describe_why_not_moved(self.object, move.to) if move else ""
        return {"may_change": may_change, "next_move": move, "blocker": blocker}
