"""The forum confirms the review of a program year, or does not, and it goes back to its writer."""

from django.utils.translation import gettext as _

from educities.accounts.models import User
from forum.models import Decision
from forum.queries.statements import write_beside
from programs.actions.reviews import confirm_review, return_review
from programs.models import YearReview


def confirm_year(review: YearReview, _decision: Decision, actor: User) -> None:
    """The submitted review is confirmed by the decision. One that is not submitted now is refused, and nothing is decided."""
    confirm_review(review, actor=actor)


def return_year(review: YearReview, decision: Decision, actor: User) -> None:
    """The submitted review is a draft again, and whoever submitted it reads why. One that is a draft already stays one."""
    if review.state != YearReview.State.SUBMITTED:
        return
    reason = _("The forum did not carry it: %(why)s") % {"why": write_beside(decision)}
    return_review(review, actor=actor, reason=reason)
