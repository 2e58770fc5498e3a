"""Partner apps hear that the numbers of a growth engine are others, whatever changed them."""

from django.db import transaction

from educities.activity.actions.records import publish_each
from growth import verbs
from growth.models import Engine
from growth.queries.counts import COUNTED, list_with_counts, render_counts


@transaction.atomic
def publish_counts() -> int:
    """Each engine of the scope's city with other numbers than the log last told of stands in the log once. Returns how many.

    Asked in turns: a strength, a collaboration, a birthday, whoever leaves or is merged change them, and what is shown does
    not change with each of these.
    """
    rows = list_with_counts(Engine.objects.select_for_update(of=["self"], skip_locked=True))
    changed = []
    for engine in rows.only("city", "area", "told_counts"):
        counts = render_counts({name: getattr(engine, name) for name in COUNTED})
        if counts != engine.told_counts:
            engine.told_counts = counts
            changed.append(engine)
    if changed:
        Engine.objects.bulk_update(changed, ["told_counts"])
        publish_each(verbs.CHANGED, changed)
    return len(changed)
