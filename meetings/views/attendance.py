from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.errors import DomainError
from educities.kit.views import ActionView, FormPage, RowPage
from meetings.actions import attendance as actions
from meetings.actions.sessions import expected_at
from meetings.forms.attendance import CodeForm, CorrectionForm, GuestForm
from meetings.models import Attendance, Session
from meetings.views.rows import OfSession
from stakeholders.models import Organisation, Profile


class CheckIn(FormPage):
    """`/c/<city>/in/`: the member types the four digits."""

    signed_in: ClassVar[bool] = True
    form_class = CodeForm
    template_name = "meetings/check_in.html"
    success_message = gettext_lazy("You are in. Good that you are here!")

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")[:4]}

    def act(self, form: CodeForm) -> str:
        how = Attendance.How.QR if self.request.GET.get("code") else Attendance.How.CODE
        row = actions.check_in(form.cleaned_data["code"], actor=self.actor, how=how)
        return row.session.get_absolute_url()


def count_present(session: Session) -> int:
    """How many are in."""
    return session.attendance.there().count()


def count_expected(session: Session) -> int:
    """How many members are expected."""
    return expected_at(session).count()


class Wall(OfSession, RowPage):
    """The code in digits that the last row can read, and how many are in."""

    permission = "meetings.take_attendance_of_session"
    template_name = "meetings/wall.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.object.code if self.object.code_is_open else ""
        address = self.request.build_absolute_uri(self.city_url("check_in"))
        counts = {"there": count_present(self.object), "expected": count_expected(self.object)}
        spoken = address.partition("://")[2].rstrip("/")
        return super().get_context_data(code=code, address=address, spoken=spoken, **counts, **kwargs)


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


def attendance_rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Everybody expected, with their mark, and the guests who came; what was corrected says so."""
    seats = session.group.seats.active().select_related("profile", "organisation")
    marks = {row.profile_id: row for row in session.attendance.select_related("profile")}
    members = [
        _attendance_row(seat.profile, seat.sector, marks.pop(seat.profile_id, None), seat.organisation)
        for seat in seats
    ]
    guests = [_attendance_row(row.profile, row.sector, row) for row in marks.values()]
    if session.state == Session.State.RECORDED:
        corrected = {row.profile_id: row for row in session.corrections.all()}
        for line in members + guests:
            line["corrected"] = corrected.get(line["person"].pk)
    return {"members": members, "guests": sorted(guests, key=lambda line: line["person"].display_name)}


def _attendance_row(
    person: Profile, sector: int | None, mark: Attendance | None, organisation: Organisation | None = None
) -> dict[str, Any]:
    return {"person": person, "sector": sector, "mark": mark, "organisation": organisation}


class Roll(OfSession, RowPage):
    """One line a person, one tap a line."""

    permission = "meetings.take_attendance_of_session"
    template_name = "meetings/roll.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roll = attendance_rows(self.object)
        everybody = roll["members"] + roll["guests"]
        present = sum(1 for line in everybody if line["mark"] and line["mark"].status in Attendance.THERE)
        kwargs.setdefault("guest_form", GuestForm())
        choices = Attendance.Status.choices
        kwargs["resting"] = self.object.group.seats.awaiting_consent().select_related("profile")
        may_correct = self.request.user.has_perm("meetings.correct_session", self.object)
        return super().get_context_data(**roll, there=present, choices=choices, may_correct=may_correct, **kwargs)


class Mark(OfSession, ActionView):
    """One tap. The script asks for the line alone; without it the page comes back at the person's place."""

    permission = "meetings.take_attendance_of_session"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = get_object_or_404(Profile, pk=kwargs["person"])
        if request.headers.get("X-Roll") != "line":
            return super().post(request, *args, **kwargs)
        try:
            row = self.mark()
        except DomainError as error:
            return JsonResponse({"said": str(error), "mark": self.marked()}, status=error.status)
        return JsonResponse({"mark": row.status})

    def marked(self) -> str:
        """What the roll says of the person now, for a phone that believed something else."""
        return self.object.attendance.filter(profile=self.person).values_list("status", flat=True).first() or ""

    def mark(self) -> Attendance:
        status = self.request.POST.get("status", "")
        if status not in Attendance.Status.values:
            raise DomainError(_("Choose one of the four marks."), code="meetings.no_such_mark")
        return actions.mark_attendance(self.object, self.person, actor=self.actor, status=status)

    def act(self) -> None:
        self.mark()

    def success_url(self) -> str:
        return f"{self.city_url('roll', self.object.pk)}#person-{self.person.pk}"


class Correct(OfSession, FormPage):
    """What the record says of one person was wrong: what is true, and why it is known now."""

    permission = "meetings.correct_session"
    form_class = CorrectionForm
    template_name = "meetings/correct.html"
    success_message = gettext_lazy("Corrected. The earlier entry is kept.")

    def get_initial(self) -> dict[str, Any]:
        return {"status": self.request.GET.get("status", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        mark = self.object.attendance.filter(profile=person).first()
        return super().get_context_data(person=person, mark=mark, roll=self.city_url("roll", self.object.pk), **kwargs)

    def act(self, form: CorrectionForm) -> str:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        actions.correct_attendance(self.object, person, actor=self.actor, **form.cleaned_data)
        return f"{self.city_url('roll', self.object.pk)}#person-{person.pk}"


class AddGuest(Roll):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = GuestForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(guest_form=form), status=422)
        try:
            actions.add_guest(self.object, actor=self.actor, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(guest_form=form), status=error.status)
        messages.success(request, _("Welcome, %(name)s!") % {"name": form.cleaned_data["name"]})
        return redirect(f"{reverse('roll', args=[self.city.slug, self.object.pk])}#guests")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.city_url("roll", self.object.pk))
