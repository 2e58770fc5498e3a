"""A guardian's answer on paper, or on file at a school, entered by somebody of the city."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consents import verbs
from consents.actions.addresses import leave_address
from consents.actions.answers import Entered, answer_link, lock_answers, take_consent_back
from consents.actions.consents import assent_to_consent
from consents.actions.guardians import CHANGE_DAYS, MOST_GUARDIANS
from consents.actions.newer_answers import WEB, find_contradiction, find_last_day_and_proof, find_signer
from consents.actions.renewal import mail_guardian
from consents.models import Consent, GuardianLink, SignedForm
from consents.queries import has_mailbox
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.context import entering_for_others
from educities.kit.errors import DomainError
from educities.kit.tokens import new_token
from stakeholders.actions import add_person
from stakeholders.actions.verification import vouch_for
from stakeholders.models import Organisation, Profile, Verification
from stakeholders.queries import find_profile

State = GuardianLink.State
# Before a question that ended can be answered on paper, it is open again.
ENDED = (State.EXPIRED, State.WITHDRAWN)


class Signature(NamedTuple):
    """Who signed, when, and how it is known. `link`: one of the grown-ups who are known already, None for another one."""

    name: str
    signed_on: date
    proof: str = GuardianLink.Proof.PAPER
    link: GuardianLink | None = None
    email: str = ""
    relation: str = GuardianLink.Relation.PARENT
    school: Organisation | None = None
    vouched_by: str = ""
    scan: bytes | None = None
    scan_type: str = ""


@transaction.atomic
@entering_for_others()
def enter_signed_form(
    minor: Profile,
    signature: Signature,
    *,
    actor: User,
    consents: Mapping[str, bool],
    child_yes: Collection[str] = (),
    child_no: Collection[str] = (),
    replaces: bool = False,
) -> SignedForm:
    """The grown-up's answers are those of the form, as if they had given them on the web, and so are the child's own.

    `replaces`: whoever enters it has seen that this adult's answer of now is of the same day or of a later one and says
    another thing, and says that the form is the newer one. Where an address is known, it is written to: what was entered,
    and where to press if it is wrong. Raises DomainError for a form that is older than an answer on the web, for one that
    is not newer than the answer of now (without `replaces`), for an address of the child, or whose reader does not know it.
    """
    if not minor.needs_guardian:
        raise DomainError(_("Nobody needs to answer for this person any more."), code="consents.not_needed")
    Profile.objects.select_for_update(no_key=True, of=["self"]).get(pk=minor.pk)
    if signature.signed_on > minor.city.today():
        raise DomainError(_("The day on the form is still to come."), code="consents.signed_late", field="signed_on")
    link = _find_or_create_link(minor, signature, consents, actor=actor, replaces=replaces)
    if link.guardian is None:
        link.guardian = add_person(
            display_name=signature.name, actor=actor, managed_by=find_profile(actor), language=link.language
        )
    if link.state in ENDED:
        link.move(State.INVITED)
    entered = Entered(actor, signature.proof)
    answer_link(link, consents=consents, guardian_profile=link.guardian, entered=entered)
    form = _create_form(link, signature, consents, actor=actor)
    if consents.get(ACCOUNT):
        vouch_for(minor, actor=actor, basis=Verification.Basis.FORM, quietly=True)
    _answer_for_child(minor, actor=actor, child_yes=child_yes, child_no=child_no)
    _tell_guardian(link, form)
    return form


def _find_or_create_link(
    minor: Profile, signature: Signature, consents: Mapping[str, bool], *, actor: User, replaces: bool
) -> GuardianLink:
    email = signature.email.lower()
    if email and has_mailbox(minor.user, email):
        text = _("This is the child’s own address. Enter the adult’s address, or none.")
        raise DomainError(text, code="consents.own_guardian", field="email")
    link = find_signer(minor, name=signature.name, email=email, link=signature.link)
    if link is not None:
        lock_answers(link)
        _check_link(link, signature)
        if not replaces and find_contradiction(link, signature.signed_on, consents):
            text = _("This adult’s other answer is not older than the form. Say which of them is the newer one.")
            raise DomainError(text, code="consents.which_is_newer", field="signed_on")
        _update_link(link, signature, email)
        return link
    if GuardianLink.objects.filter(minor=minor, state__in=[State.CONFIRMED, State.REFUSED]).count() >= MOST_GUARDIANS:
        text = _("Four adults have answered for this child already.")
        raise DomainError(text, code="consents.too_many_guardians")
    language = minor.city.language
    guardian = add_person(display_name=signature.name, actor=actor, managed_by=find_profile(actor), language=language)
    return GuardianLink.objects.create(
        minor=minor,
        guardian=guardian,
        guardian_email=email,
        relation=signature.relation,
        proof=signature.proof,
        language=language,
        expires_at=timezone.now() + timedelta(days=CHANGE_DAYS),
    )


def _check_link(link: GuardianLink, signature: Signature) -> None:
    """Raises DomainError where this grown-up's answer is not changed by a form."""
    if link.state == State.MISTAKEN:
        text = _(
            "The person who reads this address does not know the child. Leave the address empty, or enter another."
        )
        raise DomainError(text, code="consents.guardian_unknown", field="email")
    if link.state == State.ENDED:
        raise DomainError(str(GuardianLink.ALREADY[State.ENDED]), code="consents.not_needed")
    last = find_last_day_and_proof(link)
    if last is not None and last[1] == WEB and signature.signed_on < last[0]:
        text = _("This adult has answered on the web after the day on the form. The later answer applies.")
        raise DomainError(text, code="consents.answered_later", field="signed_on")


