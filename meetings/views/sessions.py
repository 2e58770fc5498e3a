from collections import Counter
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.queries import has_consent
from educities.activity.actions.reminders import waiting_reminder
from educities.activity.texts.delivery_rows import next_mail
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.day_words import format_moment
from educities.kit.end_pages import EndPage
from educities.kit.errors import DomainError
from educities.kit.forms import ReasonForm
from educities.kit.multilingual import translate_plain
from educities.kit.undo import drop_undo, find_undo
from educities.kit.views import ActionView, FormPage, Page, RowPage
from meetings import verbs
from meetings.actions import sessions as actions
from meetings.forms.sessions import SessionForm
from meetings.models import Attendance, Group, Session, SessionReply
from meetings.queries.reply_links import find_sent_start, invited_by, is_on_hold
from meetings.queries.sessions import suggest_next_session
from meetings.rules import goes_along
from meetings.texts.attendance import name_correctors
from meetings.texts.sessions import describe_closed_session, format_change
from meetings.values.page_links import SESSION_LINKS
from meetings.views.rows import OfGroup, OfSession
from stakeholders.models import Profile
from stakeholders.queries import find_profile
from stakeholders.texts import append_untold


def ways_to_sessions(group: Group) -> list[tuple[str, str]]:
    """The ways up from a session: what the group belongs to, and the list of its sessions."""
    owner = group.owner
    return [
        (owner.get_absolute_url(), translate_plain(owner.name)),
        (group.sessions_url, str(group.definition.sessions_label)),
    ]


class Sessions(OfGroup, RowPage):
    """The group's sessions: what comes, what was, and what was cancelled. The app that owns the group brings the template."""

    permission = "meetings.see_sessions_of_group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.group.sessions.all())
        if not self.request.user.has_perm("meetings.plan_session_of_group", self.group):
            rows = [row for row in rows if row.state != Session.State.DRAFT]
        now = timezone.now()
        kept = [row for row in rows if row.state != Session.State.CANCELLED]
        return super().get_context_data(
            to_come=[row for row in kept if row.ends_at >= now and row.state != Session.State.RECORDED],
            past=[row for row in reversed(kept) if row.ends_at < now or row.state == Session.State.RECORDED],
            cancelled=[row for row in reversed(rows) if row.state == Session.State.CANCELLED],
            **{"crumbs": ways_to_sessions(self.group)[:1], **kwargs},
        )


class MySessions(Page):
    """What the signed-in person is expected at, in every group of this city."""

    signed_in: ClassVar[bool] = True
    template_name = "meetings/my_sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Session.objects.with_group().for_user(self.request.user)
        announced = rows.filter(state__in=[Session.State.SCHEDULED, Session.State.HELD], ends_at__gt=timezone.now())
        answers = SessionReply.objects.filter(profile__user=self.request.user, session__in=announced)
        replies = {reply.session_id: reply for reply in answers}
        unjoined = set(announced.find_unjoined(self.request.user).values_list("pk", flat=True))
        lines = [
            {"session": session, "reply": replies.get(session.pk), "is_joined": session.pk not in unjoined}
            for session in announced
        ]
        return super().get_context_data(lines=lines, **kwargs)


class _SessionForm(FormPage):
    form_class = SessionForm
    template_name = "meetings/session_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"city": self.city, "group": self.object.group}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object if isinstance(self.object, Session) else None
        ways = [*ways_to_sessions(self.object.group), *([(row.get_absolute_url(), str(row))] if row else [])]
        return super().get_context_data(crumbs=ways, is_new=row is None, **kwargs)


class NewSession(OfGroup, _SessionForm):
    permission = "meetings.plan_session_of_group"

    def get_initial(self) -> dict[str, Any]:
        return suggest_next_session(self.group, self.city.zone, timezone.now())

    def act(self, form: SessionForm) -> str:
        session = actions.plan_session(self.group, actor=self.actor, **form.values())
        self.success_message = self.describe_planned(session)
        return session.get_absolute_url()

    def describe_planned(self, session: Session) -> str:
        """What comes next: who is invited, or that nobody is any more, as it begins now."""
        if session.has_begun:
            return _("Planned for now: it can be opened at once, and nobody is invited by email any more.")
        return _("Planned. When you invite %(members)s, they hear of it.") % {"members": self.group.members}


