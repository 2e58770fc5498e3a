"""The forum's own page, its rules, its seats, and what everyone may read of it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.accounts.models import Person
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, FormPage, ListPage, Permitted, RowPage
from forum import verbs
from forum.actions import seats
from forum.actions.working import describe_why_not_working
from forum.forms.filters import DecisionFilter
from forum.forms.seats import CharterForm, OwnReasonForm, SeatForm
from forum.models import Charter, Decision, Meeting, Seat
from forum.queries import count_sectors, find_charter, group_by_sector, is_spoken_for, list_seats_now
from forum.queries.beginnings import describe_when_it_counts
from forum.queries.items import list_waiting, load_items
from forum.queries.reversals import link_reversals
from forum.queries.sessions import find_next_meeting
from forum.queries.statements import prefetch_statements
from meetings.models import Session
from stakeholders.models import Sector

NEWEST = 5


class OfForum(Permitted):
    """A page or a button of the city's forum, which the address does not number."""

    def get_row(self) -> Charter:
        """The city's forum, or 404."""
        charter = find_charter()
        if charter is None:
            raise Http404
        return charter


def list_crumbs(charter: Charter, reader: Person) -> list[tuple[str, str]]:
    """The way up from a page below the forum, for whoever may go it: who acts on one decision reads that one alone."""
    return [(charter.get_absolute_url(), str(charter))] if reader.has_perm("forum.view_charter", charter) else []


class BelowForum(Permitted):
    """The way up to the forum, and back to it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.object
        charter = row if isinstance(row, Charter) else find_charter()
        crumbs = list_crumbs(charter, self.request.user) if charter else []
        frame = {"crumbs": crumbs, "cancel": self.back_url(), **kwargs}
        return super().get_context_data(**frame)  # type: ignore[misc,no-any-return]

    def back_url(self) -> str:
        """Where the way back leads."""
        return self.city_url("forum")


def list_sectors(rows: list[Seat]) -> list[dict[str, Any]]:
    """The four sectors with their seats; one without a seat that votes says so."""
    groups, counted = group_by_sector(rows), count_sectors(rows)
    return [
        {"sector": sector.value, "seats": groups[sector.value], "is_vacant": not counted[sector.value]}
        for sector in Sector
    ]


class ForumPage(RowPage):
    """Who sits in the forum, when it meets next, what waits for it, what it decided last."""

    permission = "forum.view_charter"
    template_name = "forum/forum.html"

    def get_row(self) -> Charter | None:
        return find_charter()

    def permission_object(self) -> Any:
        return self.city

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.list_parts(self.object) if self.object else {}), **kwargs)

    def find_meeting(self, charter: Charter) -> Meeting | None:
        """The next meeting; a draft for whoever leads alone: nobody else is invited to it."""
        meeting = find_next_meeting(charter)
        is_draft = meeting is not None and meeting.session.state == Session.State.DRAFT
        return None if is_draft and not self.request.user.has_perm("forum.lead_charter", charter) else meeting

    def list_parts(self, charter: Charter) -> dict[str, Any]:
        """What the page shows of the forum."""
        rows = list(list_seats_now(charter))
        decisions = Decision.objects.concluded().with_words()
        return {
            "over": describe_why_not_working(charter),
            "sectors": list_sectors(rows),
            "free": max(0, charter.most_seats - len(rows)),
            "counts": count_sectors(rows),
            "meeting": self.find_meeting(charter),
            "items": load_items(list_waiting(charter)),
            "decisions": list(decisions[:NEWEST]),
        }


class CountsLater(Permitted):
    """What is changed while a meeting is held counts from the next one: said before and after."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lede=self.describe_when(), **kwargs)  # type: ignore[misc,no-any-return]

    def describe_when(self) -> str:
        """From when on it counts, in a sentence; "" while no meeting is held."""
        row: Any = self.object
        return describe_when_it_counts(row if isinstance(row, Charter) else row.charter)


