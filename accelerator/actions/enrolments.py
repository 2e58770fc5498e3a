"""A teacher applies, is enrolled within the places, goes through two years, defers, withdraws."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accelerator import verbs
from accelerator.actions.head import ask_head, check_head_address
from accelerator.models import Accelerator, Enrolment
from accelerator.queries import find_held_place
from accelerator.queries.hands import decides_or_leads, describe_own_answer, list_answered, list_own
from accelerator.queries.progress import list_progress
from accelerator.queries.resuming import find_kept, list_resumable
from cities.actions.roles import grant_role
from cities.models import Role
from cities.rules import is_member
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.people import profile_for
from stakeholders.models import Organisation, Profile
from stakeholders.queries.schools import is_school

State = Enrolment.State
ADULTS_ONLY = gettext_lazy("Only adults can apply.")
NO_PART = gettext_lazy("Who decides about the places of an intake or leads it does not take part in it.")


def describe_why_not_applied(row: Accelerator, profile: Profile | None) -> str:
    """Why this person cannot apply now, in a sentence; "" when they can."""
    if profile is not None and not profile.is_adult:
        return str(ADULTS_ONLY)
    today = row.city.today()
    if today < row.call_opens_on:
        return _("The call is not open yet.")
    if today > row.call_closes_on:
        return _("The call is closed.")
    if profile is not None and row.enrolments.filter(profile=profile).exclude(state__in=Enrolment.OVER).exists():
        return _("You have applied already.")
    return _describe_part(row, profile) if profile is not None else ""


def _describe_part(row: Accelerator, profile: Profile) -> str:
    """Which other part this person has, so that they do not apply; "" for none."""
    if decides_or_leads(row, profile):
        return str(NO_PART)
    held = find_held_place(profile)
    if held is None:
        return ""
    name = {"name": str(held.accelerator)}
    if held.state == State.GRADUATED:
        return _("You have graduated from “%(name)s” already.") % name
    return _("You have a place in “%(name)s” already. It can be deferred into a later intake.") % name


def check_other(rows: Iterable[Enrolment], actor: User) -> None:
    """Raises DomainError where somebody decides about the own place: nobody enrols, completes or graduates themselves,
    under whichever spelling of their address.
    """
    if list_own(rows, actor.pk):
        raise DomainError(_("Another person decides about your own place."), code="accelerator.own_place")


def _check_no_leader(row: Accelerator, enrolment: Enrolment) -> None:
    if row.leaders.filter(profile=enrolment.profile_id).exists():
        raise DomainError(_("Who leads an intake does not take part in it."), code="accelerator.leads_it")


@transaction.atomic
def apply_to_accelerator(
    row: Accelerator,
    profile: Profile,
    *,
    actor: User,
    organisation: Organisation,
    why: Any,
    head_email: str,
    head_language: str = "",
) -> Enrolment:
    """The teacher's application stands, and the head of the school is asked by mail."""
    row = lock_row(row, "city")
    if not are_adults(profile):
        raise DomainError(ADULTS_ONLY, code="accelerator.no_adult")
    if refusal := describe_why_not_applied(row, profile):
        raise DomainError(refusal, code="accelerator.not_applied")
    if not is_school(organisation):
        raise DomainError(_("Choose a school."), code="accelerator.no_school", field="organisation")
    check_head_address(head_email, profile.user)
    with refusing("accelerator_enrolment_once", text=_("You have applied already."), code="accelerator.twice"):
        enrolment = Enrolment.objects.create(
            accelerator=row,
            profile=profile,
            organisation=organisation,
            sector=organisation.sector,
            why=why,
            head_email=head_email,
            head_language=head_language,
        )
    record(verbs.APPLIED, enrolment, actor=actor, state=enrolment.state)
    ask_head(enrolment, actor=actor)
    return enrolment


