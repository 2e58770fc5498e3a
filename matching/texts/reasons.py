"""Why two could meet, in words: each factor of `matching/values/factors.py` that speaks for it.

The words are made when they are read, of what both sides show at that moment; nothing of it is kept.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from educities.kit.multilingual import join_localised
from matching.models import MatchSuggestion
from matching.queries.town import find_known
from matching.queries.who import shown_claims
from stakeholders.models import Profile, Sector, StrengthClaim


class Reasons(NamedTuple):
    """A suggestion with what speaks for it, as one of the two sides reads it."""

    row: MatchSuggestion
    words: list[str]

    @property
    def text(self) -> str:
        """The reasons in one line."""
        return " · ".join(self.words)


def explain_to_seeker(rows: Collection[MatchSuggestion], seeker: Profile) -> list[Reasons]:
    """Why each of these could be met. In a few queries for any number of them."""
    if not rows:
        return []
    known = find_known(seeker.pk)
    returns = _find_returns(rows, seeker)
    return [Reasons(row, _list_words(row, seeker, known, returns.get(_name_side(row), []))) for row in rows]


def describe_sides(row: MatchSuggestion) -> str:
    """What the row by itself tells of why the two could meet. No query, where both sides and both areas were read with it."""
    language = _name_language(row, row.person) if row.person else []
    return " · ".join([*_name_sector(row.sector), *language, *_name_near_area(row)])


def explain_to_other(row: MatchSuggestion) -> Reasons:
    """Why the two could meet, as the side reads it that was asked."""
    returns = [
        _("can help you with %(area)s") % {"area": one}
        for one in _find_returns([row], row.seeker).get(_name_side(row), [])
    ]
    words = [*_name_sector(row.seeker_sector), *_name_language(row, row.seeker), *returns]
    return Reasons(row, words)


def _list_words(row: MatchSuggestion, seeker: Profile, known: Collection[int], returns: Sequence[str]) -> list[str]:
    words = [*_name_sector(row.sector), *(_name_language(row, row.person) if row.person else [])]
    words += _name_near_area(row)
    if _name_side(row) not in known:
        words.append(_("you have not worked together yet"))
    if returns:
        words.append(_("you can help back with %(areas)s") % {"areas": join_localised(returns)})
    return words


def _name_near_area(row: MatchSuggestion) -> list[str]:
    """The area that the seeker looks for, where the strength is in one beside it."""
    if not row.need or not row.strength or row.need.area_id == row.strength.area_id:
        return []
    return [_("close to %(area)s") % {"area": row.need.area}]


def _name_side(row: MatchSuggestion) -> int:
    return row.person_id or -(row.organisation_id or 0)


def _name_sector(sector: int | None) -> list[str]:
    return [capfirst(str(Sector(sector).label))] if sector else []


def _name_language(row: MatchSuggestion, speaker: Profile) -> list[str]:
    """The language that both read."""
    if row.person is None or row.person.language != row.seeker.language:
        return []
    return [_("speaks %(language)s") % {"language": get_language_info(speaker.language)["name_translated"]}]


def _find_returns(rows: Collection[MatchSuggestion], seeker: Profile) -> dict[int, list[str]]:
    """In what the seeker could help each side back, by side: what the seeker shows and the other side lets be seen."""
    strong = shown_claims(StrengthClaim.Kind.STRENGTH).filter(profile=seeker).values("area_id")
    wanted = shown_claims(StrengthClaim.Kind.GROWTH).filter(area__in=strong).select_related("area")
    people = [row.person_id for row in rows if row.person_id]
    houses = [row.organisation_id for row in rows if row.organisation_id]
    found: dict[int, list[str]] = {}
    for claim in (wanted.filter(profile__in=people) | wanted.filter(organisation__in=houses)).order_by("pk"):
        found.setdefault(claim.profile_id or -(claim.organisation_id or 0), []).append(str(claim.area))
    return found
