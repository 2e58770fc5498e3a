"""A forum whose five years are over rests: nothing new comes before it, and nobody gets a seat, until others are signed."""

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from forum.models import AgendaItem, Charter

NOT_WORKING = "forum.not_working"


def describe_why_not_working(charter: Charter) -> str:
    """Why the forum does not meet now, in a sentence; "" while its five years are signed."""
    if charter.body.program.is_signed:
        return ""
    return _("The five years of this forum are over, or were ended. It meets again once new ones are signed.")


def describe_why_nothing_new(item: AgendaItem) -> str:
    """The same of the forum of an item."""
    return describe_why_not_working(item.charter)


def check_working(charter: Charter) -> None:
    """Raises DomainError when the forum does not meet now."""
    if refusal := describe_why_not_working(charter):
        raise DomainError(refusal, code=NOT_WORKING)
