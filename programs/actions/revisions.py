"""A confirmed figure is revised: one person proposes the new figure, and it counts once another person confirms it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Role
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.undo import check_undoable
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.multilingual import isolate_ltr
from educities.kit.rows import lock_row, refusing
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import describe_refused_move
from programs import texts, verbs
from programs.actions.figures import AskAgain, Figure, list_figure_fields, list_writer_fields, resolve_figure
from programs.actions.late_milestones import find_role_people
from programs.models import Indicator, IndicatorValue, Milestone, ValueRevision
from programs.queries.confirmers import ALONE, describe_why_not_confirmed_revision, find_confirmers
from programs.queries.revisions import describe_other_kind, describe_why_not_decided
from programs.values import scoring

State, Revision = IndicatorValue.State, ValueRevision.State


def describe_why_not_revised(value: IndicatorValue) -> str:
    """Why no revision of the figure can be proposed, in a sentence; "" for a confirmed one of which none waits."""
    if refusal := describe_refused_move(value, State.REVISED):
        return refusal
    waits = value.revisions.filter(state=Revision.WAITING).exists()
    text = _("A revision of this figure waits already. It is confirmed, declined or withdrawn first.")
    return text if waits else ""


@transaction.atomic
def propose_revision(
    value: IndicatorValue, *, actor: User, reason: str, figure: Figure, sure: bool = False
) -> ValueRevision:
    """The new figure waits beside the confirmed one for another person (`find_confirmers`), who is told; it counts at once
    where the actor may confirm it alone.

    One that is far from the old raises AskAgain unless `sure`.
    """
    if not count_seen(reason):
        raise DomainError(_("Say why the figure changes."), code="programs.reason_missing")
    indicator = lock_row(value.indicator, "city")
    old = IndicatorValue.objects.select_related("indicator").get(pk=value.pk)
    if refusal := describe_why_not_revised(old):
        raise DomainError(refusal, code="state.not_allowed")
    figure = resolve_figure(indicator, figure)
    if (figure.value, figure.numerator, figure.denominator) == (old.value, old.numerator, old.denominator):
        raise DomainError(_("The figure has not changed."), code="programs.revision_same", field="value")
    if not sure:
        _check_distance(old, figure)
    who = list_writer_fields(indicator, actor)
    # Read before it is written: with it, its own writer would be of whom is asked.
    may = find_confirmers(indicator.city, actor.pk, who["acting_for_id"])
    about = {**list_figure_fields(indicator, figure), **who, "reason": tidy_signs(reason)}
    with refusing(
        "programs_revision_waiting", text=_("Another revision of this figure waits already."), code="state.moved"
    ):
        row = ValueRevision.objects.create(figure=old, **about)
    if may.get(actor.pk) == ALONE:
        _replace_figure(row, indicator, actor)
        return row
    told = User.objects.filter(pk__in=[pk for pk in may if pk != actor.pk])
    record_proposal(verbs.REVISION_PROPOSED, row, indicator, actor, told, reason=row.reason)
    return row


@transaction.atomic
def confirm_revision(row: ValueRevision, *, actor: User, seen: str | None = None) -> IndicatorValue:
    """The new figure counts, and the old one is kept with its number and the reason. By whoever confirms figures that the
    proposer entered; everybody else who confirms figures and has not read of the proposal reads of it.

    `seen`: the stamp of what the actor read, `ToConfirm.stamp`.
    """
    indicator, row = lock_revision(row)
    if refusal := describe_other_kind(row) or describe_why_not_confirmed_revision(row, actor, seen):
        raise DomainError(refusal, code="programs.revision_not_confirmed")
    return _replace_figure(row, indicator, actor)


@transaction.atomic
def decline_revision(row: ValueRevision, *, actor: User, reason: str) -> ValueRevision:
    """The confirmed figure stays as it is; whoever proposed the other one, or to withdraw it, reads why. By whoever could confirm it."""
    indicator, row = lock_revision(row)
    if refusal := describe_why_not_confirmed_revision(row, actor):
        raise DomainError(refusal, code="programs.revision_not_declined")
    row.move(Revision.DECLINED, decided_by=actor, decided_at=timezone.now(), answer=tidy_signs(reason)[:500])
    verb = verbs.WITHDRAWAL_DECLINED if row.is_withdrawal else verbs.REVISION_DECLINED
    record_proposal(verb, row, indicator, actor, {row.entered_by} - {actor}, reason=reason)
    return row


@transaction.atomic
def withdraw_revision(row: ValueRevision, *, actor: User) -> ValueRevision:
    """Whoever proposed it, or in whose name it was proposed, takes it back; nobody is asked about it any more."""
    indicator, row = lock_revision(row)
    if refusal := describe_why_proposal_stays(row, actor):
        raise DomainError(refusal, code="programs.revision_not_withdrawn")
    row.move(Revision.WITHDRAWN, decided_by=actor, decided_at=timezone.now())
    verb = verbs.WITHDRAWAL_CANCELLED if row.is_withdrawal else verbs.REVISION_WITHDRAWN
    record_proposal(verb, row, indicator, actor, ())
    return row


def describe_why_proposal_stays(row: ValueRevision, actor: User) -> str:
    """Why the person cannot take the proposal back, in a sentence; "" when they can."""
    if row.state != Revision.WAITING:
        return str(ValueRevision.ALREADY[row.state])
    is_own = actor.pk in {row.entered_by_id, row.acting_for_id}
    return (
        "" if is_own else _("Only the person who proposed the revision withdraws it. Others decline it with a reason.")
    )


@transaction.atomic
def undo_revision(row: ValueRevision, *, actor: User) -> ValueRevision:
    """The old figure counts again, and the new one waits. Only right after it was confirmed, by the person who did."""
    indicator, row = lock_revision(row)
    # Under the lock: whatever came after it is on record.
    entry = check_undoable(indicator, verbs.VALUE_REVISED, actor=actor)
    if row.state != Revision.CONFIRMED or entry.data.get("revision") != row.pk:
        raise DomainError(
            _("This revision was not the last one that was confirmed."), code="programs.revision_undo_over"
        )
    made = IndicatorValue.objects.get(replaces_id=row.figure_id, state=State.CONFIRMED)
    if Milestone.objects.filter(evidence_kind="figure", evidence_id=made.pk).exists():
        text = _("The new figure is what shows a milestone, so this cannot be undone.")
        raise DomainError(text, code="programs.revision_is_evidence")
    made.delete()
    row.figure.move(State.CONFIRMED)
    row.move(Revision.WAITING, decided_by=None, decided_at=None)
    record_proposal(verbs.REVISION_UNDONE, row, indicator, actor, list_readers(row, indicator, actor))
    return row


def _check_distance(value: IndicatorValue, figure: Figure) -> None:
    """Raises AskAgain for a revision as large as a jump from one year to the next that is asked about."""
    in_percent = value.indicator.unit == Indicator.Unit.PERCENT
    if figure.value is not None and scoring.is_jump(value.value, figure.value, in_percent=in_percent):
        text = _("The confirmed figure changes from %(old)s to %(new)s. Check it, then tick the box to confirm.")
        said = {"old": value.value, "new": figure.value}
        about = {name: isolate_ltr(texts.with_unit(value.indicator, one)) for name, one in said.items()}
        raise AskAgain(text % about, code="programs.jump", years=[value.period])


def lock_revision(row: ValueRevision) -> tuple[Indicator, ValueRevision]:
    """The indicator, whose lock every act about its figures takes, and the proposal as it is now."""
    indicator = lock_row(row.figure.indicator, "city")
    return indicator, ValueRevision.objects.select_related("city", "figure__indicator", "entered_by").get(pk=row.pk)


def _replace_figure(row: ValueRevision, indicator: Indicator, actor: User) -> IndicatorValue:
    if refusal := describe_why_not_decided(row):
        raise DomainError(refusal, code="programs.revision_not_confirmed")
    told, now, old = list_readers(row, indicator, actor), timezone.now(), row.figure
    row.move(Revision.CONFIRMED, decided_by=actor, decided_at=now)
    old.move(State.REVISED)
    copied = ("value", "numerator", "denominator", "factor", "source", "flags", "reason", "entered_by_id",
              "entered_with_id", "acting_for_id")  # fmt: skip
    made = IndicatorValue.objects.create(
        indicator=indicator,
        series=old.series,
        period=old.period,
        **{name: getattr(row, name) for name in copied},
        replaces=old,
        confirmed_at=now,
        state=State.CONFIRMED,
    )
    IndicatorValue.objects.filter(pk=made.pk).update(entered_at=row.entered_at)
    record_proposal(verbs.VALUE_REVISED, row, indicator, actor, told, reason=row.reason)
    return made


def list_readers(row: ValueRevision, indicator: Indicator, actor: User) -> set[User]:
    """Who reads that a revision counts, or no longer: who proposed it, and who confirms figures in the city but was asked
    about this one and so has read of it."""
    read = find_confirmers(indicator.city, row.entered_by_id, row.acting_for_id)
    people = {*find_role_people(Role.DIRECTOR), *find_role_people(Role.FACILITATOR)}
    writer = set() if row.entered_by is None else {row.entered_by}
    return ({one for one in people if one.pk not in read} | writer) - {actor}


def record_proposal(
    verb: Verb, row: ValueRevision, indicator: Indicator, actor: User, told: Iterable[User | None], *, reason: str = ""
) -> None:
    figure, values = row.figure, [row.figure.value, row.value]
    about = {"title": indicator.name, "period": figure.period, "series": figure.series}
    said = [texts.value_data(figure.value), None if row.is_withdrawal else texts.value_data(row.value)]
    # What is said of one figure of the indicator answers nothing that is asked about another one.
    kept = {"revision": row.pk, "of": row.pk, "values": {f"{figure.series}-{figure.period}": said}}
    note: dict[str, Any] = {name: f"{value.normalize():f}" for name, value in zip(("old", "new"), values, strict=True)}
    note["of"] = row.pk
    record(verb, indicator, actor=actor, notify=told, reason=reason, kept=kept, note=note, **about)
