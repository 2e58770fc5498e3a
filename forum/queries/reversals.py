"""Which decision reverses which: by the item on which the earlier one came back."""

from collections.abc import Iterable

from forum.models import Decision
from forum.values.reviews import REVIEW_KIND


def link_reversals(decisions: Iterable[Decision | None]) -> None:
    """Each says which earlier decision it reverses (`reverses`), and by which it was reversed itself (`reversed_by`).

    At most two queries, none where none came back. Advice reverses nothing, nor does what was not carried; and what was reviewed
    once never comes back.
    """
    rows = [row for row in decisions if row is not None]
    later = [row for row in rows if _may_reverse(row)]
    if later:
        numbers = {row.item.record_id for row in later}
        earlier = Decision.objects.with_words().filter(pk__in=numbers, state=Decision.State.REVERSED)
        found = {row.pk: row for row in earlier}
        for row in later:
            row.reverses = found.get(row.item.record_id)
    reversed_rows = [row for row in rows if row.state == Decision.State.REVERSED]
    if reversed_rows:
        numbers = {row.pk for row in reversed_rows}
        taken = Decision.objects.taken().with_words().filter(is_advice=False, item__record_kind=REVIEW_KIND)
        by = {row.item.record_id: row for row in taken.filter(item__record_id__in=numbers)}
        for row in reversed_rows:
            row.reversed_by = by.get(row.pk)


def _may_reverse(row: Decision) -> bool:
    return row.is_taken and not row.is_advice and row.item.record_kind == REVIEW_KIND
