"""An act before an account: stored whole, confirmed by one tap in the mail, then done in the person's name."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.guests import adopt_acts
from challenges.actions.ideas import check_open, write_idea
from challenges.actions.participation import join_challenge
from challenges.actions.photos import give_to_act, take_along
from challenges.actions.refusals import describe_closed_account, describe_refusal, may_begin_again
from challenges.actions.supports import support_idea
from challenges.actions.verification import check_verification
from challenges.models import Challenge, Contribution, IdeaPhoto, PendingAct, Phase
from challenges.texts import public_name
from challenges.values import Payload, age_in
from cities.actions import grant_role
from cities.models import Role
from consents.actions import invite_guardian
from consents.actions.said_ages import take_as_minor
from consents.queries import has_consent
from consents.values import ADULT, mailbox_of
from educities.accounts.actions import account_for, mark_age, open_account, wait_to_join
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.tokens import hash_token, new_token
from stakeholders.actions import profile_for
from stakeholders.models import Profile
from stakeholders.queries import find_profile

VALID_HOURS, KEPT_DAYS = 72, 30
Kind = PendingAct.Kind
STILL_TAKING = (Challenge.State.OPEN, Challenge.State.REVIEWING)
# Whose no closed an account: that nobody answered in time is no answer.
CLOSED_BY_A_NO = ("guardian", "child")


@transaction.atomic
def store_act(
    challenge: Challenge,
    kind: str,
    *,
    email: str,
    language: str,
    payload: Payload,
    photo: IdeaPhoto | None = None,
    is_proven: bool = False,
) -> PendingAct:
    """The act waits for its link, three days, with its photo. The same act sent twice writes one mail; `is_proven`: none."""
    # The same form sent twice at once: the second waits here, and finds the act of the first.
    Challenge.objects.select_for_update(no_key=True, of=["self"]).get(pk=challenge.pk)
    now = timezone.now()
    key = {"challenge": challenge, "kind": kind, "email": email.lower(), "payload": payload}
    twin = PendingAct.objects.filter(**key, done_at=None, created_at__gt=now - timedelta(minutes=2)).first()
    if twin:
        if photo:
            give_to_act(photo, twin)
        return twin
    token, token_hash = new_token()
    act = PendingAct.objects.create(
        **key, language=language, token_hash=token_hash, expires_at=now + timedelta(hours=VALID_HOURS)
    )
    if photo:
        give_to_act(photo, act)
    record(verbs.ACT_STORED, challenge, actor=None, kind=str(kind))
    if not is_proven:
        _send_confirmation(act, token)
    return act


def _send_confirmation(act: PendingAct, token: str) -> None:
    message = build_message(
        verbs.CONFIRM_ACT.code,
        act.email,
        dedupe_key=f"act:{act.pk}:{act.token_hash[:12]}",
        expires_at=act.expires_at,
        payload={
            "verb": verbs.CONFIRM_ACT.code,
            "language": act.language,
            "url": reverse("confirm_act", args=[act.city.slug, token]),
            "data": {
                "title": act.challenge.question,
                "act": act.kind,
                "text": pending_text(act),
                "city": act.city.name,
                "has_photo": IdeaPhoto.objects.filter(act=act).exists(),
                "has_to_wait": has_to_wait(act),
                "is_read_first": is_read_first(act),
            },
        },
    )
    message.save(force_insert=True)


def pending_text(act: PendingAct) -> str:
    """The words that the act is about: the idea, the idea supported, what is brought."""
    if act.kind == Kind.SUPPORT:
        idea = supported_by(act)
        return idea.text if idea else ""
    return act.payload.get("text", "") or act.payload.get("bring", "")


def supported_by(act: PendingAct) -> Contribution | None:
    """The published idea that a support is for, if it still is."""
    rows = Contribution.objects.filter(challenge=act.challenge_id, state=Contribution.State.VISIBLE)
    return rows.filter(pk=act.payload.get("contribution")).first()


def find_act(token: str) -> PendingAct | None:
    """The act with this secret, in the scope's city, whether it still waits or not."""
    return (
        PendingAct.objects.select_related("challenge", "challenge__city", "guest")
        .filter(token_hash=hash_token(token))
        .first()
    )


