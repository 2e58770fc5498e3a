"""Overrides: asked by one person, granted or refused by another, ended by their day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.utils.translation import override as translation_override

from cities.models import City, Invitation, Role
from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.undo import check_undoable
from educities.activity.values import Verb
from educities.kit.errors import DomainError, Moved
from educities.kit.multilingual import LANGUAGES, in_all_languages
from educities.kit.rows import refusing
from educities.kit.signs import count_seen, tidy_signs
from labs import verbs
from labs.models import Cohort, Lab, Override
from labs.queries.deciders import list_hands, who_decides
from labs.queries.ends import describe_why_closed
from labs.queries.gates import find_result
from labs.rules import may_let_pass
from labs.values import RuleResult
from labs.values.stages import BY_CODE, LAUNCH, NEVER, Rule

State = Override.State
SHORTEST_REASON = 20


def _check_until(rule: Rule, until: date, today: date, field: str) -> None:
    if not today < until <= today + timedelta(days=rule.longest_days):
        text = ngettext("Choose tomorrow.", "Choose a day within the next %(n)s days.", rule.longest_days) % {
            "n": rule.longest_days
        }
        raise DomainError(text, code="labs.override_too_long", field=field)


def rule_for(target: Cohort | Lab, rule_code: str) -> Rule:
    """The rule, when it is one that this lab or cohort may ask to be let pass.

    Raises DomainError for an unknown rule, one of a gate still far ahead, and one that is never let pass.
    """
    rule = BY_CODE.get(rule_code)
    if rule is None or not rule.active or not _earlier_override(target, rule):
        raise DomainError(
            _("This condition is not one of the conditions for the next step, so it needs no override."),
            code="labs.rule_unknown",
        )
    if rule.let_pass_by == NEVER:
        raise DomainError(_name_never(), code="labs.rule_never_overridden")
    return rule


def _name_never() -> str:
    return _("This condition cannot be overridden. Meet it first.")


def _earlier_override(target: Cohort | Lab, rule: Rule) -> bool:
    return rule.gate == LAUNCH if isinstance(target, Lab) else LAUNCH < rule.gate <= target.stage


def describe_end_of_target(target: Cohort | Lab) -> str:
    """Why no condition of this lab or cohort is let pass any more, in a sentence; "" while it goes on."""
    if isinstance(target, Lab):
        return describe_why_closed(target)
    return _("This cohort is over. It needs no override any more.") if target.is_over else ""


def describe_request_blocker(target: Cohort | Lab, rule_code: str) -> str:
    """Why nobody can ask for an override of this condition now, in a sentence; "" when one can."""
    if refusal := describe_end_of_target(target):
        return refusal
    if target.overrides.filter(state=State.REQUESTED, rule_code=rule_code).exists():
        return _("Someone has already asked for an override of this condition.")
    found = find_result(rule_code, target)
    if found.met:
        return _("This condition is already met. No override is needed.")
    return _name_never() if BY_CODE[rule_code].is_never_passed(found.missing) else ""


@transaction.atomic
def request_override(
    target: Cohort | Lab, rule_code: str, *, actor: User, reason: str, remedy: str, wanted_until: date
) -> Override:
    """The question waits for the person who may answer it. One question for each rule at a time."""
    rule = rule_for(target, rule_code)
    if refusal := describe_end_of_target(target):
        raise DomainError(refusal, code="labs.override_of_ended")
    found = find_result(rule_code, target)
    if found.met:
        raise DomainError(_("This condition is already met. No override is needed."), code="labs.rule_met")
    if rule.is_never_passed(found.missing):
        raise DomainError(_name_never(), code="labs.rule_never_overridden")
    if count_seen(reason) < SHORTEST_REASON:
        raise DomainError(_("Give a reason of at least 20 characters."), code="labs.override_reason", field="reason")
    if not count_seen(remedy):
        raise DomainError(_("Say how the gap will be filled."), code="labs.override_remedy", field="remedy")
    _check_until(rule, wanted_until, target.city.today(), "wanted_until")
    text = _("Someone has already asked for an override of this condition.")
    _end_outgrown(target, found, rule_code)
    lack = {"missing": found.missing, "short": found.short, "detail": _detail_in_all_languages(rule_code, target)}
    with refusing("labs_override_live", text=text, code="labs.override_asked_already"):
        override = Override.objects.create(
            rule_code=rule_code,
            requested_by=actor,
            acting_for_id=find_principal(target.city_id, actor.pk),
            lack=lack,
            reason=tidy_signs(reason),
            remedy=remedy.strip(),
            wanted_until=wanted_until,
            **{"lab" if isinstance(target, Lab) else "cohort": target},
        )
    _record_override(verbs.OVERRIDE_REQUESTED, override, actor, notify=who_decides(override))
    return override


def _detail_in_all_languages(rule_code: str, target: Cohort | Lab) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with translation_override(code):
            found[code] = find_result(rule_code, target).detail
    return found


def _end_outgrown(target: Cohort | Lab, found: RuleResult, rule_code: str) -> None:
    """What was granted when less was missing ends: another question is asked now."""
    for granted in target.overrides.filter(state=State.GRANTED, rule_code=rule_code):
        if not granted.covers(found):
            _expire_override(granted)


def notify_new_decider(city: City, user: User, invitation: Invitation) -> None:
    """A director or steward who joined hears of each question that waits and that they may answer."""
    if invitation.role not in {Role.DIRECTOR, Role.STEWARD}:
        return
    for override in Override.objects.filter(state=State.REQUESTED).select_related("cohort", "lab", "requested_by"):
        if user in who_decides(override):
            key = f"override-waits:{override.pk}:{user.pk}"
            _record_override(verbs.OVERRIDE_WAITS, override, None, notify=[user], once=key)


def _check_may_decide(override: Override, actor: User) -> None:
    if actor.pk in list_hands(override.city_id, override.askers):
        text = _("You cannot grant an override that you, your deputy or the person you act for asked for.")
        raise DomainError(text, code="labs.override_own")
    if not may_let_pass(actor, override):
        raise DomainError(
            _("You cannot decide on this override. Another role decides on it."), code="labs.override_role"
        )


@transaction.atomic
def grant_override(override: Override, *, actor: User, until: date, answer: str = "") -> None:
    """The line passes until the end of that day."""
    _check_may_decide(override, actor)
    if refusal := describe_end_of_target(override.target):
        raise DomainError(refusal, code="labs.override_of_ended")
    _check_until(BY_CODE[override.rule_code], until, override.city.today(), "until")
    override.move(State.GRANTED, granted_by=actor, granted_at=timezone.now(), expires_on=until, answer=answer)
    _record_override(verbs.OVERRIDE_GRANTED, override, actor, notify=[override.requested_by], until=until.isoformat())


@transaction.atomic
def undo_grant(override: Override, *, actor: User) -> None:
    """The question waits for its answer again, and whoever asked is told. Only right after the grant, by the person who
    granted it, and while nobody has gone on because of it.
    """
    check_undoable(override, verbs.OVERRIDE_GRANTED, actor=actor)
    if _has_gone_on(override.target, BY_CODE[override.rule_code]):
        raise DomainError(_("This cannot be undone: the next step was taken because of it."), code="labs.override_used")
    override.move(State.REQUESTED, granted_by=None, granted_at=None, expires_on=None, answer="")
    _record_override(verbs.OVERRIDE_GRANT_UNDONE, override, actor, notify=[override.requested_by])


def _has_gone_on(target: Cohort | Lab, rule: Rule) -> bool:
    if isinstance(target, Lab):
        return target.state not in {Lab.State.DRAFT, Lab.State.GATHERING}
    return target.stage > rule.gate


@transaction.atomic
def refuse_override(override: Override, *, actor: User, answer: str) -> None:
    """The line stays as it is; the answer says why."""
    _check_may_decide(override, actor)
    if count_seen(answer) < 3:
        raise DomainError(_("Say in a sentence why not."), code="labs.override_answer_needed", field="answer")
    override.move(State.REFUSED, granted_by=actor, answer=answer, resolved_at=timezone.now())
    _record_override(verbs.OVERRIDE_REFUSED, override, actor, notify=[override.requested_by], reason=answer)


@transaction.atomic
def withdraw_override(override: Override, *, actor: User, reason: str) -> None:
    """Nobody has to decide any more; whoever was asked, and whoever asked, reads why. It may be asked for anew."""
    if count_seen(reason) < 3:
        raise DomainError(_("Say in a sentence why."), code="labs.override_answer_needed", field="reason")
    told = {override.requested_by, *who_decides(override)} - {actor}
    override.move(State.WITHDRAWN, answer=tidy_signs(reason), resolved_at=timezone.now())
    _record_override(verbs.OVERRIDE_WITHDRAWN, override, actor, notify=told, reason=tidy_signs(reason))


@transaction.atomic
def withdraw_outgrown(target: Cohort | Lab, *, actor: User) -> None:
    """The next step was just taken: a question about a condition of it that is met waits for nobody any more."""
    for override in target.overrides.filter(state=State.REQUESTED):
        if _has_gone_on(target, BY_CODE[override.rule_code]) and find_result(override.rule_code, target).met:
            reason = _("The condition is met, and the next step has been taken.")
            withdraw_override(override, actor=actor, reason=reason)


def withdraw_waiting(target: Cohort | Lab, *, actor: User) -> None:
    """The cohort or lab has ended: nobody has to decide a question about it any more."""
    for override in target.overrides.filter(state=State.REQUESTED):
        withdraw_override(override, actor=actor, reason=_("It has ended."))


@transaction.atomic
def resolve_override(override: Override, *, actor: User | None) -> None:
    """The gap is filled, and the line stands by itself. Refused while the records do not say so."""
    found = find_result(override.rule_code, override.target)
    if not found.met:
        text = _(
            "This condition is still not met. Missing: %(words)s (%(detail)s). Meet it, then close the override."
        ) % {
            "words": BY_CODE[override.rule_code].missing,
            "detail": found.detail,
        }
        raise DomainError(text, code="labs.gap_not_filled")
    override.move(State.RESOLVED, resolved_at=timezone.now())
    _record_override(verbs.OVERRIDE_RESOLVED, override, actor, notify=[override.requested_by])


def expire_overrides(city: City) -> tuple[int, int]:
    """Granted overrides whose gap is filled are resolved, those past their day have ended: (resolved, ended).

    A cohort stays where it is; whoever asked and whoever decides is told once. Runs in the city's scope, any number
    of times.
    """
    rows = Override.objects.filter(state=State.GRANTED).select_related("cohort", "lab", "city", "requested_by")
    resolved = ended = 0
    for override in rows:
        try:
            if find_result(override.rule_code, override.target).met:
                resolve_override(override, actor=None)
                resolved += 1
            elif override.expires_on < city.today():
                _expire_override(override)
                ended += 1
        except Moved:
            continue
    return resolved, ended


@transaction.atomic
def _expire_override(override: Override) -> None:
    override.move(State.EXPIRED)
    told = [override.requested_by, *who_decides(override)]
    _record_override(verbs.OVERRIDE_EXPIRED, override, None, notify=told)


def _record_override(
    verb: Verb, override: Override, actor: User | None, *, notify: Iterable[User] = (), **data: Any
) -> None:
    rule = BY_CODE[override.rule_code]
    title = override.target.name
    record(
        verb,
        override,
        actor=actor,
        notify=notify,
        title=title,
        rule=in_all_languages(rule.describe(is_met=verb is verbs.OVERRIDE_RESOLVED)),
        code=rule.code,
        **data,
    )
