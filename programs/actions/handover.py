"""Years 4 and 5, and after them: who carries each thing on, and that the city goes on by itself."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from programs import verbs
from programs.models import HandoverLine, Program
from programs.queries.handover import FIRST_YEAR, count_open, find_thing, list_handover
from stakeholders.models import Organisation


@transaction.atomic
def hand_over(
    program: Program,
    *,
    actor: User,
    kind: str,
    number: int,
    organisation: Organisation | None = None,
    post: str = "",
    ends: bool = False,
    note: str = "",
    seen: dict[str, Any] | None = None,
) -> HandoverLine:
    """It is known who carries the thing on: an organisation, a post in it, or that it ends with the five years.

    `seen`: what the writer had read of it, where somebody may have written something else since.
    """
    program = lock_row(program, "city")
    if refusal := describe_why_no_handover(program):
        raise DomainError(refusal, code="programs.no_handover")
    thing = find_thing(kind, number)
    if thing is None:
        raise DomainError(_("This does not go on any more. Open the list again."), code="programs.handover_unknown")
    if ends == bool(organisation or post.strip()):
        text = _("Choose who carries it on, or that it ends with the five years.")
        raise DomainError(text, code="programs.handover_carrier", field="organisation")
    values = {"organisation": organisation, "post": post.strip(), "ends": ends, "note": note.strip()}
    about = {"program": program, "kind": kind, "record_id": number}
    _check_seen(HandoverLine.objects.filter(**about).first(), HandoverLine(**about, **values), seen)
    row, _created = HandoverLine.objects.update_or_create(**about, defaults=values)
    record(verbs.HANDED_OVER, row, actor=actor, kind=kind, number=number, ends=ends)
    return row


def _check_seen(standing: HandoverLine | None, wanted: HandoverLine, seen: dict[str, Any] | None) -> None:
    """Nobody writes over somebody else's words without having read them; the same words once more are no harm."""
    if seen is not None and (standing.said if standing else {}) not in (seen, wanted.said):
        text = _("Someone else wrote something else here while you were writing. Load the page again before you write.")
        raise DomainError(text, code="programs.handover_changed")


@transaction.atomic
def sustain_program(program: Program, *, actor: User) -> Program:
    """The five years are over, and the city goes on by itself: its labs go on, a program of its own can still follow."""
    locked = lock_row(program)
    if refusal := describe_why_not_sustained(locked):
        raise DomainError(refusal, code="programs.not_sustained")
    program.move(Program.State.SUSTAINING)
    record(verbs.PROGRAM_SUSTAINED, program, actor=actor)
    return program


def describe_why_no_handover(program: Program) -> str:
    """Why nothing can be handed over now, in a sentence; "" when it can."""
    if program.state == Program.State.TERMINATED or not (program.is_signed or program.is_ended):
        return _("Only a program that the city has signed and not ended early has a hand-over list.")
    today = program.city.today()
    if program.is_signed and not program.years.filter(number=FIRST_YEAR, starts_on__lte=today).exists():
        return _("The hand-over list opens with year 4. Until then the page shows what will be on it.")
    return ""


def describe_why_not_sustained(program: Program) -> str:
    """Why the city does not go on by itself yet, in a sentence; "" when it can."""
    if program.state == Program.State.SUSTAINING:
        return _("The city goes on by itself already.")
    if program.state != Program.State.COMPLETED:
        return _("The five years have to be completed first: close their last year.")
    if Program.objects.live().exists():
        return _("The city has a new program already.")
    left = count_open(list_handover(program))
    if not left:
        return ""
    text = ngettext(
        "%(n)s thing on the hand-over list has nobody who carries it on.",
        "%(n)s things on the hand-over list have nobody who carries them on.",
        left,
    )
    return text % {"n": left}
