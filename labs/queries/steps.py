"""What a person can do next about a cohort or a lab: at most one thing, and never one that would be refused."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from labs.models import Cohort, Lab
from labs.models.cohorts import Stage
from labs.queries.gates import GateCondition
from labs.queries.gates.compute import fix_url
from labs.values import GATE_RULES, Step
from meetings.models import Session

Row = Cohort | Lab


def find_cohort_step(
    cohort: Cohort, user: Person, gate: Iterable[GateCondition], *, is_staffed: bool, has_members: bool
) -> Step | None:
    """The next thing for this person to do about the cohort; None when nothing can be done now, or by others alone."""
    if not user.has_perm("labs.change_cohort", cohort):
        return None
    state = cohort.state
    if state == Cohort.State.PLANNED:
        return _open_step(cohort)
    if state == Cohort.State.RECRUITING and not has_members:
        return Step(_page_url("new_member", cohort), _("Add a member"), "plus")
    if state == Cohort.State.RECRUITING:
        return _post_step("start_cohort", cohort, _("Start the cohort"), "play") if is_staffed else _seats_step(cohort)
    if state == Cohort.State.SUSPENDED:
        return (
            _post_step("resume_cohort", cohort, _("Resume the cohort"), "play") if is_staffed else _seats_step(cohort)
        )
    return find_gate_step(cohort, user, gate) if state == Cohort.State.RUNNING else None


def find_gate_step(row: Row, user: Person, gate: Iterable[GateCondition]) -> Step | None:
    """What the first condition that is not met asks of this person; moving on when all of them are."""
    first = next((line for line in gate if not line.passes), None)
    if first is None:
        return _move_step(row) if isinstance(row, Cohort) and row.stage < Stage.IMPLEMENTATION else None
    find_step = GATE_RULES[first.rule.code].find_step
    step = find_step(row, user) if find_step else None
    if step is None and first.rule.page.verb:
        step = Step(fix_url(first, row, row.city.slug), first.rule.page.verb)
    return step


def find_session_step(cohort: Cohort, user: Person) -> Step | None:
    """The session that was held and not recorded yet, else the next one that is still a draft or was announced, else a new one."""
    if not user.has_perm("meetings.plan_session_of_group", cohort.group):
        return None
    labels = {
        Session.State.HELD: _("Finalise attendance"),
        Session.State.DRAFT: _("Invite to the session"),
        Session.State.SCHEDULED: _("Go to the next session"),
    }
    sessions = cohort.group.sessions.all()
    for state, label in labels.items():
        if found := next((one for one in sessions if one.state == state), None):
            return Step(found.get_absolute_url(), label)
    return Step(_page_url("new_session", cohort), _("Plan a session"), "plus")


def _open_step(cohort: Cohort) -> Step | None:
    if cohort.lab.state != Lab.State.LAUNCHED:
        return None
    return _post_step("open_cohort", cohort, _("Open for members"), "door-open")


def _seats_step(cohort: Cohort) -> Step:
    url = reverse("lab", args=[cohort.city.slug, cohort.lab_id])
    return Step(f"{url}?add=facilitator#seats", _("Add a facilitator"))


def _move_step(cohort: Cohort) -> Step:
    ahead = Stage(cohort.stage + 1).label
    fields = (("to", cohort.stage + 1), ("seen", int(cohort.stage)))
    return _post_step("advance_cohort", cohort, _("Move to stage: %(name)s") % {"name": ahead}, "arrow-right", fields)


def _post_step(url_name: str, row: Row, label: str, icon: str, fields: tuple[tuple[str, int], ...] = ()) -> Step:
    return Step(_page_url(url_name, row), label, icon, is_post=True, fields=fields)


def _page_url(url_name: str, row: Row) -> str:
    return reverse(url_name, args=[row.city.slug, row.pk])
