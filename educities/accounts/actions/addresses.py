"""Whose account is this address? Who reads its mail owns it, whoever typed it first."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from educities.accounts.models import User
from educities.kit.rows import violates, wait_for_turn


def proven_owner(email: str) -> User | None:
    """The account whose owner proved this address before now; None for an address that nobody has proven."""
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return proven.user if proven else None


@transaction.atomic
def account_for(email: str, language: str) -> User:
    """The account of an address whose owner has just proven to hold it; made when there is none.

    What somebody set up before any address of the account was proven (a password, a second step, other addresses) is
    void: the proof is the owner's, and nobody else keeps a key. The account's row stays locked until the transaction
    ends, so what the owner confirms twice at once is done one after the other.
    """
    account = unproven_account(email, language)
    wait_to_join(account)
    user = User.objects.select_for_update(no_key=True, of=["self"]).get(pk=account.pk)
    # Read behind the lock: another proof of the same address may have been faster.
    proven = {
        address.lower()
        for address in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    }
    if email.lower() in proven:
        return user
    if not proven:
        _void_keys(user)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def _void_keys(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def unproven_account(email: str, language: str) -> User:
    """The account of an address, made when there is none; its owner proves the address by the first code mailed to it.

    Two calls at once leave one account.
    """
    return find_account(email) or _create_account(email, language)


def wait_to_join(user: User) -> None:
    """Two acts by which one person joins a city, or says an age, are done one after the other, in whatever cities: each makes
    its profile and its role, and neither waits for the other's second row with the first one in its hand.
    """
    wait_for_turn(f"joins:{user.pk}")


def find_account(email: str) -> User | None:
    """The account of an address, proven or not; None where there is none."""
    return proven_owner(email) or User.objects.filter(email__iexact=email).first()


def _create_account(email: str, language: str) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, language=language)
    except IntegrityError as error:
        if not violates(error, "accounts_user_email", "accounts_user_email_key"):
            raise
        # Somebody else wrote the same address at this moment. The insert has waited for that to be committed.
        return User.objects.get(email__iexact=email)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def mark_minor(user: User, *, is_minor: bool) -> None:
    """The account says whether a city knows its person as under 18."""
    if user.is_minor != is_minor:
        user.is_minor = is_minor
        user.save(update_fields=["is_minor"])


def mark_age(user: User, *, is_unsaid: bool) -> None:
    """The account says whether its person has yet to say that they are 18 or older."""
    if user.is_age_unsaid != is_unsaid:
        user.is_age_unsaid = is_unsaid
        user.save(update_fields=["is_age_unsaid"])


@transaction.atomic
def close_account(user: User, *, by: str) -> None:
    """Nobody signs in: no grown-up agrees to it. What is signed in now is so no more. `by`: `User.closed_by`."""
    user.is_active, user.waits_for_guardian, user.closed_by = False, True, by
    user.save(update_fields=["is_active", "waits_for_guardian", "closed_by"])


@transaction.atomic
def open_account(user: User) -> None:
    """An account that a missing yes had closed is open again; one that is closed for another reason stays so."""
    if user.waits_for_guardian:
        user.is_active, user.waits_for_guardian, user.closed_by = True, False, ""
        user.save(update_fields=["is_active", "waits_for_guardian", "closed_by"])