def _find_known(act: PendingAct) -> Profile | None:
    """The city's person of this address, of whom others did not just type it: that one says with the act how old they are."""
    return Profile.objects.filter(user__email__iexact=act.email, user__is_age_unsaid=False).first()


def named_by(act: PendingAct) -> str:
    """The name under which the act will stand: of the address's owner where there is one in the city, else as typed."""
    profile = Profile.objects.filter(user__email__iexact=act.email).first()
    if profile is None:
        names = {key: act.payload.get(key, "") for key in ("display_name", "short_name", "neighbourhood")}
        profile = Profile(**names, age_band=age_in(act.payload).band)
    return public_name(profile, act.challenge)


def is_read_first(act: PendingAct) -> bool:
    """Are the words a minor's? Then nothing is published by this button: somebody reads them first."""
    profile = _find_known(act)
    return bool(profile and profile.is_minor) or age_in(act.payload).band != ADULT.band


def says_adult(act: PendingAct) -> bool:
    """Does whoever presses the button say by it to be 18 or older? Anybody may have written so with the address."""
    return _find_known(act) is None and age_in(act.payload).band == ADULT.band


def has_to_wait(act: PendingAct) -> bool:
    """Does a grown-up have to agree before the act counts?"""
    profile = _find_known(act)
    return not has_consent(profile, "lab") if profile else age_in(act.payload).needs_guardian


def submission_blocker(act: PendingAct) -> str:
    """Why the act could not be done now, in a sentence; nothing when it can."""
    known = _find_known(act)
    if known is not None and not known.is_minor and age_in(act.payload).band != ADULT.band:
        return describe_other_age()
    phases: dict[Kind, str] = {Kind.IDEA: Phase.Kind.GATHER, Kind.SUPPORT: Phase.Kind.SUPPORT}
    try:
        check_open(act.challenge, phases.get(Kind(act.kind), ""))
        check_verification(act.challenge, known)
    except DomainError as error:
        return str(error)
    if act.kind == Kind.SUPPORT and supported_by(act) is None:
        return _("This idea is not published.")
    return describe_refusal(act)


@transaction.atomic
def change_submission_email(act: PendingAct, email: str) -> PendingAct:
    """The act goes to the right address: same act, new link, and the link that went astray is void."""
    email = email.lower()
    if mailbox_of(email) == mailbox_of(act.payload.get("guardian_email", "")):
        raise DomainError(
            _("This is your parent’s or guardian’s address. Enter your own."), code="challenges.guardians_address"
        )
    return send_again(act, email=email)


@transaction.atomic
def send_again(act: PendingAct, **changes: Any) -> PendingAct:
    """A new link for an act whose link has ended; what was typed is kept."""
    token, token_hash = new_token()
    fresh = {"token_hash": token_hash, "expires_at": timezone.now() + timedelta(hours=VALID_HOURS), **changes}
    if not PendingAct.objects.filter(pk=act.pk, done_at=None, refused_at=None).update(**fresh):
        raise DomainError(_("This was confirmed already. Sign in to go on."), code="challenges.already_done")
    act.refresh_from_db()
    _send_confirmation(act, token)
    return act


@transaction.atomic
def confirm_act(act: PendingAct, *, is_own: bool = False) -> tuple[Any, Any]:
    """The address is proven: account, profile and act stand. Returns (person, what was done). A second tap finds it done.

    `is_own`: whoever sent it was signed in with this address. What was typed is then in the person's own rows alone; the act keeps that it happened.
    """
    payload = take_payload(act)
    user = account_for(act.email, act.language)
    if not user.is_active:
        _reopen_account(user)
    adopt_acts(user, act.email, is_adult=age_in(payload).band == ADULT.band)
    profile = resident_of(user, act.challenge, payload, language=act.language, is_own=is_own)
    return user, perform_act(act, user, profile, payload)


def _reopen_account(user: User) -> None:
    """An account that closed because no grown-up answered begins once more; one that somebody said no to does not."""
    if why_not := describe_closed_account(user):
        raise DomainError(why_not, code="challenges.account_closed")
    open_account(user)


