"""The practice city's teachers: one intake has graduated, one is in its second year, and for one the call is open."""

from typing import Any

from accelerator.models import Accelerator, Credential, Enrolment, Observation, Project
from accelerator.queries.progress import list_progress
from meetings.models import Session


def check_accelerators(city: Any) -> None:
    """Three intakes stand where their days put them."""
    first, second, third = Accelerator.objects.select_related("intake").order_by("intake__number")
    today = city.today()
    assert first.intake.ends_on < today < second.intake.ends_on
    assert second.intake.starts_on < today < third.intake.starts_on
    assert third.is_call_open(today)
    states = {row: set(row.enrolments.values_list("state", flat=True)) for row in (first, second, third)}
    assert states[first] == {"graduated", "withdrawn"}
    assert states[second] == {"enrolled", "year1_done", "deferred"}
    assert states[third] == {"applied", "head_approved", "declined"}
    rows = list(Enrolment.objects.with_names().filter(state__in=["graduated", "year1_done"]))
    found = list_progress(rows, city)
    # What invariant 48 asks of everybody holds of whoever was written into the past.
    assert all(found[row.pk].may_graduate for row in rows if row.state == "graduated")
    assert all(found[row.pk].years[0].is_done for row in rows)
    late = Enrolment.objects.with_names().get(state="enrolled")
    assert not list_progress([late], city)[late.pk].years[0].is_done
    assert Credential.objects.filter(state="revoked").count() == 1
    assert {one.hours for one in Credential.objects.all()} != {0}
    sessions = Session.objects.filter(group__kind="accelerator")
    assert set(sessions.filter(starts_at__date__lt=today).values_list("state", flat=True)) == {"recorded"}
    assert Observation.objects.filter(answered_on=None, host__profile__user__email="layla@practice.example").exists()
    questions = [one.question for one in Project.objects.all()]
    assert all(set(question) == {"he", "ar", "en"} for question in questions)