@transaction.atomic
def apply_as_new(row: Accelerator, *, actor: User, display_name: str, language: str, **application: Any) -> Enrolment:
    """Somebody whom the city does not know yet applies: who says to be grown up is one of its residents from now on."""
    profile = profile_for(actor, display_name=display_name, language=language)
    if not is_member(actor, row.city):
        grant_role(row.city, actor, Role.RESIDENT, actor=None, quietly=True)
    return apply_to_accelerator(row, profile, actor=actor, **application)


def describe_why_not_enrolled(row: Accelerator) -> str:
    """Why nobody can be enrolled now, in a sentence; "" while there are places."""
    if row.is_full:
        return _("All places are taken. Add places, or wait until one is given up.")
    if row.intake.ends_on < row.city.today():
        return _("The two years of this intake are over.")
    return ""


def lock_places(row: Accelerator) -> Accelerator:
    """The intake, of which nobody else gives a place away until the transaction ends."""
    return lock_row(row, "city", "intake", "group")


def count_places(row: Accelerator) -> None:
    """How many places are taken stands on the intake."""
    row.places_taken = Enrolment.objects.filter(accelerator=row).holding().count()
    row.save(update_fields=["places_taken"])


def _lock_enrolment(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.with_names().select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)


@transaction.atomic
def enrol_teacher(enrolment: Enrolment, *, actor: User) -> Enrolment:
    """The teacher has one of the places. Of two at once the last place is given once."""
    row = lock_places(enrolment.accelerator)
    enrolment = _lock_enrolment(enrolment)
    check_other([enrolment], actor)
    if refusal := describe_own_answer(enrolment, actor.pk):
        raise DomainError(refusal, code="accelerator.own_answer")
    _check_no_leader(row, enrolment)
    if enrolment.state == State.HEAD_APPROVED and (refusal := describe_why_not_enrolled(row)):
        raise DomainError(refusal, code="accelerator.full")
    enrolment.move(State.ENROLLED, before=(State.HEAD_APPROVED,), enrolled_at=timezone.now())
    count_places(row)
    tell_teacher(verbs.ENROLLED, enrolment, actor)
    return enrolment


@transaction.atomic
def fill_places(row: Accelerator, *, actor: User) -> list[Enrolment]:
    """Those who wait are enrolled in their order, as long as there are places. Returns them. Of whoever does it the
    own place waits for somebody else, and so does one to which they said yes as head of school."""
    row = lock_places(row)
    if refusal := describe_why_not_enrolled(row):
        raise DomainError(refusal, code="accelerator.full")
    first = row.enrolments.in_order().select_related("profile")[: row.places - row.places_taken]
    own = [*list_own(first, actor.pk), *list_answered(first, row.city_id, actor.pk)]
    rows = [one for one in first if one not in own]
    for enrolment in rows:
        enrol_teacher(enrolment, actor=actor)
    return rows


@transaction.atomic
def decline_application(enrolment: Enrolment, *, actor: User, reason: str) -> Enrolment:
    """The city has no place for the teacher, who reads why."""
    enrolment = _lock_enrolment(enrolment)
    enrolment.move(State.DECLINED)
    tell_teacher(verbs.DECLINED, enrolment, actor, reason=reason)
    return enrolment


@transaction.atomic
def withdraw_enrolment(enrolment: Enrolment, *, actor: User, reason: str) -> Enrolment:
    """The teacher does not take part any more, by their own word or the director's; a place is free, where they had one."""
    row = lock_places(enrolment.accelerator)
    enrolment = _lock_enrolment(enrolment)
    enrolment.move(State.WITHDRAWN)
    count_places(row)
    own = enrolment.profile.user_id == actor.pk
    leaders = [one.profile.user for one in row.leaders.select_related("profile__user")]
    told = set(leaders) if own else {enrolment.profile.user}
    verb = verbs.WITHDRAWN if enrolment.had_place else verbs.APPLICATION_WITHDRAWN
    record(verb, enrolment, actor=actor, notify=told - {None, actor}, reason=reason, state=enrolment.state)
    return enrolment


