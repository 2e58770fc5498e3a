from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.errors import DomainError
from educities.kit.views import ActionView, FormPage, RowPage
from meetings.actions import attendance as actions
from meetings.actions.sessions import expected_at
from meetings.forms.attendance import CodeForm, GuestForm
from meetings.models import Attendance, Session, SessionReply
from meetings.queries.sessions import count_presence
from meetings.texts.attendance import name_attendee, name_correctors
from meetings.views.rows import OfSession
from stakeholders.models import Profile, Sector

# More shapes along the foot of the wall nobody tells apart.
MOST_SEATS = 72
# The three parts of the roll; a tap moves a person from one to another.
PARTS = (
    ("open", gettext_lazy("Not here yet")),
    ("here", gettext_lazy("Here")),
    ("away", gettext_lazy("Absent or excused")),
)


# A tap that waited longer than some days is as good as one of now: so many digits of milliseconds.
LONGEST_AGE = 10
# What a tap says that takes a mark back: the person is not here yet.
NO_MARK = "none"


def check_whose(request: HttpRequest) -> None:
    """What a phone has kept is sent by the person who entered it. Raises PermissionDenied for anybody else."""
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        raise PermissionDenied


def read_tap(request: HttpRequest) -> datetime:
    """When the tap was made: a phone without a network sends it later, and how old it is by its own clock."""
    age = request.POST.get("age", "")
    waited = int(age) if age.isdecimal() and len(age) < LONGEST_AGE else 0
    return timezone.now() - timedelta(milliseconds=waited)


