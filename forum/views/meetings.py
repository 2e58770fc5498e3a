"""Meetings of the forum: the list, one on one screen, its end, its minutes."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from educities.kit.concurrent_edit import digest_values
from educities.kit.day_words import format_day
from educities.kit.drafts import mark_drafts
from educities.kit.errors import DomainError
from educities.kit.views import ActionView, AskedOnce, FormPage, Permitted, RowPage
from forum.actions import agenda
from forum.actions import meetings as actions
from forum.actions.working import describe_why_not_working
from forum.forms.agenda import CorrectionForm, DecisionForm
from forum.forms.meetings import MeetingForm
from forum.models import AgendaItem, Charter, Decision, Meeting
from forum.queries import count_presence
from forum.queries.ballots import count_ballots, list_open
from forum.queries.items import list_agenda, load_items
from forum.queries.minutes import lacks_marks, list_present, list_put_off
from forum.queries.reversals import link_reversals
from forum.queries.sessions import find_invited_after
from forum.values import MINUTES_FILES
from forum.views.charters import list_crumbs
from forum.views.questions import list_question_parts
from meetings.actions.departures import mark_left, mark_returned
from meetings.forms.sessions import SessionForm
from meetings.views.sessions import NewSession, Sessions
from stakeholders.models import Profile
from stakeholders.values.page_links import list_links


class ForumMeetings(Sessions):
    """All meetings, as sessions of the forum's group; those of before with the hour at which they really ended."""

    model = Charter
    template_name = "forum/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(over=describe_why_not_working(self.object), **kwargs)
        ended = {row.session_id: row for row in Meeting.objects.filter(charter=self.object, ended_at__isnull=False)}
        for session in context["past"]:
            if meeting := ended.get(session.pk):
                meeting.session = session
                session.hours = meeting.hours
        return context


class NewMeeting(NewSession):
    """One more meeting: what waits is on its agenda at once."""

    model = Charter
    describe_why_not = describe_why_not_working
    form_class = MeetingForm
    extra_context: ClassVar[dict[str, Any]] = {"plan_title": gettext_lazy("Plan a meeting")}

    def get_queryset(self) -> Any:
        return Charter.objects.select_related("group", "city", "body__program")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.object.name, **super().get_initial()}

    def act(self, form: SessionForm) -> str:
        takes = form.cleaned_data.get("takes_agenda", False)
        meeting = actions.plan_meeting(self.object, actor=self.actor, takes_agenda=takes, **form.values())
        self.success_message = self.describe_planned(meeting.session)
        return meeting.get_absolute_url()


class OfMeeting(Permitted):
    """A page or a button of one meeting."""

    model: ClassVar[Any] = Meeting
    permission = "forum.lead_meeting"

    def get_queryset(self) -> Any:
        return Meeting.objects.select_related(
            "city", "charter__city", "charter__group", "session__city", "session__group"
        )