@transaction.atomic
def defer_enrolment(enrolment: Enrolment, *, actor: User, reason: str) -> Enrolment:
    """The teacher goes on later; the place is kept."""
    lock_places(enrolment.accelerator)
    enrolment = _lock_enrolment(enrolment)
    check_other([enrolment], actor)
    enrolment.move(State.DEFERRED, deferred_at=timezone.now())
    tell_teacher(verbs.DEFERRED, enrolment, actor, reason=reason)
    return enrolment


@transaction.atomic
def resume_enrolment(enrolment: Enrolment, *, actor: User, into: Accelerator) -> Enrolment:
    """The teacher goes on, with the own intake or a later one: there the kept place is one of the places.

    A first year that was done counts, with whichever intake it was.
    """
    rows = [lock_places(one) for one in sorted({enrolment.accelerator, into}, key=lambda one: one.pk)]
    enrolment = _lock_enrolment(enrolment)
    check_other([enrolment], actor)
    moved = _find_move(enrolment, next(one for one in rows if one.pk == into.pk))
    with refusing("accelerator_enrolment_once", text=_("This teacher is there already."), code="accelerator.twice"):
        to = State.YEAR1_DONE if moved.get("year1_done_on") or enrolment.year1_done_on else State.ENROLLED
        enrolment.move(to, before=(State.DEFERRED,), **moved)
    for one in rows:
        count_places(one)
    tell_teacher(verbs.RESUMED, enrolment, actor)
    return enrolment


def _check_target(target: Accelerator, enrolment: Enrolment) -> None:
    _check_no_leader(target, enrolment)
    if refusal := describe_why_not_enrolled(target):
        raise DomainError(refusal, code="accelerator.full", field="into")


def _find_move(enrolment: Enrolment, target: Accelerator) -> dict[str, Any]:
    """What is other of a place that goes on with `target`. Raises DomainError where its years cannot be finished there."""
    if enrolment.state != State.DEFERRED:
        return {}
    if target.pk not in {one.pk for one in list_resumable(enrolment)}:
        text = _("The two years can no longer be finished with this intake. Choose a later one.")
        raise DomainError(text, code="accelerator.too_late", field="into")
    is_done = find_kept(enrolment).has_first_year
    moved: dict[str, Any] = {"deferred_at": None}
    if is_done and enrolment.year1_done_on is None:
        moved["year1_done_on"] = enrolment.city.today()
    if target.pk != enrolment.accelerator_id:
        _check_target(target, enrolment)
        moved |= {"accelerator": target, "moved_at": timezone.now()}
        if is_done and enrolment.first_year_with_id is None:
            moved["first_year_with"] = enrolment.accelerator
    return moved


@transaction.atomic
def complete_first_year(row: Accelerator, chosen: Iterable[Enrolment], *, actor: User) -> int:
    """The chosen teachers are in their second year. Raises DomainError, and moves nobody, when one was there too seldom."""
    row = lock_places(row)
    numbers = [one.pk for one in chosen]
    rows = list(row.enrolments.with_names().filter(pk__in=numbers, state=State.ENROLLED))
    check_other(rows, actor)
    found = list_progress(rows, row.city)
    late = [one for one in rows if not found[one.pk].years[0].is_done]
    if late:
        text = ngettext(
            "%(n)s of those chosen has not completed the first year.",
            "%(n)s of those chosen have not completed the first year.",
            len(late),
        )
        raise DomainError(text % {"n": len(late)}, code="accelerator.first_year")
    for one in rows:
        one.move(State.YEAR1_DONE, year1_done_on=row.city.today())
        tell_teacher(verbs.YEAR1_DONE, one, actor)
    return len(rows)


def tell_teacher(verb: Verb, enrolment: Enrolment, actor: User | None, **data: Any) -> None:
    """It is recorded, and the teacher hears of it."""
    told = {enrolment.profile.user} - {None, actor}
    record(verb, enrolment, actor=actor, notify=told, state=enrolment.state, **data)
