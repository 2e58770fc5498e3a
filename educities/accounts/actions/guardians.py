"""A grown-up answers for a minor: asked by mail, confirmed by a link."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from educities.accounts import verbs
from educities.accounts.actions.consents import ask_consent, give_consent, refuse_consent
from educities.accounts.models import Consent, GuardianLink
from educities.accounts.texts import ASKED_OF_GUARDIANS
from educities.activity.models import Message
from educities.activity.record import record
from educities.kit.errors import DomainError
from educities.kit.tokens import hashed, new_token
from educities.kit.words import everywhere

State = GuardianLink.State
VALID_DAYS, MOST_GUARDIANS = 14, 4


@transaction.atomic
def invite_guardian(minor: Any, email: str, *, actor: Any, language: str = "") -> GuardianLink:
    """A link waits in the grown-up's mail for two weeks; asking again sends a new link and ends the old one."""
    email = email.lower()
    if minor.user_id and minor.user.email.lower() == email:
        raise DomainError(_("This is your own address. Give the address of a grown-up."), code="accounts.own_guardian")
    if GuardianLink.objects.filter(minor=minor).exclude(guardian_email=email).count() >= MOST_GUARDIANS:
        raise DomainError(_("Four grown-ups have been asked already."), code="accounts.too_many_guardians")
    token, token_hash = new_token()
    fresh = {"token_hash": token_hash, "expires_at": timezone.now() + timedelta(days=VALID_DAYS)}
    link, made = GuardianLink.objects.get_or_create(minor=minor, guardian_email=email, defaults=fresh)
    if link.state == State.CONFIRMED:
        return link
    if not made:
        # Asked anew: a refused or expired link begins again as a new question.
        GuardianLink.objects.filter(pk=link.pk).update(**fresh, state=State.INVITED)
        link.refresh_from_db()
    for purpose in ASKED_OF_GUARDIANS:
        ask_consent(minor, purpose, actor=actor)
    entry = record(verbs.GUARDIAN_INVITED, link, actor=actor)
    _write(link, token, entry.pk if entry else 0, language or (get_language() or "en")[:2])
    return link


def _write(link: GuardianLink, token: str, entry: int, language: str) -> None:
    """One mail, to an address that may have no account. The subject names no child."""
    Message.objects.create(
        channel=Message.Channel.MAIL,
        kind=verbs.GUARDIAN_INVITED.code,
        recipient=link.guardian_email,
        dedupe_key=f"guardian:{link.pk}:{entry}:mail",
        expires_at=link.expires_at,
        priority=1,
        payload={
            "verb": verbs.GUARDIAN_INVITED.code,
            "url": reverse("guardian", args=[link.city.slug, token]),
            "language": language,
            "data": {"city": link.city.name, "name": everywhere(gettext_lazy("A child"))},
        },
    )


def find_guardian_link(token: str) -> GuardianLink:
    """The open question with this secret, in the scope's city. Raises DomainError when it is used up or past."""
    link = GuardianLink.objects.select_related("minor").filter(token_hash=hashed(token)).first()
    if link is None or link.state not in {State.INVITED, State.CONFIRMED} or link.expires_at < timezone.now():
        text = _("This link has ended. The child can ask you once more from the page of the challenge.")
        raise DomainError(text, code="accounts.guardian_link_ended")
    return link


@transaction.atomic
def answer_guardian(
    token: str, *, consents: Mapping[str, bool], guardian_profile: Any, assent: bool | None = None
) -> GuardianLink:
    """The grown-up answers for the child, purpose by purpose. Twice is harmless."""
    link = find_guardian_link(token)
    if guardian_profile.pk == link.minor_id or guardian_profile.is_minor:
        raise DomainError(_("A grown-up has to answer."), code="accounts.guardian_not_adult")
    if link.state == State.INVITED:
        link.move(State.CONFIRMED, guardian=guardian_profile)
        record(verbs.GUARDIAN_CONFIRMED, link, actor=guardian_profile.user)
    answer_consents(link.minor, consents, given_by=guardian_profile, assent=assent)
    return link


@transaction.atomic
def answer_consents(minor: Any, consents: Mapping[str, bool], *, given_by: Any, assent: bool | None = None) -> None:
    """Each purpose is given or not, as the grown-up ticked."""
    for purpose, yes in consents.items():
        consent = ask_consent(minor, purpose, actor=given_by.user)
        if yes:
            give_consent(consent, actor=given_by.user, given_by=given_by, assent=assent)
        elif consent.state in {Consent.State.REQUESTED, Consent.State.GIVEN}:
            refuse_consent(consent, actor=given_by.user, given_by=given_by)


@transaction.atomic
def refuse_guardian(token: str) -> GuardianLink:
    """The grown-up says no to everything, also to what another one gave; nothing of the child is visible from now on."""
    link = find_guardian_link(token)
    link.move(State.REFUSED)
    record(verbs.GUARDIAN_REFUSED, link, actor=None)
    standing = Consent.objects.filter(subject=link.minor, state__in=[Consent.State.REQUESTED, Consent.State.GIVEN])
    for consent in standing.select_related("subject"):
        refuse_consent(consent, actor=None, given_by=None)
    return link


@transaction.atomic
def end_guardian(link: GuardianLink, *, actor: Any) -> None:
    """The grown-up answers for this person no more."""
    link.move(State.ENDED)
    record(verbs.GUARDIAN_ENDED, link, actor=actor)