class BelowMeeting(OfMeeting):
    """The way up from a page below a meeting, and back to it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Meeting = self.object
        crumbs = [*list_crumbs(row.charter, self.request.user), (row.get_absolute_url(), str(row))]
        frame = {"crumbs": crumbs, "cancel": row.get_absolute_url(), **kwargs}
        return super().get_context_data(**frame)  # type: ignore[misc,no-any-return]


class MeetingPage(OfMeeting, RowPage):
    """A meeting on one screen: before it the agenda, while it is held who is here and what is decided, then the minutes."""

    permission = "forum.view_meeting"
    template_name = "forum/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Meeting = self.object
        row.session.group.forum = row.charter
        items = load_items(list_agenda(row))
        link_reversals(one.decision for one in items)
        may_lead = self.request.user.has_perm("forum.lead_meeting", row)
        people = list_present(row)
        context = {
            "crumbs": list_crumbs(row.charter, self.request.user),
            "items": items,
            "may_lead": may_lead,
            "over": describe_why_not_working(row.charter),
            "people": people,
            "lacks_marks": lacks_marks(people) and not any(one.decision and one.decision.is_concluded for one in items),
            "presence": count_presence(row.charter, row.session),
            "put_off": list_put_off(row) if row.is_ended else (),
            "corrections": row.corrections.select_related("by") if row.is_ended else (),
            "files": list_links(MINUTES_FILES, self.request.user, self.city, row.pk) if row.is_ended else (),
            **(list_question_parts(row, self.actor) if row.is_on else {}),
            **(self.find_current([one.item for one in items]) if row.is_on and may_lead else {}),
        }
        return super().get_context_data(**{**context, **kwargs})

    def find_current(self, items: list[AgendaItem]) -> dict[str, Any]:
        """The item that is discussed now, with the form of its decision: the one chosen, else what was put to the meeting, else
        the first that waits.
        """
        waiting = sorted((item for item in items if item.is_waiting), key=lambda item: not self.is_put(item))
        chosen = self.request.GET.get("item", "")
        current = next((item for item in waiting if str(item.pk) == chosen), waiting[0] if waiting else None)
        if current is None:
            return {}
        proposal: Any = current.proposal
        form = DecisionForm(item=current, instance=proposal or Decision(), reader=self.actor)
        mark_drafts(form, self.actor.pk, "decide_item", current.pk)
        can_put = proposal is not None and not self.is_put(current)
        return {"current": current, "form_item": str(current.pk), "form": form, "can_put": can_put}

    def is_put(self, item: AgendaItem) -> bool:
        """Is what is proposed about it before this meeting?"""
        decision: Any = item.proposal
        return decision is not None and decision.state == Decision.State.OPEN and decision.meeting_id == self.object.pk


class MeetingPresence(OfMeeting, RowPage):
    """The part of the screen that says who is here, read again by itself."""

    permission = "forum.view_meeting"
    template_name = "forum/_presence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(presence=count_presence(self.object.charter, self.object.session), **kwargs)


class LeaveMeeting(OfMeeting, ActionView):
    """Somebody leaves before the end."""

    def act(self) -> None:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        mark_left(self.object.session, person, actor=self.actor)

    def success_url(self) -> str:
        return f"{self.object.get_absolute_url()}#people"


class ReturnToMeeting(LeaveMeeting):
    """Somebody is back, or had not left."""

    def act(self) -> None:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        mark_returned(self.object.session, person, actor=self.actor)


class RefreshAgenda(OfMeeting, ActionView):
    """What has become a matter of the forum since is on the agenda now."""

    def act(self) -> None:
        self.number = agenda.build_agenda(self.object.charter)
        self.number = max(self.number, agenda.attach_waiting(self.object))

    def get_success_message(self) -> str:
        if not self.number:
            return self.describe_nothing()
        text = ngettext("%(n)s matter came onto the agenda.", "%(n)s matters came onto the agenda.", self.number)
        return text % {"n": self.number}

    def describe_nothing(self) -> str:
        """That nothing is new here, and how much waits for a later meeting to which people are invited."""
        later = find_invited_after(self.object.charter, self.object.session.starts_at)
        if later is None:
            return _("Nothing new: the agenda is up to date.")
        n = AgendaItem.objects.waiting().filter(meeting=later).count()
        text = ngettext(
            "Nothing new here. %(n)s matter waits for the meeting to which people are invited, on %(day)s.",
            "Nothing new here. %(n)s matters wait for the meeting to which people are invited, on %(day)s.",
            n,
        )
        return text % {"n": n, "day": format_day(later.session.starts_at.astimezone(self.city.zone).date())}


class EndMeeting(OfMeeting, AskedOnce):
    """The meeting is over, and its minutes go out."""

    success_message = gettext_lazy("The meeting has ended. The minutes are on their way to everyone with a seat.")
    describe_why_not = actions.describe_why_not_ended

    def asks(self) -> dict[str, Any]:
        waiting = AgendaItem.objects.waiting().filter(meeting=self.object).count()
        text = _(
            "Who was there is recorded, and everyone with a seat gets the minutes by email. What was not discussed waits for "
            "the next meeting."
        )
        left = _("Not discussed yet: %(n)s.") % {"n": waiting} if waiting else ""
        question = _("The meeting cannot be ended now") if self.get_blocker() else _("End the meeting?")
        about = " ".join(filter(None, (*self.list_under_way(), text, left)))
        return {"question": question, "text": about, "label": _("End the meeting"), "seen": self.stamp_under_way()}

    def stamp_under_way(self) -> str:
        """Another one as soon as something else would end unnoted with the meeting."""
        under_way = [
            [decision.pk, count_ballots(decision, self.object.session).key] for decision in list_open(self.object)
        ]
        return digest_values(under_way)

    def list_under_way(self) -> Iterator[str]:
        """What is put to the meeting and not noted, with how many have answered, a sentence each."""
        for decision in list_open(self.object):
            n = count_ballots(decision, self.object.session).answered
            text = ngettext(
                "“%(title)s” is before the meeting and nothing is noted on it: %(n)s answer is deleted.",
                "“%(title)s” is before the meeting and nothing is noted on it: %(n)s answers are deleted.",
                n,
            )
            none = _("“%(title)s” is before the meeting and nothing is noted on it.")
            yield (text if n else none) % {"title": str(decision.item), "n": n}

    def act(self) -> None:
        read = self.request.POST.get("seen")
        if read and read != self.stamp_under_way():
            text = _(
                "Members have answered since you opened this page. Read what would end unnoted, then end the meeting."
            )
            raise DomainError(text, code="forum.read_again")
        actions.end_meeting(self.object, actor=self.actor)


class CorrectMinutes(BelowMeeting, FormPage):
    """What is right stands beside what the minutes say."""

    form_class = CorrectionForm
    template_name = "forum/form.html"
    success_message = gettext_lazy("Saved beside the minutes. We have told everyone with a seat.")
    describe_why_not = actions.describe_why_no_correction
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Correct the minutes"),
        "label": gettext_lazy("Save the correction"),
    }

    def act(self, form: CorrectionForm) -> str:
        actions.correct_minutes(self.object, actor=self.actor, words=form.cleaned_data["words"])
        return self.object.get_absolute_url()
