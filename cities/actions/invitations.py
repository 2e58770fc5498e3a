"""Invite a person into a role, and what happens when the person accepts."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities import verbs
from cities.actions.emergency import find_informed, lead_informed
from cities.actions.mailboxes import refuse_other_spelling
from cities.actions.roles import grant_role
from cities.actions.terms import ALWAYS, Term, check_term, describe_term
from cities.models import City, Invitation, Role
from cities.rules import is_deputy
from educities.accounts.actions import account_for, find_account, proven_owner
from educities.accounts.models import User
from educities.accounts.queries import list_mailboxes
from educities.activity.actions.outbox import UNSENT, build_message, cancel_messages
from educities.activity.actions.records import record
from educities.activity.actions.retention import delete_some
from educities.activity.models import Message
from educities.activity.queries.person_names import names_of
from educities.kit.ended_links import describe_ended_link
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.mailboxes import mailbox_of
from educities.kit.multilingual import in_all_languages
from educities.kit.tokens import hash_token, new_token
from educities.tenancy.scope import city_scope

VALID_DAYS = 14
PersonJoined = Callable[[City, User, Invitation], None]
PERSON_JOINED: Hook[PersonJoined] = Hook(
    "cities.person_joined",
    "Called when a person has accepted an invitation and has the role: (city, user, invitation). DomainError refuses.",
)

AGE_KNOWN: Hook[Callable[[User], bool]] = Hook(
    "cities.age_known",
    "Asked whether the scope's city knows by a person's own word whether they are 18: (user) -> bool. Of whom it does not, "
    "an invitation asks it.",
)


@transaction.atomic
def invite_person(
    city: City,
    *,
    actor: User | None,
    email: str,
    display_name: str,
    role: str,
    language: str = "",
    scope_type: str = "city",
    scope_id: int | None = None,
    term: Term = ALWAYS,
    note: str = "",
    waits: bool = False,
) -> Invitation:
    """A link waits in the person's mail for two weeks. Inviting again sends a new link and ends the old one (`replaced`).

    `term`: the role's own days, and for whom the person stands in.
    `note`: words of who invites, for the mail alone; no row keeps them once it was sent, given up or has expired. Without
    any, those of a mail that this one replaces before it has gone out go along.
    `waits`: the mail waits for the end of the quiet hours, for nobody waits for it.
    Raises DomainError in a city that has left, and for a person who has the role.
    """
    _refuse_left(city)
    token, token_hash = new_token()
    scoped = {"role": role, "scope_type": scope_type, "scope_id": scope_id}
    key: dict[str, Any] = {"email": email.lower(), **scoped}
    check_term({"city": city, "user": proven_owner(email.lower()), **scoped}, term)
    _refuse_deputy(city, actor, role, email)
    with city_scope(city.pk):
        key = {"email": email, **scoped}
        _refuse_holder(city, key, term)
        replaced, unsent_note = _withdraw_earlier(key)
        invitation = Invitation.objects.create(
            **key,
            **term._asdict(),
            display_name=display_name,
            language=language or city.language,
            token_hash=token_hash,
            invited_by=actor,
            expires_at=timezone.now() + timedelta(days=VALID_DAYS),
        )
        _record_invitation(city, invitation)
        _send_invitation(city, invitation, token, note or unsent_note, waits=waits)
    invitation.replaced = replaced
    return invitation


def _refuse_left(city: City) -> None:
    if city.state == City.State.LEFT:
        raise DomainError(_("This city has left the platform."), code="cities.left")


def _refuse_deputy(city: City, actor: User | None, role: str, email: str) -> None:
    """Raises DomainError where who directs in somebody's place would make another director, or anything of themselves."""
    if actor is None or not is_deputy(actor, city):
        return
    if role == Role.DIRECTOR:
        text = _("Who stands in for a director invites no other one.")
        raise DomainError(text, code="cities.deputy_invites_director", field="role")
    if mailbox_of(email) in list_mailboxes(actor):
        text = _("Who stands in for a director gives themselves no role. Ask the director.")
        raise DomainError(text, code="cities.deputy_invites_self", field="email")


