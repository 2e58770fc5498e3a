"""Nobody answered in time: the question ends, and what waited for it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consents import verbs
from consents.actions.consents import expire_consent
from consents.actions.guardians import ENDED_EARLY, running_questions
from consents.actions.recompute import recompute_consents
from consents.models import Consent, GuardianLink
from educities.activity.actions.records import record

State = GuardianLink.State


@transaction.atomic
def expire_question(link: GuardianLink) -> None:
    """Nobody answered in time. When no other time runs for the child, its questions end with this one.

    What another adult has said stands: a purpose refused by them is refused again.
    """
    if link.state == State.INVITED:
        link.move(State.EXPIRED)
        record(verbs.GUARDIAN_SILENT, link, actor=None)
    else:
        GuardianLink.objects.filter(pk=link.pk).update(token_hash="")
    if running_questions().filter(minor=link.minor_id).exists():
        return
    recompute_consents(link.minor, actor=None)
    open_ones = Consent.objects.filter(subject=link.minor_id, state=Consent.State.REQUESTED)
    for consent in open_ones.select_related("subject").order_by("pk"):
        expire_consent(consent)


def expire_questions() -> int:
    """Every question of the scope's city that nobody answered in time is past. Returns how many."""
    ended_early = Q(state__in=ENDED_EARLY) & ~Q(token_hash="")
    due = GuardianLink.objects.filter(Q(state=State.INVITED) | ended_early, expires_at__lt=timezone.now())
    rows = list(due.select_related("minor").order_by("pk"))
    for link in rows:
        expire_question(link)
    return len(rows)
