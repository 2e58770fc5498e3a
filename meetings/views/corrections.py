from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from educities.kit.views import FormPage
from meetings.actions import attendance as actions
from meetings.forms.attendance import CorrectionForm
from meetings.texts.attendance import format_broken, format_late_tap, name_attendee
from meetings.views.rows import OfSession
from stakeholders.models import Profile

MOMENT_DIGITS = 13


def read_moment(age: str) -> datetime | None:
    """The moment of milliseconds since 1970 as a browser counts them; None for anything else."""
    return datetime.fromtimestamp(int(age) / 1000, UTC) if age.isdecimal() and len(age) == MOMENT_DIGITS else None


class Correct(OfSession, FormPage):
    """What the record says of one person was wrong: what is true, and why it is known now."""

    permission = "meetings.correct_session"
    form_class = CorrectionForm
    template_name = "meetings/correct.html"
    success_message = gettext_lazy("Corrected. The earlier entry is kept.")

    def get_initial(self) -> dict[str, Any]:
        """A mark that came too late from a phone brings its time along: that is why."""
        tapped_at = read_moment(self.request.GET.get("tapped", ""))
        reason = {"reason": format_late_tap(tapped_at.astimezone(self.city.zone))} if tapped_at else {}
        return {"status": self.request.GET.get("status", ""), **reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        is_member = self.object.group.seats.active().filter(profile=person).exists()
        mark = self.object.attendance.filter(profile=person).first()
        return super().get_context_data(
            person=person,
            name=person.display_name if is_member else name_attendee(person),
            mark=mark,
            roll=self.city_url("roll", self.object.pk),
            **kwargs,
        )

    def act(self, form: CorrectionForm) -> str:
        person = get_object_or_404(Profile, pk=self.kwargs["person"])
        group = self.object.group
        before = group.definition.list_unmet(group.owner)
        actions.correct_attendance(self.object, person, actor=self.actor, **form.cleaned_data)
        for text in format_broken(before, group.definition.list_unmet(group.owner)):
            messages.warning(self.request, text)
        return f"{self.city_url('roll', self.object.pk)}#person-{person.pk}"
