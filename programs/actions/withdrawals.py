"""A confirmed figure is withdrawn: one person proposes it, and it counts no more once another person confirms it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import NO_REASON, record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import describe_refused_move
from programs import verbs
from programs.actions.figures import list_writer_fields
from programs.actions.revisions import list_readers, lock_revision, record_proposal
from programs.models import Indicator, IndicatorValue, ValueRevision
from programs.queries.confirmers import ALONE, describe_why_not_confirmed_revision, find_confirmers
from programs.queries.revisions import describe_other_kind, describe_why_not_decided
from programs.values.calendar import school_year

State, Revision = IndicatorValue.State, ValueRevision.State
# What the proposal keeps of the figure as it is: it says no other number.
KEPT = ("value", "numerator", "denominator", "factor", "source", "flags")


def describe_why_not_withdrawn(value: IndicatorValue) -> str:
    """Why nobody can propose to withdraw the figure, in a sentence; "" for a confirmed one of which no revision waits."""
    is_over = value.state == State.REVISED
    refusal = str(value.ALREADY[State.REVISED]) if is_over else describe_refused_move(value, State.WITHDRAWN)
    if refusal:
        return refusal
    waits = value.revisions.filter(state=Revision.WAITING).exists()
    text = _("A revision of this figure waits already. It is confirmed, declined or withdrawn first.")
    return text if waits else ""


@transaction.atomic
def propose_withdrawal(value: IndicatorValue, *, actor: User, reason: str) -> ValueRevision:
    """The figure counts until another person (`find_confirmers`), who is told, confirms that it is withdrawn; it counts no
    more at once where the actor may confirm it alone.
    """
    if not count_seen(reason):
        raise DomainError(NO_REASON, code="activity.reason_needed", field="reason")
    indicator = lock_row(value.indicator, "city")
    old = IndicatorValue.objects.select_related("indicator").get(pk=value.pk)
    if refusal := describe_why_not_withdrawn(old):
        raise DomainError(refusal, code="state.not_allowed")
    who = list_writer_fields(indicator, actor)
    # Read before it is written: with it, its own writer would be of whom is asked.
    may = find_confirmers(indicator.city, actor.pk, who["acting_for_id"])
    about = {**{name: getattr(old, name) for name in KEPT}, **who, "reason": tidy_signs(reason)[:500]}
    with refusing(
        "programs_revision_waiting", text=_("Another revision of this figure waits already."), code="state.moved"
    ):
        row = ValueRevision.objects.create(figure=old, is_withdrawal=True, **about)
    if may.get(actor.pk) == ALONE:
        _withdraw_figure(row, indicator, actor)
        return row
    told = User.objects.filter(pk__in=[pk for pk in may if pk != actor.pk])
    record_proposal(verbs.WITHDRAWAL_PROPOSED, row, indicator, actor, told, reason=row.reason)
    return row


@transaction.atomic
def confirm_withdrawal(row: ValueRevision, *, actor: User, seen: str | None = None) -> IndicatorValue:
    """The figure counts no more, in no chart and no comparison; it stays to be read, with the reason of who proposed it.

    Whoever entered or proposed it, and everybody else who confirms figures and has not read of it, read why. Another
    figure of the school year can be entered. `seen`: the stamp of what the actor read, `ToConfirm.stamp`.
    """
    indicator, row = lock_revision(row)
    other = describe_other_kind(row, is_withdrawal=True)
    if refusal := other or describe_why_not_confirmed_revision(row, actor, seen):
        raise DomainError(refusal, code="programs.revision_not_confirmed")
    return _withdraw_figure(row, indicator, actor)


def _withdraw_figure(row: ValueRevision, indicator: Indicator, actor: User) -> IndicatorValue:
    if refusal := describe_why_not_decided(row):
        raise DomainError(refusal, code="programs.revision_not_confirmed")
    told, now, old = list_readers(row, indicator, actor), timezone.now(), row.figure
    writer = set() if old.entered_by is None else {old.entered_by}
    row.move(Revision.CONFIRMED, decided_by=actor, decided_at=now)
    old.move(State.WITHDRAWN, withdrawn_because=row.reason, withdrawn_at=now)
    about = {"title": indicator.name, "year": school_year(old.period), "series": old.series}
    part = {"of": row.pk}
    people = (told | writer) - {actor}
    record(
        verbs.VALUE_WITHDRAWN, indicator, actor=actor, notify=people, reason=row.reason, kept=part, note=part, **about
    )
    return old