def take_payload(act: PendingAct) -> Payload:
    """What was typed; from now on the act only keeps that it happened. Raises DomainError the second time, and too late."""
    now = timezone.now()
    if act.expires_at < now:
        raise DomainError(
            _("This link no longer works. Ask for a new one: your text is kept."), code="challenges.link_ended"
        )
    payload: Payload = act.payload
    waiting = PendingAct.objects.filter(pk=act.pk, done_at=None, refused_at=None)
    if not waiting.update(done_at=now, payload={}):
        raise DomainError(_("This was confirmed already. Sign in to go on."), code="challenges.already_done")
    return payload


def perform_act(act: PendingAct, user: User | None, profile: Profile, payload: Payload) -> Any:
    """The act is done under this person's name; without an account nobody is its actor."""
    if act.kind == Kind.IDEA:
        idea = write_idea(
            act.challenge, author=profile, actor=user, text=payload.get("text", ""), language=act.language
        )
        take_along(act, idea, actor=user)
        return idea
    if act.kind == Kind.SUPPORT:
        idea = Contribution.objects.filter(pk=payload.get("contribution"), challenge=act.challenge).first()
        if idea is None:
            raise DomainError(_("This idea is not published."), code="challenges.not_visible")
        support_idea(idea, profile=profile, actor=user)
        return idea
    return join_challenge(act.challenge, profile=profile, actor=user, bring=payload.get("bring", ""))


def resident_of(user: User, challenge: Challenge, payload: Payload, *, language: str, is_own: bool = False) -> Profile:
    """The person's profile in the city, made from what the form said; a minor's guardian is asked.

    Whoever sends "younger than 18" signed in (`is_own`) is known as that from now on, also where the account has an
    adult's profile. By a link anybody may have sent it to the address: then nothing is done, and the page says why. Whom
    others typed in, and nobody has asked before, says their age by it.
    """
    # What is said of the age in another city in this moment is known here afterwards, or there.
    wait_to_join(user)
    user.refresh_from_db(fields=["is_minor", "is_age_unsaid"])
    age = age_in(payload)
    if user.is_minor and age.band == ADULT.band and find_profile(user) is None:
        text = _("Your account belongs to a person under 18. Send it again with your month of birth.")
        raise DomainError(text, code="challenges.age_differs")
    named: dict[str, Any] = {
        "display_name": payload.get("display_name", ""),
        "short_name": payload.get("short_name", ""),
        "neighbourhood": payload.get("neighbourhood", ""),
    }
    profile = profile_for(
        user,
        **named,
        language=language,
        age_band=age.band,
        next_band_month=age.next_band_month,
        needs_guardian=age.needs_guardian,
    )
    if age.band != ADULT.band and not profile.is_minor:
        if not is_own and not user.is_age_unsaid:
            raise DomainError(describe_other_age(), code="challenges.age_differs")
        profile = take_as_minor(profile, age, actor=user)
    mark_age(user, is_unsaid=False)
    if profile.needs_guardian and may_begin_again(profile):
        Profile.objects.filter(pk=profile.pk).update(**named)
    grant_role(challenge.city, user, Role.RESIDENT, actor=None, quietly=True)
    if not has_consent(profile, "account") and payload.get("guardian_email"):
        theirs = payload.get("guardian_language") or language
        invite_guardian(profile, payload["guardian_email"], actor=user, language=theirs)
    return profile


def describe_other_age() -> str:
    """Why a link does nothing whose form says "younger than 18" where the address has an adult's profile."""
    return _(
        "This form says that you are younger than 18, and the profile of this address is an adult’s, so nothing is sent. "
        "If you are younger than 18, ask the city’s team."
    )


def delete_old_submissions() -> int:
    """Acts that nobody confirmed for a month, and the bare rows of confirmed ones, are gone. Returns how many.

    What a child sent to whose account no was said goes with its link, though nobody opened it.
    """
    now = timezone.now()
    closed = Profile.objects.filter(user__waits_for_guardian=True, user__closed_by__in=CLOSED_BY_A_NO)
    is_refused = Exists(closed.filter(user__email__iexact=OuterRef("email")))
    waits = Q(done_at=None, refused_at=None, expires_at__lt=now)
    old = Q(expires_at__lt=now - timedelta(days=KEPT_DAYS))
    # The address of whoever took part without an account counts once as long as the challenge takes anything.
    counts_once = Q(guest__isnull=False, guest__user=None, challenge__state__in=STILL_TAKING)
    return PendingAct.objects.filter((old & ~counts_once) | (waits & is_refused)).delete()[0]
