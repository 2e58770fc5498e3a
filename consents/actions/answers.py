"""What grown-ups and the child say together. One no outweighs a yes, and it stands until whoever said it changes it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import grant_role
from cities.models import Role
from consents import verbs
from consents.actions.addresses import leave_address
from consents.actions.consents import ask_consent, assent_to_consent, refuse_consent, withdraw_consent
from consents.actions.guardians import CHANGE_DAYS, ask_confirmed, find_guardian_link
from consents.actions.recompute import NO, lock_minor, recompute_consents
from consents.models import Consent, GuardianLink
from consents.queries import (
    ANSWERED_NO,
    confirmed_guardian_links,
    declined_by,
    given_purposes,
    has_mailbox,
    last_consent,
)
from consents.values import ACCOUNT
from educities.accounts.actions import account_for, mark_age
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from stakeholders.actions import profile_for
from stakeholders.models import Profile

State = GuardianLink.State


class Entered(NamedTuple):
    """Who entered an answer that a grown-up gave elsewhere, and how it was given."""

    actor: User | None
    channel: str


@transaction.atomic
def confirm_guardian(
    link: GuardianLink, *, display_name: str, language: str, consents: Mapping[str, bool]
) -> GuardianLink:
    """The grown-up has an account, a profile and the resident's role, and has answered purpose by purpose.

    Once for each link; who said no before may answer anew. Who holds the link has proven to read that address's mail.
    """
    if link.state not in {GuardianLink.State.INVITED, GuardianLink.State.REFUSED} and not link.was_entered:
        raise DomainError(_("You have answered already. Sign in to change your answer."), code="consents.answered")
    user = account_for(link.guardian_email, language)
    if not user.is_active:
        raise DomainError(_("This account is closed."), code="consents.account_closed")
    if user.is_minor:
        raise DomainError(_("A parent or guardian must answer."), code="consents.guardian_not_adult")
    if link.was_entered:
        _tell_enterer(link, consents)
    profile = profile_for(user, display_name=display_name, language=language)
    # The answer says it: a parent or guardian who is 18 or over.
    mark_age(user, is_unsaid=False)
    if link.was_entered:
        GuardianLink.objects.filter(pk=link.pk).update(guardian=profile)
        link.guardian = profile
    grant_role(link.city, user, Role.RESIDENT, actor=None, quietly=True)
    answer_link(link, consents=consents, guardian_profile=profile)
    return link


def _tell_enterer(link: GuardianLink, consents: Mapping[str, bool]) -> None:
    """Who entered another answer than the grown-up now gives hears of it."""
    form = link.signed_forms.select_related("entered_by").first()
    if form is not None and any(consents.get(purpose) != yes for purpose, yes in link.answers.items()):
        record(verbs.ENTRY_CORRECTED, form, actor=None, notify=[form.entered_by], url="")


@transaction.atomic
def change_consents(link: GuardianLink, *, guardian: Profile | None, consents: Mapping[str, bool]) -> None:
    """The grown-up's answers for the child are these from now on."""
    if link.state != GuardianLink.State.CONFIRMED or guardian is None or link.guardian_id != guardian.pk:
        raise DomainError(_("You are no longer responsible for this child."), code="consents.not_guardian")
    before, has_request = given_purposes(link.minor), _has_open_request(link)
    answer_consents(link, consents, given_by=guardian)
    after = given_purposes(link.minor)
    # With the account goes everything, which the child is told by itself.
    if ACCOUNT in after and (before != after or has_request):
        verb = verbs.WARD_CONSENTS_CHANGED if before != after else verbs.WARD_ANSWERED
        mine = reverse("mine", args=[link.city.slug])
        changes = _list_changes(before, after)
        record(verb, link, actor=guardian.user, notify=[link.minor.user], url=mine, **changes)


def _list_changes(before: set[str], after: set[str]) -> dict[str, Any]:
    """The purposes that hold anew, and those that hold no more, as a notice names them."""
    return {"allowed": sorted(after - before), "stopped": sorted(before - after)}


def _has_open_request(link: GuardianLink) -> bool:
    """Has the child asked this grown-up for something since the last answer? Then a no that stays is an answer too."""
    asked = AuditEntry.objects.filter(
        verb=verbs.CHILD_ASKS.code, target_type=link._meta.label_lower, target_id=str(link.pk)
    )
    return asked.filter(at__gt=link.answered_at or link.invited_at).exists()


def answer_guardian(
    token: str, *, consents: Mapping[str, bool], guardian_profile: Profile, assent: bool | None = None
) -> GuardianLink:
    """The grown-up answers for the child, purpose by purpose, by the link in the mail. Twice is harmless."""
    link = find_guardian_link(token)
    answer_link(link, consents=consents, guardian_profile=guardian_profile, assent=assent)
    return link


@transaction.atomic
def answer_link(
    link: GuardianLink,
    *,
    consents: Mapping[str, bool],
    guardian_profile: Profile,
    assent: bool | None = None,
    entered: Entered | None = None,
) -> None:
    """The grown-up answers for the child from now on; a no of theirs may become a yes so."""
    own = guardian_profile.pk == link.minor_id or has_mailbox(link.minor.user, link.guardian_email)
    if own or guardian_profile.is_minor:
        raise DomainError(_("A parent or guardian must answer."), code="consents.guardian_not_adult")
    lock_minor(link.minor)
    if link.state != State.CONFIRMED:
        link.move(State.CONFIRMED, guardian=guardian_profile)
        told = [link.minor.user] if consents.get(ACCOUNT, True) else []
        mine = reverse("mine", args=[link.city.slug])
        actor = entered.actor if entered else guardian_profile.user
        record(verbs.GUARDIAN_CONFIRMED, link, actor=actor, notify=told, url=mine)
    answer_consents(link, consents, given_by=guardian_profile, assent=assent, entered=entered)


