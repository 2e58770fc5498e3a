"""Each purpose of a child as everybody's answers want it: one no outweighs a yes, and a yes of long ago has run out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from consents.actions.consents import ask_consent, find_last_day, give_consent, refuse_consent
from consents.models import Consent, GuardianLink
from consents.queries import ANSWERED_NO, confirmed_guardian_links, declined_by, has_consent, last_consent
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS, last_day_of_consent
from educities.accounts.models import User
from stakeholders.models import Profile

State = GuardianLink.State
NO: dict[str, bool] = dict.fromkeys(ASKED_OF_GUARDIANS, False)


def refused_by_adults(minor: Profile, *, but: GuardianLink | None = None) -> set[str]:
    """The purposes to which another grown-up says no."""
    return {purpose for purpose, votes in _answers_by_purpose(minor, but=but).items() if not all(votes)}


def refused_by_others(minor: Profile, *, but: GuardianLink | None = None) -> set[str]:
    """The purposes to which another grown-up, or the child itself, says no."""
    return refused_by_adults(minor, but=but) | (declined_by(minor) - {ACCOUNT})


def recompute_consents(
    minor: Profile,
    *,
    actor: User | None,
    given_by: Profile | None = None,
    assent: bool | None = None,
    channel: str = "web",
) -> bool:
    """Each purpose stands as everybody's answers want it, the account first. Returns whether anything changed."""
    changed = False
    for purpose, wanted in _wanted_purposes(minor, answering=given_by is not None).items():
        if wanted:
            giver = given_by or _consenting_guardian(minor)
            until = _find_end(minor, purpose)
            answer = {"given_by": giver, "assent": assent, "channel": channel, "until": until}
            changed |= _give_purpose(minor, purpose, actor=actor, **answer)
        elif wanted is False:
            changed |= _refuse_purpose(minor, purpose, actor=actor, given_by=given_by)
    return changed


def _wanted_purposes(minor: Profile, *, answering: bool) -> Mapping[str, bool | None]:
    """True, False, or None where nobody has answered. Without the account there is nothing else.

    What the child took back no grown-up's yes turns, but for the account: only a grown-up who answers can open that again.
    """
    said, unwanted = _answers_by_purpose(minor), declined_by(minor)
    wanted = {purpose: all(votes) if votes else None for purpose, votes in said.items()}
    if answering:
        unwanted.discard(ACCOUNT)
    wanted |= dict.fromkeys(unwanted, False)
    if wanted[ACCOUNT] is None and not has_consent(minor, ACCOUNT):
        return wanted | {purpose: None for purpose, yes in wanted.items() if yes}
    return NO if wanted[ACCOUNT] is False else wanted


def _give_purpose(minor: Profile, purpose: str, *, actor: User | None, **answer: Any) -> bool:
    consent = ask_consent(minor, purpose, actor=actor)
    new = consent.state != Consent.State.GIVEN
    give_consent(consent, actor=actor, **answer)
    return new


def _find_end(minor: Profile, purpose: str) -> date:
    """The last day of the youngest yes to this purpose."""
    yes = [link for link in confirmed_guardian_links(minor) if link.answers.get(purpose)]
    return max(find_last_day(minor, answered_day(link)) for link in yes)


def answered_day(link: GuardianLink) -> date:
    """The day of the answer, by the city's clock."""
    return (link.answered_at or timezone.now()).astimezone(link.city.zone).date()


def _says_still(link: GuardianLink, purpose: str) -> bool:
    """Does the answer to the purpose still count? A yes of long ago has run out, a no has not."""
    end = last_day_of_consent(answered_day(link), link.city.school_year_start)
    return link.answers.get(purpose) is False or end >= link.city.today()


def _refuse_purpose(minor: Profile, purpose: str, *, actor: User | None, given_by: Profile | None) -> bool:
    last = last_consent(minor, purpose)
    if last is not None and last.state in ANSWERED_NO:
        return False
    refuse_consent(ask_consent(minor, purpose, actor=actor), actor=actor, given_by=given_by)
    return True


def _answers_by_purpose(minor: Profile, *, but: GuardianLink | None = None) -> dict[str, list[bool]]:
    """What each grown-up says of each purpose now. Who refused the question refused them all."""
    rows = GuardianLink.objects.filter(minor=minor, state__in=[State.CONFIRMED, State.REFUSED]).select_related("city")
    links = list(rows.exclude(pk=but.pk if but else None))
    return {purpose: [vote for link in links for vote in _list_votes(link, purpose)] for purpose in ASKED_OF_GUARDIANS}


def _list_votes(link: GuardianLink, purpose: str) -> list[bool]:
    if link.state == State.REFUSED:
        return [False]
    return [link.answers[purpose]] if purpose in link.answers and _says_still(link, purpose) else []


def _consenting_guardian(minor: Profile) -> Profile:
    return next(link.guardian for link in confirmed_guardian_links(minor) if link.guardian)


def lock_minor(minor: Profile) -> None:
    """Two who answer for one child at the same moment answer one after the other."""
    list(GuardianLink.objects.filter(minor=minor).select_for_update(no_key=True, of=["self"]).order_by("pk"))