def _record_invitation(city: City, invitation: Invitation) -> None:
    """It stands in the history; of another director, who leads the city or accompanies it hears at once."""
    inviter = invitation.invited_by
    role = in_all_languages(Role(invitation.role).label)
    record(verbs.PERSON_INVITED, invitation, actor=inviter, role=role, city=city.name)
    if invitation.role != Role.DIRECTOR:
        return
    informed = find_informed(city)
    told = [held.user for held in informed if held.user_id != invitation.invited_by_id]
    by_operator = inviter is not None and inviter.is_operator
    note = {"name": invitation.display_name}
    record(
        verbs.DIRECTOR_INVITED,
        invitation,
        actor=inviter,
        notify=told,
        note=note,
        url=lead_informed(city, informed, "roles"),
        city=city.name,
        by_operator=by_operator,
        **describe_term(Term(invitation.starts_on, invitation.ends_on)),
    )


def _withdraw_earlier(key: dict[str, Any]) -> tuple[Invitation | None, str]:
    """What was asked of this person before is asked no more: the open invitation, and words that nobody has read yet."""
    before = list(Invitation.objects.filter(**key, accepted_at=None))
    replaced = next((one for one in before if one.is_open), None)
    note = _find_unsent_note(replaced)
    numbers = [one.pk for one in before]
    Invitation.objects.filter(pk__in=numbers, accepted_at=None).update(withdrawn_at=timezone.now())
    _cancel_mails(numbers)
    return replaced, note


def _refuse_holder(city: City, key: dict[str, Any], term: Term) -> None:
    """Raises DomainError when the person of this address has this very role today, or any under another spelling of it.

    Who has it in somebody's place may be given it in their own right; what they do until they accept is in that person's
    name, so there is no first day to wait for.
    """
    refuse_other_spelling(city, key["email"])
    owner = proven_owner(key["email"])
    scope = {"role": key["role"], "scope_type": key["scope_type"], "scope_id": key["scope_id"]}
    held = city.memberships.current().filter(user=owner, **scope).first() if owner else None
    if held and held.acting_for_id and not term.acting_for:
        if term.starts_on is not None and term.starts_on > city.today():
            text = _("This person stands in for someone now. Leave the first day empty: it begins when they accept.")
            raise DomainError(text, code="cities.deputy_begins_later", field="starts_on")
    elif held:
        text = _("%(email)s has this role already.") % {"email": key["email"]}
        raise DomainError(text, code="cities.has_role", field="email")


def _find_unsent_note(replaced: Invitation | None) -> str:
    """The words of the replaced invitation's mail, as long as nobody has read them."""
    if replaced is None:
        return ""
    mails = Message.objects.filter(dedupe_key=_mail_key(replaced.pk), state__in=UNSENT)
    payload = mails.values_list("payload", flat=True).first()
    return str(payload["data"].get("reason", "")) if payload else ""


def _send_invitation(city: City, invitation: Invitation, token: str, note: str, *, waits: bool) -> None:
    """The mail goes to an address that may have no account yet, so it is written by hand."""
    url = reverse("accept_invitation", args=[city.slug, token])
    message = build_message(
        verbs.PERSON_INVITED.code,
        invitation.email,
        dedupe_key=_mail_key(invitation.pk),
        waits=waits,
        expires_at=invitation.expires_at,
        payload={
            "verb": verbs.PERSON_INVITED.code,
            "target_type": Invitation._meta.label_lower,
            "target_id": str(invitation.pk),
            "url": url,
            "language": invitation.language,
            "by": invitation.invited_by_id,
            "name": invitation.display_name,
            "data": {
                "city": city.name,
                "role": in_all_languages(Role(invitation.role).label),
                "role_code": str(invitation.role),
                "reason": note,
                "by_operator": invitation.invited_by is not None and invitation.invited_by.is_operator,
                **_name_deputised(invitation),
                **describe_term(Term(invitation.starts_on, invitation.ends_on, invitation.acting_for)),
                "until": invitation.expires_at.astimezone(city.zone).date().isoformat(),
            },
        },
    )
    message.save(force_insert=True)