class ChangeSession(OfSession, ConcurrentEditPage, _SessionForm):
    permission = "meetings.change_session"
    describe_why_not = actions.describe_why_session_stays

    def act(self, form: SessionForm) -> str:
        told = actions.change_session(self.object, actor=self.actor, **form.values())
        self.success_message = format_change(told.people, told.answers, next_mail(self.city))
        return self.object.get_absolute_url()


class SessionPage(OfSession, RowPage):
    permission = "meetings.view_session"
    template_name = "meetings/session.html"

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """A draft is there for nobody but those who plan it."""
        refused = super().refuse(request)
        is_draft = refused is None and self.object.state == Session.State.DRAFT
        if is_draft and not request.user.has_perm("meetings.change_session", self.object):
            raise Http404
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.request.user.has_perm("meetings.change_session", self.object)
        extra = {"has_later": self._has_later(), **self._answers()} if may_change else {}
        may_look = self.request.user.has_perm("meetings.see_sessions_of_group", self.object.group)
        ways = ways_to_sessions(self.object.group)
        return super().get_context_data(
            may_change=may_change,
            may_look=may_look,
            # Its tabs say that it is one of the sessions.
            crumbs=ways[:1],
            was_held=self.object.state in {Session.State.HELD, Session.State.RECORDED},
            own=self._own(),
            links=self._links(),
            **(self.group_tabs() if may_look else {}),
            **extra,
            **kwargs,
        )

    def _links(self) -> list[Any]:
        """What the apps above lead to."""
        return [link for find in SESSION_LINKS for link in find(self.object, self.request.user)]

    def _own(self) -> dict[str, Any] | None:
        """The member's own answer and mark; None for people who are not of the group."""
        if not goes_along(self.request.user, self.object):
            return None
        profile = find_profile(self.request.user)
        reply = self.object.replies.filter(profile=profile).first()
        mark = self.object.attendance.filter(profile=profile).first()
        corrected = self.object.corrections.filter(profile=profile).last()
        by = name_correctors([corrected])[corrected.pk] if corrected else ""
        return {
            "reply": reply,
            "mark": mark,
            "corrected": corrected,
            "by": by,
            "join": self.object.group.find_join_address(profile),
            "may_join": profile is not None and has_consent(profile, "lab"),
        }

    def _has_later(self) -> bool:
        """Is a further session of the group planned already?"""
        planned = self.object.group.sessions.filter(state__in=[Session.State.DRAFT, Session.State.SCHEDULED])
        return planned.filter(starts_at__gt=timezone.now()).exclude(pk=self.object.pk).exists()

    def _answers(self) -> dict[str, Any]:
        members = self.object.group.seats.active().select_related("profile")
        replies = dict(self.object.replies.values_list("profile_id", "reply"))
        groups: dict[str, list[Profile]] = {"coming": [], "not_coming": [], "": []}
        for member in members:
            groups[replies.get(member.profile_id, "")].append(member.profile)
        return {
            "reminded_at": waiting_reminder(self.object),
            "coming": [one.display_name for one in groups["coming"]],
            "not_coming": [one.display_name for one in groups["not_coming"]],
            "unanswered": [one.display_name for one in groups[""]],
            "untold": [one.display_name for one in groups[""] if one.user_id is None],
            **self._marks(),
        }

    def _marks(self) -> dict[str, Any]:
        """How many were there, and of which sectors."""
        marks = list(self.object.attendance.values_list("status", "sector"))
        there = [sector for status, sector in marks if status in Attendance.THERE]
        sectors = Counter(filter(None, there))
        # Guests of no organisation: with them the sum agrees with its parts.
        alone = len(there) - sectors.total()
        counts = self.object.group.definition.counts_sectors
        shown = {"sectors": sectors, "without_sector": alone} if counts else {"sectors": None, "without_sector": 0}
        return {"there": len(there), "marked": len(marks), **shown}


