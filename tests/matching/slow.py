"""Whom each person could meet, computed slowly and obviously: every pair of a growth area and a strength is looked at."""

from matching.values.factors import Side
from matching.values.ranking import BEYOND, Need, Offer, Pair, Town


def rank_slowly(town: Town) -> dict[int, list[Pair]]:
    """What `rank_pairs` says in a hundredth of the time."""
    found = {}
    for seeker, most in town.places.items():
        pairs = [
            Pair(-score, (offer.side - seeker) % BEYOND, offer.side, need.claim, offer.claim)
            for need in town.needs
            if need.seeker == seeker
            for offer in town.offers
            if (score := weigh(town, need, offer))
        ]
        best: list[Pair] = []
        for pair in sorted(pairs):
            if len(best) < most and pair.side not in {one.side for one in best}:
                best.append(pair)
        if best:
            found[seeker] = best
    return found


def weigh(town: Town, need: Need, offer: Offer) -> int:
    """The score of one pair as docs/method.md says it, in tenths of each factor; 0 for who is not brought together."""
    same = offer.area == need.area
    related = not same and town.groups[offer.area] is not None and town.groups[offer.area] == town.groups[need.area]
    if not ((same and offer.of_area) or (related and offer.of_group)):
        return 0
    if offer.side == need.seeker or offer.side in town.barred.get(need.seeker, ()):
        return 0
    seeker, other = town.sides.get(need.seeker, Side()), town.sides.get(offer.side, Side())
    score = offer.level * need.level
    score *= 10 if same else 5
    score *= 13 if seeker.sector and other.sector and seeker.sector != other.sector else 10
    score *= 10 if offer.side in town.tied.get(need.seeker, ()) else 12
    needs_back = any(offer.side in town.wanted.get(area, ()) for area in town.strong.get(need.seeker, ()))
    score *= 15 if needs_back else 10
    score *= 7 if offer.is_old else 10
    return score * (5 if seeker.language and other.language and seeker.language != other.language else 10)
