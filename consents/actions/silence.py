"""Nobody answered in time: the question ends, and what waited for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consents import verbs
from consents.actions.consents import expire_consent
from consents.actions.guardians import ENDED_EARLY, running_questions
from consents.actions.recompute import recompute_consents
from consents.models import Consent, GuardianLink
from consents.values.forgotten_addresses import FORGOTTEN_HOST, forget_address
from educities.activity.actions.records import record

State = GuardianLink.State
# Questions to which nobody is bound: nobody answered, or the child took them back.
UNANSWERED = (State.EXPIRED, State.WITHDRAWN)


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


def forget_questions(before: datetime, most: int) -> int:
    """Of questions that ended before then without an answer nothing is left, and of a stranger no address.

    Whoever said not to know the child is not asked again: a keyed hash stands for their mailbox. Returns how many went.
    """
    past = GuardianLink.objects.filter(expires_at__lt=before).order_by("pk")
    silent = past.filter(state__in=UNANSWERED, guardian=None, signed_forms=None)
    numbers = list(silent.values_list("pk", flat=True)[:most])
    GuardianLink.objects.filter(pk__in=numbers).delete()
    strangers = list(past.filter(state=State.MISTAKEN).exclude(guardian_email__endswith=f"@{FORGOTTEN_HOST}")[:most])
    for link in strangers:
        link.guardian_email, link.token_hash, link.earlier_hashes = forget_address(link.guardian_email, link.pk), "", ""
    GuardianLink.objects.bulk_update(strangers, ["guardian_email", "token_hash", "earlier_hashes"])
    return len(numbers) + len(strangers)
