"""The review of a program year as a matter of the forum: which one waits, and by which decision it is confirmed."""

from datetime import date

from django.db.models import QuerySet

from forum.models import Decision
from programs.models import YearReview
from programs.values.reviews import Confirmation

YEAR_REVIEW = "year_review"


def list_year_reviews() -> QuerySet[YearReview]:
    """All of the scope's city, with what they are called."""
    return YearReview.objects.defer("facts", "pictures").select_related("city", "year")


def find_submitted_reviews(_today: date) -> QuerySet[YearReview]:
    """Those that wait to be confirmed."""
    return list_year_reviews().filter(state=YearReview.State.SUBMITTED)


def find_confirming_decision(review: YearReview) -> Confirmation | None:
    """The decision by which the forum confirms this review: no advice, and of the words that were submitted last."""
    if review.submitted_at is None:
        return None
    row = (
        Decision.objects.filter(
            item__record_kind=YEAR_REVIEW,
            item__record_id=review.pk,
            state__in=Decision.IN_FORCE,
            takes_effect=True,
            is_advice=False,
            decided_on__gte=review.submitted_at.astimezone(review.city.zone).date(),
        )
        .order_by("-pk")
        .first()
    )
    return Confirmation(row.decided_on, "decision", row.pk) if row is not None and row.decided_on else None
