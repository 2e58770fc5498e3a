"""How it was decided: votes that add up, and whether what was proposed is carried by them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from forum.models import Decision
from forum.values import Presence

VOTES = ("votes_for", "votes_against", "abstained")


def check_present(presence: Presence) -> None:
    """A meeting of nobody says nothing: the list of who is here has not been kept yet."""
    if not presence.is_begun:
        raise DomainError(_("Mark first who is here. Nothing can be decided before that."), code="forum.nobody_here")


def clean_votes(fields: dict[str, Any], presence: Presence) -> dict[str, Any]:
    """Votes stand only where it was voted, and are those of the seats present."""
    if refusal := describe_broken_consent(fields):
        raise DomainError(refusal, code="forum.no_consent", field="votes_against")
    if fields["method"] != Decision.Method.VOTE:
        return {**fields, **dict.fromkeys(VOTES)}
    votes = {name: fields.get(name) or 0 for name in VOTES}
    if refusal := describe_why_no_vote(votes):
        raise DomainError(refusal, code="forum.no_votes", field="votes_for")
    if refusal := describe_too_many_votes(votes, presence):
        raise DomainError(refusal, code="forum.too_many_votes", field="votes_for")
    return {**fields, **votes}


def describe_broken_consent(fields: dict[str, Any]) -> str:
    """That nobody can have consented where somebody is against it, in a sentence; "" where it agrees."""
    if fields["method"] != Decision.Method.CONSENT or not fields.get("votes_against"):
        return ""
    return _("Someone is against it, so it is no consent. Note a vote or the objection, or correct the figure.")


def describe_too_many_votes(fields: dict[str, Any], presence: Presence) -> str:
    """That there are more votes than seats present, in a sentence; "" where there are not."""
    if sum(fields.get(name) or 0 for name in VOTES) <= presence.present:
        return ""
    return _("There are more votes than seats with a vote that are present now (%(n)s).") % {"n": presence.present}


def describe_why_no_vote(fields: dict[str, Any]) -> str:
    """Why these are no votes, in a sentence; "" where anybody voted."""
    voted = any(fields.get(name) for name in VOTES)
    return "" if voted else _("Write how many were for it, how many against, and how many abstained.")


def is_lost(fields: dict[str, Any]) -> bool:
    """Is what was proposed not carried: does an objection stand, or were no more for it than against?"""
    if fields["method"] == Decision.Method.VOTE:
        return (fields.get("votes_for") or 0) <= (fields.get("votes_against") or 0)
    return bool(fields["method"] == Decision.Method.OBJECTION)


def describe_doubt(fields: dict[str, Any], not_carried: bool) -> str:
    """What does not agree between the votes and what is said to have come of them, in a sentence; "" where it does."""
    if not_carried and not is_lost(fields):
        return _("With what stands here it is carried. Take away the tick, or correct how it was decided.")
    if fields["method"] == Decision.Method.VOTE and is_lost(fields) and not not_carried:
        return _("With these votes it is not carried. Tick this if they are right; it is then noted so in the minutes.")
    return ""


def describe_weight(presence: Presence, as_advice: bool) -> str:
    """What does not agree between who is here now and what is to be recorded, in a sentence; "" where it does."""
    if presence.decides:
        return (
            _("The quorum and all four sectors are here now: it is a decision. Take away the tick.")
            if as_advice
            else ""
        )
    if as_advice:
        return ""
    why = [] if presence.has_quorum else [_("The quorum is missing.")]
    if names := presence.missing:
        sectors = ngettext("Missing sector: %(names)s.", "Missing sectors: %(names)s.", len(names))
        why.append(sectors % {"names": join_localised(names)})
    text = _(
        "This will be advice, not a decision. %(why)s Record it as advice? Tick this, or bring in who is missing first."
    )
    return text % {"why": " ".join(why)}


def check_weight(presence: Presence, as_advice: bool | None) -> None:
    """Raises DomainError where who is here is not what was agreed to; None: nobody is asked."""
    if as_advice is not None and (doubt := describe_weight(presence, as_advice)):
        raise DomainError(doubt, code="forum.advice_or_decision", field="as_advice")


def check_lost(fields: dict[str, Any], not_carried: bool) -> bool:
    """Is it not carried? Raises DomainError where a lost vote was not said to be one: figures are mistyped easily."""
    if doubt := describe_doubt(fields, not_carried):
        raise DomainError(doubt, code="forum.not_carried", field="not_carried")
    return is_lost(fields)