class ChangeForum(CountsLater, BelowForum, OfForum, ConcurrentEditPage):
    permission = "forum.change_charter"
    model = Charter
    form_class = CharterForm
    template_name = "forum/form.html"
    success_message = gettext_lazy("Saved. What was decided before stays as it was.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Rules of the forum"),
        "label": gettext_lazy("Save"),
    }

    def act(self, form: CharterForm) -> str:
        seats.change_charter(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class GiveSeat(CountsLater, BelowForum, OfForum, FormPage):
    permission = "forum.seat_charter"
    form_class = SeatForm
    template_name = "forum/form.html"
    success_message = gettext_lazy("The seat is given. We have told the person.")
    describe_why_not = seats.describe_why_no_seat
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Give a seat"),
        "label": gettext_lazy("Give the seat"),
    }

    def act(self, form: SeatForm) -> str:
        fields = {name: form.cleaned_data[name] for name in SeatForm.Meta.fields}
        seat = seats.give_seat(self.object, fields.pop("profile"), actor=self.actor, **fields)
        if not is_spoken_for(seat):
            text = _("%(name)s does not represent %(organisation)s on record. If that is not meant, end the seat.")
            messages.warning(self.request, text % {"name": seat, "organisation": seat.organisation})
        return self.object.get_absolute_url()


class _OfSeat(Permitted):
    model: ClassVar[Any] = Seat

    def get_queryset(self) -> Any:
        return Seat.objects.with_names().select_related("profile__user")


class SeatPage(BelowForum, _OfSeat, RowPage):
    """One seat: whose, for whom, until when; its person says whether the name is public."""

    permission = "forum.view_seat"
    template_name = "forum/seat.html"


class ShowName(_OfSeat, ActionView):
    permission = "forum.show_seat"

    def act(self) -> None:
        seats.show_name(self.object, actor=self.actor, is_named="shown" in self.request.POST)

    def get_success_message(self) -> str:
        if self.object.is_named:
            return _("Your name stands on the public list of seats.")
        return _("Your name does not stand on the public list of seats.")


class EndSeat(_OfSeat, EndPage):
    """A seat ends before its last day."""

    permission = "forum.end_seat"
    ends = (verbs.SEAT_ENDED,)
    step = staticmethod(seats.end_seat)
    label = gettext_lazy("End the seat")
    told = gettext_lazy("The person reads the reason. It stays in the history.")
    success_message = gettext_lazy("The seat has ended. It is free for someone else.")
    describe_why_not = seats.describe_why_seat_stays

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*list_crumbs(self.object.charter, self.actor), *super().get_crumbs()]

    @property
    def is_own(self) -> bool:
        """Does the reader give up their own seat? Nobody else has to be told why."""
        return bool(self.object.profile.user_id == self.actor.pk)

    def get_form_class(self) -> Any:
        return OwnReasonForm if self.is_own else super().get_form_class()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"label": _("Give up the seat")} if self.is_own else {}
        return super().get_context_data(**{**own, **kwargs})

    def get_told(self) -> str:
        told = _("The people who lead the forum read that a seat is free. What you write stays in the history.")
        return told if self.is_own else super().get_told()

    def act(self, form: Any) -> Any:
        if self.is_own:
            self.success_message = gettext_lazy("You have given up your seat.")
        return super().act(form)

    def get_question(self) -> str:
        if self.is_own:
            return _("Give up your seat in the forum?")
        return _("End the seat of %(name)s?") % {"name": self.object}

    def get_text(self) -> str:
        later = describe_when_it_counts(self.object.charter)
        return later or _("What the forum decided stays. The quorum is counted without this seat from now on.")

    def target_url(self) -> str:
        return self.city_url("forum")


class PublicForum(ListPage):
    """What everyone may read of the forum, as far as the city says so: its seats, and what it decided."""

    public: ClassVar[bool] = True
    model = Decision
    template_name = "forum/public.html"
    filter_class = DecisionFilter

    def get_charter(self) -> Charter:
        """The city's forum, where something of it is public; else 404."""
        charter = find_charter()
        self.shown = Decision.objects.public()
        if charter is None or not (charter.is_public or self.shown.exists()):
            raise Http404
        return charter

    def rows(self) -> Any:
        self.charter = self.get_charter()
        return self.shown.with_words()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seated = list(list_seats_now(self.charter)) if self.charter.shows_seats else []
        shows = self.charter.shows_decisions or self.shown.exists()
        return super().get_context_data(
            charter=self.charter, shows_decisions=shows, sectors=list_sectors(seated), **kwargs
        )


class PublicDecision(RowPage):
    """One decision, for everyone: what, how, when it is reviewed. Nobody is named."""

    public: ClassVar[bool] = True
    model = Decision
    template_name = "forum/public_decision.html"

    def get_queryset(self) -> Any:
        return Decision.objects.public().with_words().prefetch_related(prefetch_statements())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link_reversals([self.object])
        return super().get_context_data(crumbs=[(self.city_url("public_forum"), _("Strategic forum"))], **kwargs)
