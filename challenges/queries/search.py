"""What the city's search finds of challenges. What residents write is found on the pages of each challenge alone."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from cities.queries.search import SearchKind
from educities.kit.lists import put_over_last, words_hold
from educities.kit.multilingual import translate_html


def _find_challenges(text: str) -> QuerySet:
    states = Challenge.State
    rows = Challenge.objects.select_related("lab").filter(words_hold(text, "question"))
    return put_over_last(rows, (states.CLOSED, states.DECLINED, states.MERGED), "-pk")


CHALLENGES = SearchKind(
    "challenges",
    _("Challenges"),
    "challenges.manage_challenge",
    _find_challenges,
    "question",
    facts=lambda row: [translate_html(row.lab.name)] if row.lab else [],
    day=lambda row: row.closes_on,
    order=60,
)
