"""What was kept for the weekly email of whoever gets all emails in one."""

from educities.activity.models import Notice
from educities.activity.queries.weekly import held_notices


def take_held_news(user_id: int) -> list[int]:
    """What waited for the weekly email waits no more. Returns the numbers of its notices."""
    numbers = list(held_notices(user_id).select_for_update(no_key=True).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=numbers).update(is_held=False)
    return numbers