def _update_link(link: GuardianLink, signature: Signature, email: str) -> None:
    """The grown-up has another address now, and how the answer is known is what this form says."""
    link.proof, link.relation = signature.proof, signature.relation
    link.expires_at = timezone.now() + timedelta(days=CHANGE_DAYS)
    before = link.guardian_email
    if email and link.account is None:
        link.guardian_email = email
    link.save(update_fields=["proof", "relation", "expires_at", "guardian_email"])
    if before and link.guardian_email != before:
        leave_address(link, before)


def _create_form(link: GuardianLink, signature: Signature, consents: Mapping[str, bool], *, actor: User) -> SignedForm:
    # Of a no to the account nothing of the child is kept, so no scan either.
    scan = signature.scan if consents.get(ACCOUNT) else None
    form = SignedForm.objects.create(
        link=link,
        proof=signature.proof,
        signed_on=signature.signed_on,
        entered_by=actor,
        school=signature.school,
        vouched_by=signature.vouched_by,
        answers=dict(consents),
        scan=scan,
        scan_type=signature.scan_type if scan else "",
    )
    record(verbs.SIGNED_FORM_ENTERED, link, actor=actor, proof=signature.proof, has_scan=scan is not None)
    return form


def _answer_for_child(minor: Profile, *, actor: User, child_yes: Collection[str], child_no: Collection[str]) -> None:
    """What the child itself has ticked on the form; where it has ticked nothing, nothing is assumed."""
    for purpose in ASKED_OF_GUARDIANS:
        live = Consent.objects.filter(subject=minor, purpose=purpose, state__in=["requested", "given"])
        consent = live.select_related("subject").first()
        if consent is not None and purpose in child_yes:
            assent_to_consent(consent, actor=actor)
        elif consent is not None and purpose in child_no:
            take_consent_back(consent, actor=actor)


def _tell_guardian(link: GuardianLink, form: SignedForm) -> None:
    """An account reads it among its notices and by mail; an address without one by mail, with a link of its own."""
    day = form.signed_on.isoformat()
    data = {"city": link.city.name, "day": day, "school": form.proof == GuardianLink.Proof.SCHOOL}
    if link.account is not None:
        record(verbs.ENTERED_FOR_YOU, link, actor=None, notify=[link.account], **data)
        return
    if not link.guardian_email:
        return
    token, token_hash = new_token()
    GuardianLink.objects.filter(pk=link.pk).update(token_hash=token_hash)
    link.token_hash = token_hash
    url = reverse("guardian", args=[link.city.slug, token])
    mail_guardian(link, verbs.ENTERED_FOR_YOU, url, dedupe_key=f"guardian:{link.pk}:form:{form.pk}", data=data)


@transaction.atomic
def record_scan_read(form: SignedForm, *, actor: User) -> None:
    """Each look at a signed form stands in the record."""
    record(verbs.SCAN_READ, form.link, actor=actor, form=form.pk)
