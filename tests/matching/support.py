"""People who look for somebody, and others who show what they are good at."""

from datetime import timedelta
from typing import Any

from matching.actions.introductions import introduce_suggestion
from matching.actions.suggesting import suggest_in_city, suggest_to_person
from matching.models import MatchSuggestion
from stakeholders.models import Organisation, Profile
from tests.collaborations.support import make_person
from tests.factories import AreaFactory, RepresentationFactory, StrengthClaimFactory

__all__ = ["Organisation", "grows", "introduce", "knows", "make_house", "make_person", "make_town", "pass_days"]


def knows(holder: Any, area: Any, level: int = 2, visibility: str = "resident") -> Any:
    """The person or organisation shows this strength to everyone who takes part in the city."""
    return _claim(holder, area, "strength", level, visibility)


def grows(holder: Any, area: Any, level: int = 2, visibility: str = "me") -> Any:
    """The person looks for somebody who knows this."""
    return _claim(holder, area, "growth", level, visibility)


def _claim(holder: Any, area: Any, kind: str, level: int, visibility: str) -> Any:
    of = {"organisation" if isinstance(holder, Organisation) else "profile": holder}
    return StrengthClaimFactory(**{"profile": None, **of}, area=area, kind=kind, level=level, visibility=visibility)


def make_house(city: Any, **more: Any) -> Organisation:
    """An organisation at work for which somebody speaks."""
    speaker = RepresentationFactory(profile=make_person(city), **more)
    return speaker.organisation


def make_town(city: Any) -> tuple[Profile, Profile, MatchSuggestion]:
    """Noa looks for what Omar knows, and reads that she could meet him."""
    noa, omar = make_person(city, display_name="Noa"), make_person(city, display_name="Omar")
    area = AreaFactory()
    grows(noa, area)
    knows(omar, area)
    suggest_to_person(noa)
    return noa, omar, MatchSuggestion.objects.with_sides().get(seeker=noa)


def introduce(row: MatchSuggestion) -> MatchSuggestion:
    """The other side is asked."""
    assert introduce_suggestion(row, actor=row.seeker.user) is None
    return MatchSuggestion.objects.with_sides().get(pk=row.pk)


def pass_days(city: Any, days: int) -> None:
    """All of it happened so many days earlier, and the night's work is done."""
    from django.db.models import F

    from matching.actions.suggesting import expire_suggestions

    gone = timedelta(days=days)
    names = ("shown_on", "introduced_on", "ends_on", "rests_until", "ended_on")
    MatchSuggestion.objects.update(**{name: F(name) - gone for name in names})
    expire_suggestions(city.today())
    suggest_in_city(city)
