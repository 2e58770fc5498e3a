"""The head of school is asked by mail and answers by its link, without an account."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accelerator import verbs
from accelerator.models import Enrolment
from accelerator.queries import list_directors
from accelerator.queries.hands import may_answer
from accelerator.queries.head_links import build_head_url, build_mail_key, read_head_token
from accelerator.values import HEAD_MAILS
from educities.accounts.models import User
from educities.accounts.queries import list_mailboxes
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.mailboxes import mailbox_of
from educities.kit.rows import lock_row

State = Enrolment.State
ROWS = ("city", "accelerator__intake", "profile__user", "organisation")


def is_own_address(address: str, teacher: User | None) -> bool:
    """Does the address lead to a mailbox of the teacher's own account, in whatever spelling?"""
    return teacher is not None and mailbox_of(address) in list_mailboxes(teacher)


def check_head_address(address: str, teacher: User | None) -> None:
    """Raises DomainError where a teacher would answer as their own head of school."""
    if is_own_address(address, teacher):
        text = _("This is your own address. Give that of the head of school.")
        raise DomainError(text, code="accelerator.own_address", field="head_email")


def ask_head(row: Enrolment, *, actor: User | None) -> None:
    """One mail goes to the head of school, in the language that the teacher chose for it, else in the city's."""
    row.head_mails += 1
    row.head_asked_on = row.city.today()
    row.save(update_fields=["head_email", "head_language", "head_mails", "head_asked_on"])
    record(verbs.HEAD_ASKED, row, actor=actor)
    verb = verbs.HEAD_ASKED.code
    payload = {
        "verb": verb,
        "url": build_head_url(row),
        "language": row.head_language or row.city.language,
        "target_type": row._meta.label_lower,
        "target_id": str(row.pk),
        "data": {},
    }
    build_message(verb, row.head_email, dedupe_key=build_mail_key(row), payload=payload).save(force_insert=True)


def describe_why_no_mail(row: Enrolment) -> str:
    """Why the head is not written to once more, in a sentence; "" when the teacher may."""
    if row.state != State.APPLIED:
        return str(Enrolment.ALREADY.get(row.state, ""))
    if row.head_mails >= HEAD_MAILS:
        return _("The head of school was written to often enough. Talk to them, or to the education director.")
    if row.head_asked_on == row.city.today() and row.head_mails > 1:
        return _("The head of school was written to today. You can write again tomorrow.")
    return ""


@transaction.atomic
def ask_head_again(row: Enrolment, *, actor: User, head_email: str, head_language: str = "") -> None:
    """The mail goes once more, maybe to another address; the link of a mail to the one before ends."""
    row = lock_row(row, *ROWS)
    if refusal := describe_why_no_mail(row):
        raise DomainError(refusal, code="accelerator.head_not_asked")
    check_head_address(head_email, row.profile.user)
    row.head_email, row.head_language = head_email, head_language
    ask_head(row, actor=actor)


@transaction.atomic
def remind_head(row: Enrolment, *, actor: User) -> None:
    """The director lets the same mail go once more, as often as the teacher could."""
    row = lock_row(row, *ROWS)
    if refusal := describe_why_no_mail(row):
        raise DomainError(refusal, code="accelerator.head_not_asked")
    check_head_address(row.head_email, row.profile.user)
    ask_head(row, actor=actor)


def find_question(token: str, reader: Any) -> Enrolment:
    """The enrolment whose head has this secret. Raises DomainError when it is no question any more, for the teacher whom
    it is about, and for who decides about the place and was not asked at an own address."""
    row = read_head_token(token)
    if row is None or row.state in {State.WITHDRAWN, State.GRADUATED}:
        raise DomainError(_("There is nothing to answer here any more."), code="accelerator.head_link_ended")
    teacher = row.profile.user
    if teacher is not None and (reader.pk == teacher.pk or is_own_address(row.head_email, teacher)):
        text = _("Only the head of school answers here, not the teacher whom it is about.")
        raise DomainError(text, code="accelerator.own_head")
    if not may_answer(row, reader):
        text = _("Only the head of school answers here, not who decides about the place.")
        raise DomainError(text, code="accelerator.decides_head")
    return row


def is_open_question(row: Enrolment) -> bool:
    """Can the head still answer, or change the answer? Until the director has decided."""
    return row.state in {State.APPLIED, State.HEAD_APPROVED}


def _lock_question(row: Enrolment) -> Enrolment:
    row = lock_row(row, *ROWS)
    if not is_open_question(row):
        raise DomainError(_("The city has decided by now. Write to it directly."), code="accelerator.head_late")
    return row


@transaction.atomic
def agree_as_head(row: Enrolment, *, release_hours: int, substitute: str) -> Enrolment:
    """The head agrees, with hours of release a week and who teaches then. The same again changes only these."""
    row = _lock_question(row)
    given: dict[str, Any] = {
        "release_hours": release_hours,
        "substitute": substitute,
        "head_answered_at": timezone.now(),
    }
    if row.state == State.HEAD_APPROVED:
        Enrolment.objects.filter(pk=row.pk).update(**given)
        return row
    row.move(State.HEAD_APPROVED, **given)
    _tell_each(row, verbs.HEAD_AGREED, verbs.STAFF_AGREED)
    return row


@transaction.atomic
def refuse_as_head(row: Enrolment, *, reason: str) -> Enrolment:
    """The head does not agree; the director alone reads why."""
    row = _lock_question(row)
    row.move(State.DECLINED, head_answered_at=timezone.now(), head_reason=reason, release_hours=None, substitute="")
    _tell_each(row, verbs.HEAD_REFUSED, verbs.STAFF_REFUSED)
    return row


def _tell_each(row: Enrolment, to_teacher: Verb, to_staff: Verb) -> None:
    """The teacher reads of the own head of school, the directors of whose head it is."""
    teacher = row.profile.user
    record(to_teacher, row, actor=None, notify={teacher} - {None}, state=row.state)
    staff = set(list_directors(row.city_id)) - {teacher}
    record(to_staff, row, actor=None, notify=staff, note={"name": row.profile.display_name})