class CheckIn(FormPage):
    """`/c/<city>/in/`: the member types the four digits."""

    signed_in: ClassVar[bool] = True
    form_class = CodeForm
    template_name = "meetings/check_in.html"
    success_message = gettext_lazy("You are in. Good that you are here!")
    join_address = typed = ""

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """Who is not signed in reads on the page of signing in why they are there, and what to do without an account."""
        if not request.user.is_authenticated:
            text = _(
                "Sign in to check in. Without an account, ask the facilitator to add you to the attendance list: you need "
                "not make one now."
            )
            messages.info(request, text)
        return super().refuse(request)

    def get_initial(self) -> dict[str, Any]:
        return {"code": (self.request.GET.get("code") or self.request.GET.get("typed", ""))[:4]}

    def act(self, form: CodeForm) -> str:
        how = Attendance.How.QR if self.request.GET.get("code") else Attendance.How.CODE
        try:
            row = actions.check_in(form.cleaned_data["code"], actor=self.actor, how=how)
        except DomainError as error:
            self.join_address, self.typed = error.data.get("join", ""), form.cleaned_data["code"]
            raise
        return row.session.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who has not accepted a place does so here, and comes back to the code."""
        back = f"{self.request.path}?{'code' if 'code' in self.request.GET else 'typed'}={self.typed}"
        return super().get_context_data(join_address=self.join_address, back=back, **kwargs)


class Wall(OfSession, RowPage):
    """The code in digits that the last row can read, and the seats that fill as people come in."""

    permission = "meetings.take_attendance_of_session"
    template_name = "meetings/wall.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.object.code if self.object.code_is_open else ""
        address = self.request.build_absolute_uri(self.city_url("check_in"))
        presence = count_presence(self.object, dict(expected_at(self.object).values_list("profile_id", "sector")))
        return super().get_context_data(
            code=code,
            is_over=not code and (self.object.state == Session.State.RECORDED or self.object.ends_at < timezone.now()),
            address=address,
            spoken=address.partition("://")[2].rstrip("/"),
            there=presence.there.total(),
            expected=presence.expected.total(),
            seats=presence.seats if len(presence.seats) <= MOST_SEATS else [],
            **kwargs,
        )


class WallCount(Wall):
    template_name = "meetings/_wall_count.html"


class OpenCode(OfSession, ActionView):
    permission = "meetings.take_attendance_of_session"

    def act(self) -> None:
        actions.open_code(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("wall", self.object.pk)


class CloseCode(OpenCode):
    success_message = gettext_lazy("Check-in code closed.")

    def act(self) -> None:
        actions.close_code(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("roll", self.object.pk)


class Roll(OfSession, RowPage):
    """One row a person, one tap a row: who is not here yet, who is here, who is not coming."""

    permission = "meetings.take_attendance_of_session"
    template_name = "meetings/roll.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = attendance_lines(self.object)
        kwargs.setdefault("guest_form", GuestForm())
        kwargs["resting"] = self.object.group.seats.awaiting_consent().select_related("profile")
        there = [line for line in lines if line["part"] == "here"]
        people = [line["person"].pk for line in lines]
        return super().get_context_data(
            parts=[(key, label, [line for line in lines if line["part"] == key]) for key, label in PARTS],
            everybody=len(lines),
            coming=self.object.replies.filter(reply=SessionReply.Reply.COMING, profile_id__in=people).count(),
            everybody_shown=format_html('<span id="roll-all">{}</span>', len(lines)),
            there=len(there),
            sectors=[(sector, any(line["sector"] == sector for line in there)) for sector in list_sectors(self.object)],
            choices=Attendance.Status.choices,
            others=[choice for choice in Attendance.Status.choices if choice[0] != Attendance.Status.PRESENT],
            may_correct=self.request.user.has_perm("meetings.correct_session", self.object),
            **kwargs,
        )


def list_sectors(session: Session) -> list[Sector]:
    """The sectors of which one is missing where nobody of it came: teachers, for example, are all of one."""
    return list(Sector) if session.group.definition.counts_sectors else []


def attendance_lines(session: Session) -> list[dict[str, Any]]:
    """Everybody expected, then who came besides, with their marks; what was corrected says so.

    Once it is recorded everybody of that time has a mark: who joined later was not expected then.
    """
    seats = session.group.seats.active().select_related("profile", "organisation")
    marks = {row.profile_id: row for row in session.attendance.select_related("profile")}
    members = [_attendance_line(seat.profile, seat.sector, marks.pop(seat.profile_id, None)) for seat in seats]
    if session.state == Session.State.RECORDED:
        members = [line for line in members if line["mark"] is not None]
    lines = members + _list_others(session, marks)
    if session.state == Session.State.RECORDED:
        _add_corrections(session, lines)
    return lines


def _add_corrections(session: Session, lines: list[dict[str, Any]]) -> None:
    """Each line has the newest correction of its mark, and who made it."""
    corrected = {row.profile_id: row for row in session.corrections.all()}
    names = name_correctors(corrected.values())
    for line in lines:
        row = corrected.get(line["person"].pk)
        line |= {"corrected": row, "corrector": names[row.pk] if row else ""}


def _list_others(session: Session, marks: dict[int, Attendance]) -> list[dict[str, Any]]:
    """Whoever has a mark and no seat now: guests, and members of that time who have left since."""
    left = set(session.group.seats.filter(profile__in=list(marks)).values_list("profile_id", flat=True))
    lines = [
        _attendance_line(row.profile, row.sector, row)
        | {"name": name_attendee(row.profile), "is_guest": key not in left, "has_left": key in left}
        for key, row in marks.items()
    ]
    return sorted(lines, key=lambda line: line["name"])


def _attendance_line(person: Profile, sector: int | None, mark: Attendance | None) -> dict[str, Any]:
    part = "open" if mark is None else "here" if mark.status in Attendance.THERE else "away"
    return {"person": person, "name": person.display_name, "sector": sector, "mark": mark, "part": part}


class RollMarks(OfSession, RowPage):
    """The marks as they stand, for a roll that is open on another phone."""

    permission = "meetings.take_attendance_of_session"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        marks = dict(self.object.attendance.values_list("profile_id", "status"))
        response = JsonResponse({"marks": marks, "state": self.object.state})
        response["Cache-Control"] = "no-store"
        return response


class RollWorker(OfSession, RowPage):
    """The script that answers for this roll in a browser without a network. Its address is its reach: this roll alone."""

    permission = "meetings.take_attendance_of_session"
    template_name = "kit/kept_worker.js"
    content_type = "text/javascript"


class Mark(OfSession, ActionView):
    """One tap. The script asks for the line alone; without it the page comes back at the person's place."""

    permission = "meetings.take_attendance_of_session"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_whose(request)
        self.person = get_object_or_404(Profile, pk=kwargs["person"])
        if request.headers.get("X-Roll") != "line":
            return super().post(request, *args, **kwargs)
        try:
            row = self.mark()
        except DomainError as error:
            told = {"said": str(error), "mark": self.marked(), "state": self.object.state}
            return JsonResponse(told, status=error.status)
        return JsonResponse({"mark": row.status if row else ""})

    def marked(self) -> str:
        """What the roll says of the person now, for a phone that believed something else."""
        return self.object.attendance.filter(profile=self.person).values_list("status", flat=True).first() or ""

    def mark(self) -> Attendance | None:
        status, at = self.request.POST.get("status", ""), read_tap(self.request)
        if status == NO_MARK:
            return actions.clear_mark(self.object, self.person, actor=self.actor, at=at)
        if status not in Attendance.Status.values:
            raise DomainError(_("Choose one of the four marks."), code="meetings.no_such_mark")
        return actions.mark_attendance(self.object, self.person, actor=self.actor, status=status, at=at)

    def act(self) -> None:
        self.mark()

    def success_url(self) -> str:
        return f"{self.city_url('roll', self.object.pk)}#person-{self.kwargs['person']}"


class AddGuest(Roll):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_whose(request)
        form = GuestForm(request.POST)
        self.is_of_script = request.headers.get("X-Roll") == "line"
        if not form.is_valid():
            return self.show_refused(form, 422)
        try:
            row = actions.add_guest(self.object, actor=self.actor, at=read_tap(request), **form.cleaned_data)
        except DomainError as error:
            is_final = self.object.state == Session.State.RECORDED
            form.add_error(None, _("Attendance is final: no guest can be added any more.") if is_final else str(error))
            return self.show_refused(form, error.status)
        if self.is_of_script:
            return JsonResponse({"mark": row.status})
        messages.success(request, _("Welcome, %(name)s!") % {"name": form.cleaned_data["name"]})
        return redirect(f"{reverse('roll', args=[self.city.slug, self.object.pk])}#guests")

    def show_refused(self, form: GuestForm, status: int) -> HttpResponse:
        """Why not: at the form, or in a sentence for the phone that kept the guest."""
        if not self.is_of_script:
            return self.render_to_response(self.get_context_data(guest_form=form), status=status)
        said = " ".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"said": said, "state": self.object.state}, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.city_url("roll", self.object.pk))
