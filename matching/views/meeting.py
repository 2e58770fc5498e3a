"""Whom a person could meet, on one page; and for those who work with people here how many met."""

from typing import Any

from django.utils.translation import gettext_lazy

from collaborations.values import MOST_OPEN
from educities.kit.views import ActionView, Page
from matching.actions import breaks
from matching.queries import find_own_introductions, find_suggestions, find_waiting_introductions, has_break
from matching.queries.counts import count_by_sector, sum_counts
from matching.queries.who import is_busy
from matching.texts.reasons import explain_to_seeker
from stakeholders.models import Profile, StrengthClaim
from stakeholders.queries import find_profile


class Meet(Page):
    """What is suggested to the person, whom the person asked for, and who asks for the person."""

    permission = "matching.see_matchsuggestion"
    template_name = "matching/meet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = find_profile(self.actor)
        shown = _read_profile(profile) if profile else {}
        return super().get_context_data(
            profile=profile, asked=find_waiting_introductions(self.actor), **shown, **kwargs
        )


def _read_profile(profile: Profile) -> dict[str, Any]:
    takes_break = has_break(profile)
    growth = profile.claims.filter(kind=StrengthClaim.Kind.GROWTH)
    return {
        "takes_break": takes_break,
        "looks_for": growth.exists(),
        "busy_with": MOST_OPEN if is_busy(profile) else 0,
        "suggestions": [] if takes_break else explain_to_seeker(list(find_suggestions(profile)), profile),
        "introductions": find_own_introductions(profile),
    }


class _Choice(ActionView):
    """A button about one's own profile in the city."""

    permission = "matching.see_matchsuggestion"

    def success_url(self) -> str:
        return self.city_url("meet")

    @property
    def profile(self) -> Profile | None:
        """The person of the account here."""
        return find_profile(self.actor)


class StopSuggestions(_Choice):
    success_message = gettext_lazy("You take a break: no one is suggested to you, and you to no one.")

    def act(self) -> None:
        if self.profile:
            breaks.stop_suggestions(self.profile, actor=self.actor)


class StartSuggestions(_Choice):
    success_message = gettext_lazy("We look for people you could meet again.")

    def act(self) -> None:
        if self.profile:
            breaks.start_suggestions(self.profile, actor=self.actor)


class MatchingCounts(Page):
    """How many were suggested, introduced and brought together, by sector. Of no pair anything."""

    permission = "matching.list_matchsuggestion"
    template_name = "matching/counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = count_by_sector()
        return super().get_context_data(rows=rows, total=sum_counts(rows), **kwargs)
