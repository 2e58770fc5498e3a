"""What is proposed in place of confirmed figures, and who decided on it: reading only."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from educities.activity.texts.history_rows import name_accounts
from programs.models import Indicator, IndicatorValue, ValueRevision

Revision = ValueRevision.State


def list_proposals(indicator: Indicator) -> list[ValueRevision]:
    """The revisions that wait of the indicator's figures, each with its figure; the oldest first. One query."""
    rows = ValueRevision.objects.filter(figure__indicator=indicator, state=Revision.WAITING)
    return list(rows.select_related("figure").order_by("id"))


def name_deciders(rows: Iterable[IndicatorValue]) -> dict[int, str]:
    """{number of the new figure: who confirmed the revision}; nothing of revisions of before there were two people.

    Three queries at most, whatever the number of figures; none for none.
    """
    by_old = {row.replaces_id: row.pk for row in rows if row.replaces_id}
    if not by_old:
        return {}
    confirmed = ValueRevision.objects.filter(
        figure__in=list(by_old), state=Revision.CONFIRMED, decided_by__isnull=False
    )
    found = dict(confirmed.values_list("figure_id", "decided_by_id"))
    names = name_accounts(set(found.values()))
    return {by_old[figure]: names.get(person, "") for figure, person in found.items()}


def name_withdrawal_hands(rows: Iterable[IndicatorValue]) -> dict[int, str]:
    """{number of the withdrawn figure: who confirmed that it is withdrawn}; nothing of those of before there were two people.

    Three queries at most, whatever the number of figures; none for none.
    """
    numbers = [row.pk for row in rows]
    if not numbers:
        return {}
    confirmed = ValueRevision.objects.filter(
        figure__in=numbers, is_withdrawal=True, state=Revision.CONFIRMED, decided_by__isnull=False
    )
    found = dict(confirmed.values_list("figure_id", "decided_by_id"))
    names = name_accounts(set(found.values()))
    return {figure: names.get(person, "") for figure, person in found.items()}


def describe_other_kind(row: ValueRevision, *, is_withdrawal: bool = False) -> str:
    """Why the proposal is not confirmed as a revision, or as a withdrawal, in a sentence; "" where it is one."""
    if row.is_withdrawal == is_withdrawal:
        return ""
    if is_withdrawal:
        return _("This proposes another figure. It is confirmed on the indicator’s page.")
    return _("This proposes to withdraw the figure. Its own page asks first.")


def describe_why_not_decided(row: ValueRevision) -> str:
    """Why the revision can be neither confirmed nor declined, in a sentence; "" while it waits and its figure counts."""
    if row.state != Revision.WAITING:
        return str(ValueRevision.ALREADY[row.state])
    if row.figure.state == IndicatorValue.State.CONFIRMED:
        return ""
    done = IndicatorValue.ALREADY.get(row.figure.state) if row.figure.state in IndicatorValue.ENDED else ""
    text = _("The figure that it is about is no longer confirmed, so it cannot be revised.")
    return str(done or text)
