"""Overrides: asked by one person, granted or refused by another, ended by their day."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership
from cities.roles import holds
from educities.activity.record import record
from educities.kit.errors import DomainError
from educities.kit.words import everywhere
from labs import verbs
from labs.models import Cohort, Lab, Override
from labs.stages import BY_CODE, LAUNCH, LONGEST_LAUNCH_OVERRIDE_DAYS, LONGEST_OVERRIDE_DAYS, NEVER, Rule

State = Override.State


def longest_days(rule: Rule) -> int:
    """How long an override of this rule may last."""
    return LONGEST_LAUNCH_OVERRIDE_DAYS if rule.gate == LAUNCH else LONGEST_OVERRIDE_DAYS


def _check_until(rule: Rule, until: date, today: date) -> None:
    if not today < until <= today + timedelta(days=longest_days(rule)):
        text = _("Choose a day within the next %(n)s days.") % {"n": longest_days(rule)}
        raise DomainError(text, code="labs.override_too_long")


@transaction.atomic
def request_override(  # noqa: PLR0913 (the form has these lines)
    target: Cohort | Lab, rule_code: str, *, actor: Any, reason: str, remedy: str, wanted_until: date
) -> Override:
    """The question waits for the person who may answer it. One question for each rule at a time."""
    rule = BY_CODE.get(rule_code)
    if rule is None or not rule.active:
        raise DomainError(_("There is no such rule."), code="labs.rule_unknown")
    if rule.let_pass_by == NEVER:
        raise DomainError(_("This rule is never let pass: satisfy it."), code="labs.rule_never_overridden")
    if len(reason.strip()) < 20:
        raise DomainError(_("Give a reason of at least 20 characters."), code="labs.override_reason")
    _check_until(rule, wanted_until, target.city.today())
    where = {"lab": target} if isinstance(target, Lab) else {"cohort": target}
    try:
        with transaction.atomic():
            override = Override.objects.create(
                rule_code=rule_code, requested_by=actor, reason=reason.strip(), remedy=remedy, wanted_until=wanted_until, **where
            )
    except IntegrityError as error:
        text = _("An override for this line has been asked already.")
        raise DomainError(text, code="labs.override_asked_already") from error
    _record(verbs.OVERRIDE_REQUESTED, override, actor, notify=who_decides(override))
    return override


def who_decides(override: Override) -> list[Any]:
    """Who may answer: holders of the rule's role, but never the person who asked.

    Where the director asks, the steward answers.
    """
    role = BY_CODE[override.rule_code].let_pass_by
    roles = [role, "steward"]
    ids = Membership.objects.current().filter(city_id=override.city_id, role__in=roles).values("user_id")
    people = get_user_model().objects.filter(pk__in=ids).exclude(pk=override.requested_by_id)
    return list(people)


def check_may_decide(override: Override, actor: Any) -> None:
    """Raises DomainError for the person who asked, and for one whose role does not let this rule pass."""
    if override.requested_by_id == actor.pk:
        raise DomainError(_("Nobody grants an override to oneself."), code="labs.override_own")
    role = BY_CODE[override.rule_code].let_pass_by
    if not holds(actor, override, role, "steward"):
        raise DomainError(_("This rule is let pass by the network’s steward alone."), code="labs.override_role")


@transaction.atomic
def grant_override(override: Override, *, actor: Any, until: date, answer: str = "") -> None:
    """The line passes until the end of that day."""
    check_may_decide(override, actor)
    _check_until(BY_CODE[override.rule_code], until, override.city.today())
    override.move(State.GRANTED, granted_by=actor, granted_at=timezone.now(), expires_on=until, answer=answer)
    _record(verbs.OVERRIDE_GRANTED, override, actor, notify=[override.requested_by], until=until.isoformat())


@transaction.atomic
def refuse_override(override: Override, *, actor: Any, answer: str) -> None:
    """The line stays as it is; the answer says why."""
    check_may_decide(override, actor)
    if len(answer.strip()) < 3:
        raise DomainError(_("Say in a sentence why not."), code="labs.override_answer_needed")
    override.move(State.REFUSED, granted_by=actor, answer=answer)
    _record(verbs.OVERRIDE_REFUSED, override, actor, notify=[override.requested_by])


@transaction.atomic
def resolve_override(override: Override, *, actor: Any) -> None:
    """The gap is filled: the override is needed no more."""
    override.move(State.RESOLVED, resolved_at=timezone.now())
    _record(verbs.OVERRIDE_RESOLVED, override, actor)


def expire_overrides(city: Any) -> int:
    """Overrides past their day have ended; the cohort stays where it is. Returns how many. Runs in the city's scope."""
    past = list(Override.objects.filter(state=State.GRANTED, expires_on__lt=city.today()))
    for override in past:
        with transaction.atomic():
            override.move(State.EXPIRED)
            _record(verbs.OVERRIDE_EXPIRED, override, None, notify=who_decides(override))
    return len(past)


def _record(verb: Any, override: Override, actor: Any, *, notify: Any = (), **data: Any) -> None:
    rule = BY_CODE[override.rule_code]
    title = override.target.name
    record(verb, override, actor=actor, notify=notify, title=title, rule=everywhere(rule.words), code=rule.code, **data)
