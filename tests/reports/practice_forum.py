"""What is true of the practice city's forum."""

from forum.models import Decision
from forum.queries.reversals import link_reversals


def check_forum() -> None:
    """One decision reverses an earlier one on the day on which that was looked at again, and a line was left out."""
    earlier = Decision.objects.with_words().get(state=Decision.State.REVERSED)
    link_reversals([earlier])
    later = earlier.reversed_by
    assert later is not None
    assert (later.item.title["en"], later.decided_on) == ("The bus, a year later", earlier.reviewed_on)
    assert list(Decision.objects.filter(left_out__gt=0).values_list("state", flat=True)) == ["rejected"]