class CancelSession(OfSession, EndPage):
    permission = "meetings.change_session"
    ends = (verbs.SESSION_CANCELLED,)
    step = staticmethod(actions.cancel_session)
    label = gettext_lazy("Cancel the session")

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*ways_to_sessions(self.object.group), *super().get_crumbs()]

    def get_question(self) -> str:
        return _("Cancel the session “%(title)s”?") % {"title": translate_plain(self.object.title)}

    def get_text(self) -> str:
        return format_moment(self.object.starts_at.astimezone(self.city.zone))

    def get_blocker(self) -> str:
        can_cancel = Session.State.CANCELLED in Session.MOVES.get(self.object.state, ())
        return "" if can_cancel else _("This session can no longer be cancelled.")

    def get_told(self) -> str:
        if actions.is_announced_to_come(self.object):
            return append_untold(_("Invited members read your reason."), self.object.group.seats.active())
        return _("Nobody gets an email about it. The reason stays in the history.")

    def act(self, form: ReasonForm) -> Any:
        told = _("Session cancelled. We have told the invited members.")
        self.success_message = told if actions.is_announced_to_come(self.object) else _("Session cancelled.")
        return super().act(form)


class StartSession(OfSession, ActionView):
    permission = "meetings.take_attendance_of_session"

    def act(self) -> None:
        actions.start_session(self.object, actor=self.actor)
        # Nobody who has come is uninvited any more.
        offer = find_undo(self.request)
        if offer is not None and offer.url == self.city_url("undo_invitations", self.object.pk):
            drop_undo(self.request)

    def success_url(self) -> str:
        if self.object.state == Session.State.HELD:
            return self.city_url("roll", self.object.pk)
        return self.object.get_absolute_url()


class PutBackSession(OfSession, ActionView):
    permission = "meetings.take_attendance_of_session"
    success_message = gettext_lazy("The session is to come again.")

    def act(self) -> None:
        actions.put_back_session(self.object, actor=self.actor)


class RecordSession(OfSession, ActionView):
    permission = "meetings.take_attendance_of_session"
    success_message = gettext_lazy("Recorded. Who was there is kept as it is.")

    def act(self) -> None:
        actions.record_session(self.object, actor=self.actor, nobody="nobody" in self.request.POST)


class ReplyToSession(OfSession, ActionView):
    permission = "meetings.reply_to_session"
    success_message = gettext_lazy("Thank you, your answer is noted.")

    def act(self) -> None:
        reply = self.request.POST.get("reply", "")
        if reply not in SessionReply.Reply.values:
            raise DomainError(_("Choose one of the two answers."), code="meetings.no_such_reply")
        profile = get_object_or_404(Profile, user=self.actor)
        actions.reply_to_session(self.object, profile, actor=self.actor, reply=reply)


class Answer(Page):
    """The link in the mail: shows the invitation and two buttons. Opening it changes nothing, so mail scanners may."""

    public: ClassVar[bool] = True
    template_name = "meetings/answer.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = invited_by(token)
        if found is None or not found[0].is_open:
            return self._gone(found)
        session, profile = found
        reply = session.replies.filter(profile=profile).first()
        return self._page(session=session, profile=profile, reply=reply, wanted=request.GET.get("reply", ""))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = invited_by(token)
        reply = request.POST.get("reply")
        if found is None or reply not in SessionReply.Reply.values:
            return self._gone(found)
        try:
            actions.reply_to_session(*found, actor=found[1].user, reply=reply)
        except DomainError:
            return self._gone(found)
        messages.success(request, _("Thank you, your answer is noted."))
        return redirect(request.path)

    def _gone(self, found: tuple[Session, Profile] | None) -> HttpResponse:
        rests = found is None and is_on_hold(self.kwargs["token"])
        past = describe_closed_session(found[0], find_sent_start(*found)) if found else ""
        return self._page(session=None, past=past, rests=rests, status=409 if rests else 410)

    def _page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(**context), status=status)
        response["Cache-Control"] = "no-store"
        return response
