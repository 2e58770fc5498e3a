"""The forum confirms the review of a program year."""

from educities.accounts.models import User
from forum.models import Decision
from programs.actions.reviews import confirm_review
from programs.models import YearReview


def confirm_year(review: YearReview, _decision: Decision, actor: User) -> None:
    """The submitted review is confirmed by the decision. One that is not submitted now is refused, and nothing is decided."""
    confirm_review(review, actor=actor)
