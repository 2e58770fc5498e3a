"""What organisations have promised inside a collaboration."""

from django.db.models import QuerySet

from collaborations.models import Collaboration
from stakeholders.models import Commitment


def list_promised(row: Collaboration) -> QuerySet[Commitment]:
    """The commitments made inside it, what is due first. One query."""
    promised: QuerySet[Commitment] = Commitment.objects.filter(inside__party__collaboration=row)
    return promised.select_related("organisation", "city").order_by("due_on", "pk")