@transaction.atomic
def answer_consents(
    link: GuardianLink,
    consents: Mapping[str, bool],
    *,
    given_by: Profile,
    assent: bool | None = None,
    entered: Entered | None = None,
) -> None:
    """Each purpose is given or not, as the grown-up ticked and nobody else says no. Without the account nothing is."""
    lock_minor(link.minor)
    link.refresh_from_db(fields=["answers"])
    said = {**link.answers, **consents}
    said = said if said.get(ACCOUNT, True) else {**said, **NO}
    before = given_purposes(link.minor)
    _write_down(link, said)
    actor, channel = entered or Entered(given_by.user, "web")
    if recompute_consents(link.minor, actor=actor, given_by=given_by, assent=assent, channel=channel):
        _tell_others(link.minor, actor, before, but=link)


@transaction.atomic
def refuse_guardian(token: str) -> GuardianLink:
    """The grown-up says no to everything, also to what another one gave; nothing of the child is visible from now on."""
    link = find_guardian_link(token)
    lock_minor(link.minor)
    link.move(State.REFUSED, expires_at=timezone.now() + timedelta(days=CHANGE_DAYS))
    before = given_purposes(link.minor)
    _write_down(link, NO)
    record(verbs.GUARDIAN_REFUSED, link, actor=None)
    if recompute_consents(link.minor, actor=None):
        _tell_others(link.minor, None, before, but=link)
    return link


@transaction.atomic
def report_wrong_recipient(token: str) -> GuardianLink:
    """A mail to a mistyped address decides nothing about a child: its question is over, and the child is told to ask anew.

    Raises DomainError when the question was answered. The child has as long for another address as that question had.
    """
    link = find_guardian_link(token)
    if link.was_entered:
        return _forget_address(link)
    if link.state != State.INVITED:
        raise DomainError(_("You have answered already. Sign in to change your answer."), code="consents.answered")
    link.move(State.MISTAKEN)
    there = f"{reverse('mine', args=[link.city.slug])}#guardians"
    record(verbs.GUARDIAN_MISTAKEN, link, actor=None, notify=[link.minor.user], url=there)
    return link


def _forget_address(link: GuardianLink) -> GuardianLink:
    """The signed form stands; the address beside it was another person's, and who entered it is told."""
    before = link.guardian_email
    GuardianLink.objects.filter(pk=link.pk).update(guardian_email="", token_hash="", earlier_hashes="")
    link.guardian_email = ""
    leave_address(link, before)
    form = link.signed_forms.select_related("entered_by").first()
    told = [form.entered_by] if form else []
    record(verbs.ENTERED_ADDRESS_WRONG, link, actor=None, notify=told, url="")
    return link


@transaction.atomic
def take_consent_back(consent: Consent, *, actor: User | None) -> None:
    """The child itself does not want it (any more), and that is enough; with the account goes everything."""
    lock_minor(consent.subject)
    before = given_purposes(consent.subject)
    no = withdraw_consent if consent.state == Consent.State.GIVEN else refuse_consent
    no(consent, actor=actor, by_child=True)
    recompute_consents(consent.subject, actor=actor)
    _tell_others(consent.subject, actor, before)


@transaction.atomic
def want_again(minor: Profile, purpose: str, *, actor: User | None) -> None:
    """The child wants what it had taken back: it holds at once where the grown-ups still say yes, else they are asked."""
    if purpose not in declined_by(minor) or purpose == ACCOUNT:
        raise DomainError(
            _("You have not withdrawn this consent, so there is nothing to ask for again."),
            code="consents.not_declined",
        )
    lock_minor(minor)
    consent = ask_consent(minor, purpose, actor=actor)
    if actor is not None:
        assent_to_consent(consent, actor=actor)
    recompute_consents(minor, actor=actor)
    ask_confirmed(minor, purpose, actor=actor)


def _write_down(link: GuardianLink, said: Mapping[str, bool | None]) -> None:
    link.answers, link.answered_at = dict(said), timezone.now()
    link.save(update_fields=["answers", "answered_at"])


def lock_answers(link: GuardianLink) -> None:
    """Nobody else answers for the child of this link until the transaction ends, and the link is as it is now."""
    lock_minor(link.minor)
    link.refresh_from_db(fields=["state", "answers", "answered_at", "guardian", "token_hash", "expires_at"])


def _tell_others(minor: Profile, actor: User | None, before: set[str], *, but: GuardianLink | None = None) -> None:
    """The other grown-ups hear what changed; of an account that ended, that it did and by whose no."""
    account, changes = last_consent(minor, ACCOUNT), _list_changes(before, given_purposes(minor))
    ended = account is not None and account.state in ANSWERED_NO
    verb, data = verbs.CONSENTS_CHANGED, changes
    if account is not None and ended:
        verb, data = verbs.WARD_ERASED, {"by": "child" if account.assent_of_child is False else "guardian"}
    for link in confirmed_guardian_links(minor, but=but):
        record(verb, link, actor=actor, notify=[link.account], **data)
