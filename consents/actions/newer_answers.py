"""Which of two answers of one adult is the newer one: what a signed form says, or what applies now."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from consents.actions.guardians import find_link_of_address
from consents.actions.recompute import answered_day
from consents.models import GuardianLink
from stakeholders.models import Profile

State = GuardianLink.State
WEB = GuardianLink.Proof.WEB


class Contradiction(NamedTuple):
    """The answer that applies now, of which day and how it was given, and the purposes to which the form says otherwise."""

    day: date
    proof: str
    purposes: list[str]

    def outweighs(self, day: date) -> bool:
        """Was it given on the web after that day, so that no form of the day replaces it?"""
        return self.proof == WEB and self.day > day


def find_signer(minor: Profile, *, name: str, email: str, link: GuardianLink | None) -> GuardianLink | None:
    """Who of the child's adults has signed: the chosen one, else the one of the address, else the one of the same name."""
    if link is not None:
        return link
    return (find_link_of_address(minor, email) if email else None) or _find_namesake(minor, name, email)


def _find_namesake(minor: Profile, name: str, email: str) -> GuardianLink | None:
    """The form is another answer of the same person, on paper or on the web before. With another address they have none yet."""
    rows = GuardianLink.objects.filter(minor=minor, guardian__display_name=name).exclude(
        state__in=[State.MISTAKEN, State.ENDED]
    )
    if email:
        rows = rows.filter(guardian__user=None, guardian_email="")
    return rows.select_related("guardian__user", "city").order_by("pk").first()


def find_last_day_and_proof(link: GuardianLink) -> tuple[date, str] | None:
    """Of which day the adult's answer of now is, and how it was given; None before there is one.

    A form's answer is of the day on the form, however late it was entered.
    """
    if link.answered_at is None:
        return None
    form = link.signed_forms.only("signed_on", "proof", "entered_at").first()
    if form is not None and form.entered_at >= link.answered_at:
        return form.signed_on, form.proof
    return answered_day(link), WEB


def find_contradiction(
    link: GuardianLink | None, signed_on: date, consents: Mapping[str, bool]
) -> Contradiction | None:
    """The adult's answer of now, where it is not older than the form and the form says otherwise; None for no such answer."""
    last = find_last_day_and_proof(link) if link else None
    if link is None or last is None or signed_on > last[0]:
        return None
    differs = [purpose for purpose, yes in consents.items() if link.answers.get(purpose, yes) is not yes]
    return Contradiction(*last, differs) if differs else None
