"""The review of a program year as a matter of the forum: which one waits, and by which decision it is confirmed."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cities.queries.second_hands import find_same_hands
from educities.accounts.models import Person, User
from educities.activity.models import AuditEntry
from forum.models import AgendaItem, Decision
from forum.queries import find_working_charter, list_leaders
from forum.queries.beginnings import list_first_leaders
from forum.queries.statements import prefetch_statements, write_beside
from forum.rules import is_seated
from programs import verbs
from programs.models import YearReview
from programs.queries.reviews import list_hands
from programs.values.reviews import Confirmation, ForumAnswer, Refusal

YEAR_REVIEW = "year_review"
# Who did one of these has a hand in what the review says.
AUTHORED = [verb.code for verb in (verbs.REVIEW_WRITTEN, verbs.REVIEW_SUBMITTED)]


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
    row = _list_decisions(review).filter(takes_effect=True).first()
    return Confirmation(row.decided_on, "decision", row.pk) if row is not None and row.decided_on else None


def find_answering_decision(review: YearReview) -> ForumAnswer | None:
    """What the forum decided about the words that were submitted last, where nobody noted that it confirms them."""
    row = _list_decisions(review).filter(takes_effect=False).select_related("item__charter").first()
    if row is None or row.decided_on is None:
        return None
    leaders = frozenset(user.pk for user in list_leaders(row.item.charter))
    return ForumAnswer(row.decided_on, "decision", row.pk, leaders)


def list_refusals(review: YearReview) -> list[Refusal]:
    """Each time that the forum did not carry the review, whichever words were submitted then, the newest first."""
    rows = Decision.objects.filter(
        item__record_kind=YEAR_REVIEW, item__record_id=review.pk, state=Decision.State.REJECTED
    )
    if review.confirmed_on:
        rows = rows.filter(decided_on__lte=review.confirmed_on)
    newest = rows.prefetch_related(prefetch_statements()).order_by("-concluded_at", "-pk")
    return [Refusal(row.decided_on, "decision", row.pk, write_beside(row)) for row in newest if row.decided_on]


def _list_decisions(review: YearReview) -> QuerySet[Decision]:
    """What the forum decided about the review as it was submitted, the newest first; advice is none."""
    found: QuerySet[Decision] = Decision.objects.filter(
        item__record_kind=YEAR_REVIEW,
        item__record_id=review.pk,
        state__in=Decision.IN_FORCE,
        is_advice=False,
        concluded_at__gte=review.submitted_at,
    )
    return found.order_by("-pk")


def describe_left_open(review: YearReview) -> str:
    """What a decision that does not say that it confirms the review leaves open; "" of one that does not wait any more."""
    if review.state != YearReview.State.SUBMITTED:
        return ""
    return _(
        "The review itself still waits to be confirmed: the chair, another director or the steward can say on its page that "
        "this decision confirms it."
    )


def describe_why_no_effect(review: YearReview, actor: User) -> str:
    """Why this person cannot note that the forum confirms the review, in a sentence; "" when they can.

    Nobody does who wrote or submitted it, nor who is of one hand with them. Nor does anybody while somebody who could
    have noted it as the meeting began was removed: ending a seat or a role makes no second person.
    """
    if review.state != YearReview.State.SUBMITTED:
        return _("This review is not submitted now, so no decision can confirm it.")
    hands = list_author_hands(review)
    if actor.pk in hands:
        return _(
            "You or someone acting for you wrote or submitted this review. The chair or another director notes that it is "
            "confirmed."
        )
    charter = find_working_charter()
    if charter is None:
        return ""
    # A new chair or director of this meeting is none of those who led when it began.
    leaders, now = list_first_leaders(charter), {one.pk for one in list_leaders(charter)}
    if all(one.pk in now or one.pk in hands for one in leaders):
        return ""
    return _(
        "Someone who led the forum when this meeting began was removed during it. The next meeting confirms the review, or a "
        "second person on its own page."
    )


def list_author_hands(review: YearReview) -> set[int]:
    """Who wrote or submitted the review, and whose word is no second one beside theirs."""
    written = AuditEntry.objects.filter(
        verb__in=AUTHORED, target_type=review._meta.label_lower, target_id=str(review.pk), actor_id__isnull=False
    )
    authors = set(written.values_list("actor_id", "acting_for"))
    hands = [find_same_hands(review.city_id, pk, acting_for) | {pk} for pk, acting_for in authors]
    return list_hands(review).union(*hands)


def reads_review(user: Person, year_id: int) -> bool:
    """Sits in the forum today, on whose agenda a review of this year stands or stood after it was submitted."""
    if not is_seated(user):
        return False
    before = YearReview.objects.filter(year=year_id).exclude(state=YearReview.State.DRAFT)
    items = AgendaItem.objects.filter(record_kind=YEAR_REVIEW, record_id__in=before.values("pk"))
    return bool(items.exclude(state=AgendaItem.State.DROPPED).exists())
