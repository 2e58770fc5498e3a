"""Strengths and growth areas, as people and organisations claim them."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from stakeholders import verbs
from stakeholders.actions.organisations import describe_why_archived
from stakeholders.actions.people import check_levels, check_profile, check_still_there
from stakeholders.actions.shown import update_readers
from stakeholders.models import Area, Organisation, Profile, StrengthClaim
from stakeholders.queries import find_profile
from stakeholders.queries.entered_strengths import find_claim

CLAIMS_CHANGED: Hook[Callable[[Profile, User], None]] = Hook(
    "stakeholders.claims_changed",
    "Called in the act's transaction when a strength or growth area of a person was said, changed or taken away: (profile, "
    "who acted).",
)
CITY_GROWTH: Hook[Callable[[StrengthClaim, User | None, bool], None]] = Hook(
    "stakeholders.city_growth",
    "Called when a city names a growth area of its own, or no longer does: (claim, actor, is it named).",
)


@transaction.atomic
def claim_area(
    holder: Profile | Organisation | None,
    *,
    actor: User,
    area: Area,
    kind: str,
    level: int = 1,
    words: str = "",
    visibility: str = StrengthClaim.Visibility.GUIDES,
) -> StrengthClaim:
    """`holder` (a person, an organisation, or None for the city itself) has this strength or growth area.

    The same area said again changes level and words: there is one line for each area and kind. A minor's line is seen
    by nobody but the minor and who answers for it. Raises DomainError for a child whose account nobody agreed to yet.
    What is written down for another person names who wrote it.
    """
    if isinstance(holder, Organisation) and (refusal := describe_why_archived(holder)):
        raise DomainError(refusal, code="stakeholders.organisation_archived")
    _check_area(holder, area, kind)
    if isinstance(holder, Profile):
        check_profile(holder)
        check_still_there(holder)
        check_levels(holder, visibility)
        visibility = StrengthClaim.Visibility.ME if holder.is_minor else visibility
    said = {"level": level, "words": words, "visibility": visibility, "entered_by": _writer_for(holder, actor)}
    keys: dict[str, Any] = {
        "profile": holder if isinstance(holder, Profile) else None,
        "organisation": holder if isinstance(holder, Organisation) else None,
    }
    with update_readers(keys["profile"], actor):
        claim, _made = StrengthClaim.objects.update_or_create(
            **keys,
            area=area,
            kind=kind,
            defaults={**said, "confirmed_at": timezone.now()},
        )
    record(verbs.CLAIM_MADE, claim, actor=actor, area=area.code, kind=str(kind))
    if holder is None:
        invalidate_public_pages(claim.city)
        _tell_growth(claim, actor, is_named=True)
    _tell_changed(keys["profile"], actor)
    return claim


def _tell_changed(profile: Profile | None, actor: User) -> None:
    if profile is not None:
        for answer in CLAIMS_CHANGED:
            answer(profile, actor)


def _tell_growth(claim: StrengthClaim, actor: User | None, *, is_named: bool) -> None:
    if claim.kind == StrengthClaim.Kind.GROWTH:
        for answer in CITY_GROWTH:
            answer(claim, actor, is_named)


def _check_area(holder: Profile | Organisation | None, area: Area, kind: str) -> None:
    """What is no longer offered is claimed anew by nobody. A city wants to learn skills, not ways of being."""
    if not area.is_offered:
        raise DomainError(
            _("“%(name)s” is no longer offered. Choose another area.") % {"name": area},
            field="area",
            code="stakeholders.area_not_offered",
        )
    if holder is None and kind == StrengthClaim.Kind.GROWTH and area.use == Area.Use.QUALITY:
        raise DomainError(
            _("A way of being can be a strength of the city. Where it wants to grow, choose something to learn."),
            field="area",
            code="stakeholders.quality_no_growth",
        )


def _writer_for(holder: Profile | Organisation | None, actor: User) -> Profile | None:
    if not isinstance(holder, Profile) or holder.user_id == getattr(actor, "pk", None):
        return None
    return find_profile(actor)


@transaction.atomic
def remove_claim(claim: StrengthClaim, *, actor: User) -> None:
    """The line is gone."""
    record(verbs.CLAIM_REMOVED, claim, actor=actor, area=claim.area.code, kind=claim.kind)
    if claim.is_the_citys:
        invalidate_public_pages(claim.city)
        _tell_growth(claim, actor, is_named=False)
    with update_readers(claim.profile, actor):
        claim.delete()
    _tell_changed(claim.profile, actor)


def refuse_claim(profile: Profile, number: int, actor: User) -> None:
    """The line that somebody wrote down for the person is gone, by the person's own word."""
    remove_claim(find_claim(profile, number), actor=actor)
