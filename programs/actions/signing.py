"""The five years are signed by two people: the education director, and the network steward where the city has one."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import find_same_hands
from educities.accounts.models import User
from educities.activity.actions.outbox import cancel_mails_to
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from programs import verbs
from programs.actions.program import advance_program_years
from programs.models import Forum, Intake, Program, Signature
from programs.queries.contract import has_steward, stamp_contract
from programs.values import template

Side = Signature.Side
SIGNING_MAILS = (verbs.PROGRAM_HALF_SIGNED.code, verbs.SIGNATURES_VOIDED.code)
ROLES = {Side.DIRECTOR: Role.DIRECTOR, Side.STEWARD: Role.STEWARD}


@transaction.atomic
def sign_program(program: Program, *, actor: User, seen: str | None = None) -> Program:
    """The actor's side has signed; with the last side the city stands by its five years.

    Director and steward sign in either order, each in person. A city without a steward is signed by its director alone.
    `seen`: the stamp of what whoever signs has read, `stamp_contract`; None where nobody reads it first.
    """
    locked = lock_row(program)
    if locked.state != Program.State.PROPOSED:
        locked.move(Program.State.SIGNED)
    if refusal := describe_why_not_signed(locked, actor):
        raise DomainError(refusal, code="programs.not_signed")
    if seen is not None and (refusal := describe_why_unread(locked, seen)):
        raise DomainError(refusal, code="programs.contract_changed")
    if side := find_own_side(locked, actor):
        Signature.objects.create(program=program, side=side, person=actor, signed_at=timezone.now())
        _cancel_signing_mails(program, side)
    if list_missing_sides(program):
        told = _list_signers(program, list_missing_sides(program), actor)
        record(verbs.PROGRAM_HALF_SIGNED, program, actor=actor, notify=told, starts_on=program.starts_on.isoformat())
        return program
    return put_in_force(program, actor=actor)


def _cancel_signing_mails(program: Program, side: Side) -> None:
    """The side has signed: what would still ask its people to sign does not go out."""
    for person in _list_signers(program, [side], None):
        cancel_mails_to(person, SIGNING_MAILS)


def put_in_force(program: Program, *, actor: User | None) -> Program:
    """The city stands by its five years; forum and intakes have their dates. It begins at once when its day is here."""
    program.move(Program.State.SIGNED, signed_at=timezone.now())
    years = list(program.years.all())
    Forum.objects.get_or_create(program=program, defaults={"starts_on": program.starts_on})
    Intake.objects.bulk_create(
        [
            Intake(
                program=program,
                number=number,
                starts_on=years[year - 1].starts_on,
                ends_on=years[min(year, 4)].ends_on,
            )
            for number, year in template.INTAKES
        ]
    )
    told = _list_signers(program, list(Side), actor)
    record(verbs.PROGRAM_SIGNED, program, actor=actor, notify=told, starts_on=program.starts_on.isoformat())
    advance_program_years(program, actor=actor)
    return program


def describe_why_not_signed(program: Program, actor: User | None = None) -> str:
    """Why the program cannot be signed (by this person), in a sentence; "" when it can."""
    if program.is_ended:
        return _("This program has ended. It stays on record as it was.")
    if program.is_signed:
        return _("This program is signed already.")
    return _describe_second_hand(program, actor) if actor else ""


def describe_why_unread(program: Program, seen: str) -> str:
    """Why the program is not the one that was read, in a sentence; "" when it is."""
    if stamp_contract(program) == seen:
        return ""
    return _("The five years have changed since you opened them. Read them again before you sign.")


def _describe_second_hand(program: Program, actor: User) -> str:
    """Nobody signs for both sides: not the same person, nor who acts in that person's name."""
    missing = list_missing_sides(program)
    if not missing:
        return ""
    signed = set(program.signatures.values_list("person_id", flat=True))
    if actor.pk in signed:
        return _("You have signed already. The other side signs next.")
    if signed & find_same_hands(program.city_id, actor.pk):
        return _("The person you act for, or who acts for you, has signed. The other side signs in person.")
    if find_own_side(program, actor) is None:
        return _("Your side has signed already. The other side signs next.")
    return ""


def find_own_side(program: Program, actor: User) -> Side | None:
    """For which side that has not signed this person can sign; None for none."""
    held = Membership.objects.current().filter(city_id=program.city_id, scope_type=Scope.CITY, user=actor)
    roles = set(held.values_list("role", flat=True))
    return next((side for side in list_missing_sides(program) if ROLES[side] in roles), None)


def list_missing_sides(program: Program) -> list[Side]:
    """Who has still to sign: the director, and the steward where the city has one today."""
    signed = set(program.signatures.values_list("side", flat=True))
    sides = [Side.DIRECTOR, Side.STEWARD] if has_steward(program) else [Side.DIRECTOR]
    return [side for side in sides if side not in signed]


def _list_signers(program: Program, sides: list[Side], actor: User | None) -> list[User]:
    """The people of these sides, but for the one who acts."""
    held = Membership.objects.current().filter(
        city_id=program.city_id, scope_type=Scope.CITY, role__in=[ROLES[side] for side in sides]
    )
    people = get_user_model().objects.filter(pk__in=held.values("user_id"))
    return list(people.exclude(pk=actor.pk) if actor else people)
