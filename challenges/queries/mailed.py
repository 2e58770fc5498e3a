"""Of which ideas and places a mail about them is still true, asked when it is handed over."""

from django.db.models import QuerySet

from challenges.models import Contribution, IdeaPhoto, Participation
from educities.activity.texts.mail_kinds import find_rows

State, Rule = Contribution.State, Contribution.Rule


def list_hidden_ideas() -> QuerySet[Contribution]:
    """What nobody reads: because of a rule, or because a guardian does not agree."""
    return Contribution.objects.filter(state=State.HIDDEN)


SHOWN_IDEAS = find_rows(lambda: Contribution.objects.filter(state=State.VISIBLE))
MERGED_IDEAS = find_rows(lambda: Contribution.objects.filter(state=State.MERGED))
ANSWERED_IDEAS = find_rows(lambda: Contribution.objects.filter(state__in=(State.VISIBLE, State.MERGED)))
RULED_OUT_IDEAS = find_rows(lambda: list_hidden_ideas().exclude(hidden_rule=Rule.CONSENT))
RESTING_IDEAS = find_rows(lambda: list_hidden_ideas().filter(hidden_rule=Rule.CONSENT))
SHOWN_PHOTOS = find_rows(
    lambda: Contribution.objects.filter(state__in=(State.VISIBLE, State.MERGED), photo__state=IdeaPhoto.State.SHOWN)
)
CONFIRMED_PLACES = find_rows(lambda: Participation.objects.filter(state=Participation.State.CONFIRMED))
WAITING_PLACES = find_rows(lambda: Participation.objects.filter(state=Participation.State.WAITLISTED))