def _name_deputised(invitation: Invitation) -> dict[str, str]:
    """In whose place the person would act, by name, for the mail alone."""
    user = invitation.acting_for
    return {"in_place_of": names_of({user.pk}).get(user.pk) or user.email} if user else {}


def _cancel_mails(invitations: Collection[int]) -> None:
    """Mails of these invitations that have not gone out never do, and their words are gone."""
    keys = [_mail_key(pk) for pk in invitations]
    cancel_messages(Message.objects.filter(dedupe_key__in=keys, state__in=UNSENT))


def _mail_key(invitation: int) -> str:
    return f"invitation:{invitation}:mail"


def find_accepted(token: str) -> Invitation | None:
    """The invitation of the scope's city with this secret that somebody has accepted."""
    return Invitation.objects.exclude(accepted_at=None).filter(token_hash=hash_token(token)).first()


def find_invitation(token: str) -> Invitation:
    """The open invitation of the scope's city with this secret. Raises DomainError when it is used up or past."""
    invitation = Invitation.objects.open().filter(token_hash=hash_token(token)).first()
    if invitation is None:
        text = _("Use the link of the newest email, or ask the person who invited you for a new one.")
        raise DomainError(describe_ended_link(text), code="cities.invitation_ended")
    return invitation


def asks_age(invitation: Invitation) -> bool:
    """Does who accepts say first that they are 18 or older? Everybody of whom the city does not know it."""
    user = find_account(invitation.email)
    return user is None or not is_age_known(user)


def is_age_known(user: User) -> bool:
    """Does the scope's city know by the person's own word whether they are 18?"""
    return any(is_known(user) for is_known in AGE_KNOWN)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, display_name: str = "", is_adult: bool = False) -> Any:
    """The invited person has an account with a verified address, the role, and a place in the city. Returns the person.

    `is_adult`: the person says to be 18 or older. Raises DomainError without it where the city does not know the age:
    nobody becomes an adult by a mail.
    Twice at once: one accepts, the other is told that the invitation is used.
    """
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now):
        raise DomainError(
            _("This invitation has already been used. If you are the person invited, sign in."),
            code="cities.invitation_used",
        )
    invitation.accepted_at = now
    invitation.display_name = display_name or invitation.display_name
    city = City.objects.get(pk=invitation.city_id)
    refuse_other_spelling(city, invitation.email)
    user = account_for(invitation.email, invitation.language)
    with city_scope(city.pk, city):
        if not is_adult and not is_age_known(user):
            raise DomainError(_("Say first that you are 18 or older."), code="cities.age_not_said", field="is_adult")
    grant_role(
        city,
        user,
        invitation.role,
        actor=invitation.invited_by,
        scope_type=invitation.scope_type,
        scope_id=invitation.scope_id,
        term=_term_of(invitation, city),
        quietly=True,
    )
    record(
        verbs.INVITATION_ACCEPTED,
        invitation,
        actor=user,
        notify=[invitation.invited_by],
        note={"name": invitation.display_name},
        role=in_all_languages(Role(invitation.role).label),
    )
    for answer in PERSON_JOINED:
        answer(city, user, invitation)
    return user


def _term_of(invitation: Invitation, city: City) -> Term:
    """The days of the invitation; one that was answered later than its first day begins with the answer.

    Raises DomainError where the last day has passed.
    """
    if invitation.ends_on is not None and invitation.ends_on < city.today():
        text = _("The role that you were invited to has already ended. Ask for a new invitation.")
        raise DomainError(text, code="cities.invited_too_late")
    begins = invitation.starts_on if invitation.starts_on and invitation.starts_on > city.today() else None
    return Term(begins, invitation.ends_on, invitation.acting_for)


def forget_old_invitations(before: datetime, most: int) -> int:
    """Old invitations are gone, accepted or not; one that can still be accepted stays. Returns how many."""
    return delete_some(Invitation.objects.filter(invited_at__lt=before, expires_at__lt=timezone.now()), most)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: User) -> None:
    """The link leads nowhere any more."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        _cancel_mails([invitation.pk])
        record(verbs.INVITATION_WITHDRAWN, invitation, actor=actor)
