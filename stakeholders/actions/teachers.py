"""Teachers of a roster are asked to represent their school, where a director says so."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.mailboxes import mailbox_of
from educities.kit.rows import lock_row
from stakeholders.actions.representatives import appoint_representative
from stakeholders.imports.addresses import is_email
from stakeholders.models import ImportRun, Organisation, Representation

Candidate = dict[str, Any]


class Asked(NamedTuple):
    """How many teachers were asked, and the names of those who could not be."""

    number: int
    left: list[str]


def name_candidate(candidate: Candidate) -> str:
    """By what a candidate is chosen in a form: the school's number and the address."""
    return f"{candidate['school']}:{candidate['email']}"


def list_candidates(run: ImportRun) -> list[tuple[Candidate, Organisation]]:
    """The teachers of an imported roster, each with the school, who neither represent it nor were asked to."""
    if run.kind != ImportRun.Kind.ROSTER or run.state != ImportRun.State.DONE:
        return []
    schools = Organisation.objects.known().in_bulk([one["school"] for one in run.touched])
    standing = Representation.objects.standing().filter(organisation__in=schools)
    asked = {
        (school, mailbox_of(email or ""))
        for school, email in standing.values_list("organisation_id", "profile__user__email")
    }
    return [
        (one, schools[one["school"]])
        for one in run.touched
        if one["school"] in schools
        and is_email(one["email"])
        and (one["school"], mailbox_of(one["email"])) not in asked
    ]


def _need_candidates(run: ImportRun) -> list[tuple[Candidate, Organisation]]:
    """As `list_candidates`; none is refused."""
    candidates = list_candidates(run)
    if not candidates:
        raise DomainError(_("Nobody is left to be asked."), code="stakeholders.no_teachers")
    return candidates


@transaction.atomic
def ask_teachers(run: ImportRun, *, chosen: Collection[str], actor: User) -> Asked:
    """The chosen teachers get a mail and represent their school once they accept; they may promise nothing for it yet."""
    run = lock_row(run)
    candidates = _need_candidates(run)
    left, count = [], 0
    with override(run.city.language):
        title = _("Teacher")
    for candidate, school in candidates:
        if name_candidate(candidate) not in chosen:
            continue
        try:
            with transaction.atomic():
                _ask_teacher(candidate, school, title, actor)
        except (DomainError, ValidationError):
            left.append(candidate["name"])
        else:
            count += 1
    if not count:
        text = _("Nobody could be asked. Ask each person on the page of the school.")
        raise DomainError(text, code="stakeholders.nobody_asked")
    return Asked(count, left)


def _ask_teacher(candidate: Candidate, school: Organisation, title: str, actor: User) -> None:
    appoint_representative(
        school,
        actor=actor,
        email=candidate["email"],
        display_name=candidate["name"],
        title=title,
        may_commit=False,
    )
