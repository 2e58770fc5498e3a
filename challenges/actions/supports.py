"""Standing behind an idea: one support per person. A child's waits, uncounted, for a guardian's yes."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ages import check_age
from challenges.actions.ideas import check_open
from challenges.actions.verification import check_verification
from challenges.models import Contribution, Phase, Support
from cities.actions import invalidate_public_pages
from consents.actions import ask_confirmed, check_minor_limit
from consents.queries import has_consent
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import violates
from stakeholders.models import Profile


@transaction.atomic
def support_idea(idea: Contribution, *, profile: Profile, actor: User | None) -> bool:
    """The person stands behind the idea, once however often it is tapped. Returns whether it was new.

    Of a child whose guardian has not agreed to taking part it is kept and counted later.
    """
    check_open(idea.challenge, Phase.Kind.SUPPORT)
    check_age(idea.challenge, profile)
    if idea.state != Contribution.State.VISIBLE:
        raise DomainError(_("This idea is not published."), code="challenges.not_visible")
    if idea.author_id == profile.pk:
        raise DomainError(_("You cannot support your own idea."), code="challenges.own_idea")
    if Support.objects.filter(contribution=idea, profile=profile).exists():
        return False
    check_verification(idea.challenge, profile)
    check_minor_limit(profile)
    waits = not has_consent(profile, "lab")
    if not _create_support(idea, profile, waits=waits):
        return False
    if waits:
        ask_confirmed(profile, "lab", actor=actor)
    else:
        _add_to_count(idea.pk, 1)
        invalidate_public_pages(idea.city)
    record(verbs.IDEA_SUPPORTED, idea, actor=actor)
    return True


def _create_support(idea: Contribution, profile: Profile, *, waits: bool) -> bool:
    """The support is written. False when the same person's tap a moment ago has written it."""
    try:
        with transaction.atomic():
            Support.objects.create(contribution=idea, profile=profile, waits=waits)
    except IntegrityError as error:
        if not violates(error, "challenges_support_once"):
            raise
        return False
    return True


@transaction.atomic
def take_support_back(idea: Contribution, *, profile: Profile, actor: User | None) -> None:
    """The person no longer stands behind the idea."""
    rows = Support.objects.select_for_update(of=["self"]).filter(contribution=idea, profile=profile)
    row = rows.first()
    if row is None:
        return
    row.delete()
    if not row.waits:
        _add_to_count(idea.pk, -1)
        invalidate_public_pages(idea.city)
    record(verbs.SUPPORT_TAKEN_BACK, idea, actor=actor)


def count_supports(profile: Profile) -> None:
    """A guardian's yes is there: what waited for it counts."""
    _switch_supports(profile, waits=False)


def uncount_supports(profile: Profile) -> None:
    """A guardian's yes is gone: what counted waits."""
    _switch_supports(profile, waits=True)


def _switch_supports(profile: Profile, *, waits: bool) -> None:
    rows = Support.objects.filter(profile=profile, waits=not waits).select_for_update(of=["self"])
    found = list(rows.order_by("contribution_id"))
    for row in found:
        Support.objects.filter(pk=row.pk).update(waits=waits)
        _add_to_count(row.contribution_id, -1 if waits else 1)
    if found:
        invalidate_public_pages(profile.city)


def _add_to_count(idea_id: int, step: int) -> None:
    Contribution.objects.filter(pk=idea_id).update(supports_count=F("supports_count") + step)
